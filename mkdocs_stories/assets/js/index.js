// The index as Python wrote it, made ready to search. Records are lists, to be short.
const CHIPS = ['type', 'status']
function readHead({ facets, sorts, actor, tags, texts }) {
  return {
    facets: facets.map(([param, label, values, labels], at) => ({ at, param, label, values, labels: labels || values })),
    sorts: new Map(sorts.map(([name, falls], at) => [name, { at, falls }])),
    actor, tags, texts
  }
}
function readStory([id, title, goal, value, held, ranks, figures, links, [state, points, asked, met]], at, head) {
  const values = held.map(one => one < 0 ? [] : Array.isArray(one) ? one : [one])
  const labels = facet => facet < 0 ? [] : values[facet].map(place => head.facets[facet].labels[place])
  const actor = labels(head.actor).join()
  const text = [id, title, actor, goal, value, ...labels(head.tags)].join('\n').toLowerCase()
  const type = head.facets[0].values[values[0]]
  return { at, id, title, goal, value, values, ranks, figures, links, actor, text, type, state, points, asked, met, row: null }
}
