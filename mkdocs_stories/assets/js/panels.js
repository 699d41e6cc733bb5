// The facets that are no chips: a button each, which opens a panel of check boxes. Panels are made when they are opened.
// A check box of a value, and how many stories would be found with it.
function tick({ place, input, count }, chosen, counts) {
  input.checked = chosen.has(place)
  count.textContent = figure(counts[place])
  input.parentNode.toggleAttribute('data-zero', !counts[place])
}
function panels(place, head, state) {
  const made = head.facets.filter(one => !CHIPS.includes(one.param)).map(facet => {
    const panel = make('fieldset', 'stories-panel', make('legend', 'stories-vh', facet.label))
    panel.id = `stories-facet-${facet.at}`
    panel.hidden = true
    const opener = set(button('stories-btn', {}, facet.label), { 'aria-controls': panel.id, 'aria-expanded': false })
    return { facet, opener, panel, root: make('span', 'stories-facet', opener, panel), boxes: [] }
  })
  place.append(...made.map(one => one.root))
  let counts

  function fill({ facet, panel, boxes }) {
    const chosen = state().chosen[facet.at], known = new Set(boxes.map(one => one.place))
    let places = facet.values.map((_, place) => place)
    if (places.length > head.many) {
      const often = [...places].sort((a, b) => counts[facet.at][b] - counts[facet.at][a] || a - b)
      const kept = new Set([...often.slice(0, head.many), ...chosen])
      places = boxes.length ? [...chosen] : places.filter(place => kept.has(place))
    }
    for (const place of places) {
      if (known.has(place)) continue
      const input = checkBox(facet.param, facet.values[place]), count = make('span', 'stories-n')
      panel.append(make('label', 'stories-check', input, make('span', '', facet.labels[place]), count))
      boxes.push({ place, input, count })
    }
    if (facet.values.length > boxes.length && !$('p', panel)) panel.append(make('p', 'stories-check', say(head.texts.rarer, { n: facet.values.length - boxes.length })))
  }
  function show(one) {
    if (!one.panel.hidden) fill(one)
    const { at } = one.facet, chosen = state().chosen[at]
    for (const box of one.boxes) tick(box, chosen, counts[at])
    one.opener.dataset.n = chosen.size || ''
  }
  return {
    update(found) { counts = found; made.forEach(show) },
    // One panel is open at a time; without a button none is.
    toggle(opener) {
      for (const one of made) {
        const opens = one.opener === opener && one.panel.hidden
        one.panel.hidden = !opens
        set(one.opener, { 'aria-expanded': opens })
        if (opens) show(one)
      }
      this.settle()
    },
    // A panel stays inside of the window, whichever side its button is at.
    settle() {
      const one = made.find(each => !each.panel.hidden)
      if (!one) return
      one.panel.style.translate = ''
      const { left, right } = one.panel.getBoundingClientRect(), room = document.documentElement.clientWidth - 8
      one.panel.style.translate = `${Math.max(8 - left, Math.min(0, room - right))}px`
    },
    close(from) {
      const one = made.find(each => each.root.contains(from))
      this.toggle()
      one?.opener.focus()
    }
  }
}
