// The script stands in each page that has stories. Under instant navigation such a page brings it into a window where
// one has run before: that one lets go, and its listeners with it.
document.dispatchEvent(new Event('stories:leave'))
on(document, 'stories:leave', () => { hide(); leaving.abort() })
previews()
neighbours()
$$('.stories-table').forEach(roles)
copying(script.dataset)
// Earlier releases of Material leave the style sheets of a window as they were.
if (script.src && !$('link[href*="assets/stories/stories.css"]')) {
  document.head.append(Object.assign(make('link'), { rel: 'stylesheet', href: new URL('stories.css', script.src) }))
}
const kept = $('template.stories-index')
if (kept?.content.textContent && $('.stories-whole .stories-toolbar')) backlog($('.stories-whole'), JSON.parse(kept.content.textContent))
