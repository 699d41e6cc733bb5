// What is drawn once for all stories, without those that were not found: it shows what a block with the same `where`
// would. `found` holds the ids of the stories found, `near` those of their epics too. Returns whether anything is left.
const ITEMS = '[data-id], .stories-actor, .stories-links > li, .stories-graph__node'
const OUT = 'stories-is-out'
const take = (one, is) => one.classList.toggle(OUT, is)
const isIn = one => !one.closest(`.${OUT}`)
function sift(pane, found, near, isAll, texts) {
  $$(`.${OUT}`, pane).forEach(one => take(one, false))
  for (const one of $$('[data-id], .stories-links > li', pane)) take(one, !found.has(nameOf(one)))
  $$('.stories-matrix__table', pane).forEach(table => siftMatrix(table, found, texts))
  for (const svg of $$('.stories-graph__svg', pane)) {
    const nodes = $$('.stories-graph__node', svg), stays = nodes.map(one => near.has(nameOf(one)))
    nodes.forEach((one, at) => take(one, !stays[at]))
    for (const line of $$('[data-ends]', svg)) take(line, !line.dataset.ends.split(' ').every(at => stays[at]))
    take(svg.parentNode, !nodes.some(one => found.has(nameOf(one))))
  }
  for (const one of $$('.stories-graph__list', pane)) {
    for (const end of $$('.stories-graph__end', one)) take(end, !near.has(nameOf(end)))
    for (const said of $$('li li', one)) take(said, !$$('.stories-graph__end', said).some(isIn))
    for (const item of one.children) take(item, !near.has(nameOf(item)) || !$$('li', item).some(isIn))
    take(one, !$$('li', one).some(isIn))
    const note = one.previousElementSibling
    if (note?.matches('.stories-graph__note')) take(note, !isIn(one))
  }
  // From the last to the first: a heading counts what those below it have left.
  for (const title of $$('.stories-actor__name, .stories-group', pane).reverse()) {
    const parts = [], box = title.closest('.stories-actor, .stories-loose > div')
    for (let next = title.nextElementSibling; next && !next.matches('.stories-group'); next = next.nextElementSibling) parts.push(next)
    const items = parts.flatMap(one => one.matches(ITEMS) ? [one] : $$(ITEMS, one)).filter(isIn)
    const n = $('.stories-n', title), count = items.filter(one => !$('.stories-actor__name.stories-none', one)).length
    // The boxes of a drawing are more than its stories: neighbours are drawn too.
    if (parts.some(one => one.matches('.stories-graph'))) take(n, !isAll)
    else n.textContent = figure(count)
    take(box || title, !items.length)
  }
  const left = $$(`${ITEMS}, .stories-graph__list > li`, pane).some(isIn)
  $$('.stories-key', pane).forEach(one => take(one, !left))
  return left
}
// A mark is there for a user story that was found, or for what supports it.
function siftMatrix(table, found, texts) {
  const heads = $$('thead th', table).slice(1, -1), columns = new Set()
  const rows = $$('tbody tr', table).map(row => {
    const cells = $$('td', row), sum = cells.pop(), isFound = found.has(nameOf(row))
    const kept = cells.map((cell, at) => at).filter(at => cells[at].dataset.state && (isFound || found.has(nameOf(heads[at]))))
    kept.forEach(at => columns.add(at))
    take(row, !kept.length)
    return { cells, sum }
  })
  heads.forEach((one, at) => take(one, !columns.has(at)))
  for (const { cells, sum } of rows) {
    cells.forEach((one, at) => take(one, !columns.has(at)))
    sum.textContent = progress(cells.map(one => one.dataset).filter((one, at) => one.state && columns.has(at)), texts)
  }
  take(table.closest('.stories-matrix'), !columns.size)
}
