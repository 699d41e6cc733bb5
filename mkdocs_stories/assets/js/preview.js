// A reference shows its story in small: when pointed at after a moment, when focused at once. It stays while pointed at,
// and Escape dismisses it (WCAG 1.4.13). A finger follows the link instead.
let shown, wait
const later = (act, delay, of) => { clearTimeout(wait); wait = setTimeout(act, delay, of) }
function hide() {
  clearTimeout(wait)
  if (!shown) return
  shown.of.removeAttribute('aria-describedby')
  shown.box.remove()
  shown = null
}
// Below its reference, or above where there is no room. It moves along, since focus may scroll the page to a reference.
function settle() {
  if (!shown) return
  const { of, box } = shown, { left, top, bottom } = of.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = box
  if (bottom < 0 || top > innerHeight) return hide()
  box.style.left = `${Math.max(12, Math.min(left, document.documentElement.clientWidth - width - 12))}px`
  box.style.top = `${bottom + height + 16 > innerHeight && top > height + 8 ? top - height - 8 : bottom + 8}px`
}
function preview(of) {
  const kept = $$('template[data-preview]').find(one => one.dataset.preview === of.dataset.ref)
  hide()
  if (!kept || !of.isConnected) return
  const box = make('div', 'stories stories-pop', kept.content.cloneNode(true))
  box.id = 'stories-pop'
  box.setAttribute('role', 'tooltip')
  of.removeAttribute('title')  // the browser would show it over the preview
  of.setAttribute('aria-describedby', box.id)
  ;(of.closest('p, li, td, th, dd, h1, h2, h3, h4, h5, h6') || of).parentNode.append(box)
  shown = { of, box }
  settle()
  box.onpointerenter = () => clearTimeout(wait)
  box.onpointerleave = () => later(hide, 200)
}
function previews() {
  const near = (types, act) => on(document, types, event => {
    const of = event.target.closest?.('[data-ref]')
    if (of && event.pointerType !== 'touch') act(of, event.type)
  })
  near('pointerover', of => { if (shown?.of === of) clearTimeout(wait); else later(preview, 250, of) })
  near('focusin', of => { if (of.matches(':focus-visible')) later(preview, 0, of) })
  near('pointerout focusout', () => later(hide, 200))
  on(document, 'keydown', event => { if (event.key === 'Escape') hide() })
  on(window, 'scroll resize', settle, { passive: true })
}
