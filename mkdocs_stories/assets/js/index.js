// The index as Python wrote it, made ready to search. Records are lists, to be short.
const CHIPS = ['type', 'status']
function readHead({ facets, sorts, ...others }) {
  return {
    facets: facets.map(([param, label, values, labels], at) => ({ at, param, label, values, labels: labels || values })),
    sorts: new Map(sorts.map(([name, falls], at) => [name, { at, falls }])),
    ...others
  }
}
function readStory([id, title, goal, value, held, ranks, figures, links, [state, points, asked, met]], at, head, row) {
  const values = held.map(one => one < 0 ? [] : [one].flat())
  const labels = facet => facet < 0 ? [] : values[facet].map(place => head.facets[facet].labels[place])
  const text = [id, title, goal, value, ...head.searched.flatMap(labels)].join('\n').toLowerCase()
  const type = head.facets[0].values[values[0]], actor = labels(head.actor).join()
  return { at, id, title, goal, values, ranks, figures, links, actor, text, type, state, points, asked, met, row }
}
