// The rows of the table, which are the cards and the board too: moved, never cloned where one place is enough. What is
// not shown leaves the document; hiding it instead is ten times as slow.
const SHOWN = 100
// Rows are boxes in the eyes of some browsers: roles give them back what they are. In HTML they would be superfluous, and
// checkers say so.
const ROLES = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' }
function roles(part) {
  for (const one of [part, ...$$('thead, tbody, tr, th, td', part)]) {
    if (!one.hasAttribute('role')) set(one, { role: ROLES[one.tagName] || (one.scope === 'col' ? 'columnheader' : 'rowheader') })
  }
}
function rowOf(story) {
  if (typeof story.row === 'string') {
    const kept = make('template')
    kept.innerHTML = `<table><tbody>${story.row}</tbody></table>`  // a row of this site's own pages, escaped by Python
    story.row = $('tr', kept.content)
  }
  return story.row
}
// The stories of each value of a facet.
function parted(facet, stories) {
  const parts = facet.values.map(() => [])
  for (const story of stories) for (const place of story.values[facet.at]) parts[place].push(story)
  return parts
}
function grouped(hits, state, head) {
  const name = state.group || (state.view === 'board' ? 'status' : '')
  const facet = head.facets.find(one => one.param === name)
  if (!facet) return [{ title: '', stories: hits }]
  const parts = parted(facet, hits), groups = facet.labels.map((title, place) => ({ title, stories: parts[place] }))
  const rest = { title: head.texts.not_stated, stories: hits.filter(one => !one.values[facet.at].length) }
  // An empty column of a board says something, if it is asked for; an empty group of a table does not.
  const asked = state.chosen[facet.at], isBoard = state.view === 'board' && name === 'status'
  const kept = groups.filter((one, place) => one.stories.length || isBoard && (!asked.size || asked.has(place)))
  return rest.stories.length ? [...kept, rest] : kept
}
function list(table, hits, state, head, limit, mark) {
  const groups = grouped(hits, state, head), isGrouped = groups[0]?.title !== ''
  const width = $$('thead th', table).length, placed = new Set()
  let left = 0
  const bodies = groups.map(group => {
    const body = make('tbody')
    if (isGrouped) {
      const cell = make('th', '', `${group.title} `, make('span', 'stories-n', figure(group.stories.length)))
      body.append(make('tr', 'stories-group', set(cell, { scope: 'rowgroup', colspan: width })))
    }
    const shown = group.stories.slice(0, isGrouped ? Math.ceil(limit / 4) : limit)
    left += group.stories.length - shown.length
    body.append(...shown.map(story => {
      const row = rowOf(story)
      mark(story)
      if (placed.has(story)) return row.cloneNode(true)
      placed.add(story)
      return row
    }))
    return body
  })
  $$('tbody', table).forEach(one => one.remove())
  table.append(...bodies)
  roles(table)
  return left
}
