// The id on a card is its permalink. A click copies it, and goes there as every link does.
function copying({ copied }) {
  on(document, 'click', async event => {
    const link = event.target.closest?.('a.stories-card__id')
    if (!link || !copied || event.ctrlKey || event.metaKey || event.shiftKey) return
    try {
      await navigator.clipboard.writeText(link.href)
    } catch {
      return  // refused: the address bar has it
    }
    const note = set(make('span', 'stories-copied'), { role: 'status' })
    link.after(note)
    const again = setInterval(() => {
      note.textContent ||= copied  // a region that comes with its words is not read out
      // Instant navigation may have drawn the page anew meanwhile, and the link with it.
      note.isConnected || $$('.stories-card__id').find(one => one.href === link.href)?.after(note)
    }, 100)
    setTimeout(() => { clearInterval(again); note.remove() }, 2000)
  })
}
