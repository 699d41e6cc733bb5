// The summary of the stories found, drawn as Python draws that of all. A list of bars says in `data-of` by which facet it
// parts the stories, a bar which value it is of, and a line which one it is.
const points = stories => stories.reduce((sum, one) => sum + one.points, 0)
function summarise(root, hits, isAll, { facets, texts }) {
  for (const box of $$('[data-of]', root)) {
    const { of } = box.dataset, facet = facets.find(one => one.param === of)
    if (!facet) continue
    const parts = parted(facet, hits), places = new Map(facet.values.map((one, at) => [normal(one), at]))
    const rows = $$('[data-value]', box).map(row => ({ row, own: parts[places.get(normal(row.dataset.value))] || [] }))
    const scale = Math.max(...rows.map(({ own }) => own.length)), sum = $('.stories-n', box.parentNode)
    let left = 0
    for (const { row, own } of rows) {
      const n = own.length
      const total = points(own.filter(one => one.state !== 'dropped'))
      const write = (name, words) => { $(`.stories-${name}`, row).textContent = words }
      for (const part of $$('.stories-bar > *', row)) {
        const { state, type } = part.dataset
        const size = state || type ? own.filter(one => one.state === state || one.type === type).length : scale - n
        part.style.setProperty('--n', size)
        part.hidden = !size
        part.title &&= part.title.replace(/^[\S\u202f]+/, figure(size))
      }
      left += of === 'epic' ? n || isAll ? 1 : 0 : n
      if (of === 'type') {
        write('tally__n', figure(n))
        write('tally__word', say(texts[`${row.dataset.value}_stories`], { n }))
        write('tally__pts', total && say(texts.points_done, { done: points(own.filter(one => one.state === 'done')), total }) || '')
      } else if (of === 'epic') {
        write('bars__figures', progress(own, texts))
        take(row, !n && !isAll)
      } else write('bars__figures', say(texts.story_count, { n }) + (points(own) ? texts.list_separator + say(texts.point_count, { n: points(own) }) : ''))
    }
    if (sum) {
      sum.textContent = figure(left)
      take(box.parentNode, !left)
    }
  }
  for (const line of $$('[data-line]', root)) {
    const at = line.dataset.line, asked = hits.filter(one => one.asked >> Math.min(at, 3) & 1), n = asked.filter(one => one.met >> at & 1).length
    const total = at < 4 ? asked.length : points(asked), part = points(asked.filter(one => one.type === 'technical'))
    const said = say(texts.lines[at], { n, total, part, percent: say(texts.percent, { n: Math.round(100 * part / total) }) })
    // It keeps its place: what is below would jump while somebody types.
    line.style.visibility = total && (n || at != 3) ? '' : 'hidden'
    line.replaceChildren(...said.split('*').map((words, at) => at % 2 ? make('b', '', words) : words))
  }
}
