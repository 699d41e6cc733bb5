// A reference shows its story in small: when pointed at after a moment, when focused at once. It stays while pointed at,
// and Escape dismisses it (WCAG 1.4.13). A finger follows the link instead. What is shown comes from the site's own
// files when it is first asked for: pages that refer to many stories would be heavy with it.
const told = new Map(), asked = new Set()
let shown, wanted, wait
const later = (act, delay, of) => { clearTimeout(wait); wait = setTimeout(act, delay, of) }
function hide() {
  clearTimeout(wait)
  wanted = null
  if (!shown) return
  shown.of.removeAttribute('aria-describedby')
  shown.box.remove()
  shown = null
}
// Below its reference, or above where there is no room. It moves along, since focus may scroll the page to a reference.
function settle() {
  if (!shown) return
  const { of, box } = shown, { left, top, bottom } = of.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = box
  box.style.left = `${Math.max(12, Math.min(left, document.documentElement.clientWidth - width - 12))}px`
  box.style.top = `${bottom + height + 16 > innerHeight && top > height + 8 ? top - height - 8 : bottom + 8}px`
}
// In which file a story is: as in Python.
function fileOf(name) {
  const [many, start, end] = script.dataset.previews.split(' ')
  const sum = [...name].reduce((all, sign) => (all * 31 + sign.codePointAt()) % 65521, 0)
  return new URL(start + sum % many + end, script.src).href
}
function preview(of) {
  const name = nameOf(of), html = told.get(name)
  hide()
  if (!of.isConnected || !html && !script.dataset.previews) return
  if (!html) {
    wanted = of
    const file = fileOf(name)
    if (!asked.has(file)) bring(file, () => asked.delete(file))
    asked.add(file)
    return
  }
  const box = make('div', 'stories stories-pop')
  box.innerHTML = html  // escaped by Python
  set(box, { id: 'stories-pop', role: 'tooltip' })
  // The browser would show it over the preview.
  of.removeAttribute('title')
  $('title', of)?.remove()
  set(of, { 'aria-describedby': box.id })
  // Rows, regions and cards clip what is in them.
  ;(of.closest('main, [role=main]') || document.body).append(box)
  shown = { of, box }
  settle()
  box.onpointerenter = () => clearTimeout(wait)
  box.onpointerleave = () => later(hide, 200)
}
function previews() {
  const near = (types, act) => on(document, types, event => {
    const of = event.target.closest?.('a')
    if (of && nameOf(of) && event.pointerType !== 'touch') act(of)
  })
  near('pointerover', of => { if (shown?.of === of) clearTimeout(wait); else later(preview, 250, of) })
  near('focusin', of => { if (of.matches(':focus-visible')) later(preview, 0, of) })
  near('pointerout focusout', () => later(hide, 200))
  on(document, 'stories:previews', ({ detail }) => {
    detail.forEach(([name, html]) => told.set(name, html))
    if (wanted) preview(wanted)
  })
  on(document, 'keydown', event => { if (event.key === 'Escape') hide() })
  on(window, 'scroll resize', settle, { passive: true })
  // Under instant navigation the pointer may be at a reference before this script is.
  const under = $('a:hover')
  if (under && nameOf(under)) later(preview, 250, under)
}
