// What is asked for, in and out of the address; and which stories it finds.
const FOREIGN = /^(q|h|utm_\w+|\w*clid)$/  // other people's parameters: `q` opens the search of MkDocs' theme
function nothing(head, views) {
  return { text: '', view: views[0], sort: '', desc: false, group: '', compare: [], chosen: head.facets.map(() => new Set()) }
}
// The state that an address asks for, what in it there is nothing for, and whether it compares too many stories.
function read(search, head, views, stories) {
  const state = nothing(head, views), unknown = []
  const told = { view: views, sort: [...head.sorts.keys()], group: head.facets.map(one => one.param), compare: stories.flatMap(one => one.id) }
  let isFull = false
  for (const [typed, value] of new URLSearchParams(search)) {
    const name = typed.toLowerCase(), same = one => normal(one) === normal(value)
    const facet = head.facets.find(one => one.param === name)
    const place = facet?.values.findIndex(same)
    const found = told[name]?.find?.(same)  // what every object has is no list
    if (place >= 0) state.chosen[facet.at].add(place)
    else if (name === 'text') state.text = value
    else if (name === 'desc') state.desc = true
    else if (!found) FOREIGN.test(name) || unknown.push(`${typed}=${value}`)
    else if (name !== 'compare') state[name] = found
    else if (!state.compare.includes(found)) state.compare.length < MOST ? state.compare.push(found) : isFull = true
  }
  return { state, unknown, isFull }
}
function write(state, head, views) {
  const params = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => FOREIGN.test(name)))
  if (state.text.trim()) params.append('text', state.text.trim())
  for (const facet of head.facets) for (const place of state.chosen[facet.at]) params.append(facet.param, facet.values[place])
  if (state.view !== views[0]) params.append('view', state.view)
  for (const name of ['sort', 'group']) if (state[name]) params.append(name, state[name])
  if (state.desc) params.append('desc', '1')
  for (const id of state.compare) params.append('compare', id)
  const search = `${params}`
  return search && `?${search}`
}
// One pass: the stories that match, and for each value how many would match with it instead of its facet's others.
function find(stories, state, head) {
  const words = state.text.toLowerCase().split(/\s+/)
  const active = head.facets.filter(one => state.chosen[one.at].size)
  const counts = head.facets.map(one => new Uint32Array(one.values.length))
  const hits = stories.filter(story => {
    if (!words.every(word => story.text.includes(word))) return false
    const missed = active.filter(one => !story.values[one.at].some(place => state.chosen[one.at].has(place)))
    if (missed.length < 2) for (const { at } of missed.length ? missed : head.facets) for (const place of story.values[at]) counts[at][place]++
    return !missed.length
  })
  const sort = head.sorts.get(state.sort), way = state.desc ? -1 : 1
  // What has no place in an order comes last, whichever the direction.
  const place = sort ? story => story.ranks[sort.at] : story => story.at
  hits.sort((a, b) => {
    const one = place(a), other = place(b)
    return one === other ? a.at - b.at : one < 0 ? 1 : other < 0 ? -1 : (one - other) * way
  })
  return { hits, counts }
}
