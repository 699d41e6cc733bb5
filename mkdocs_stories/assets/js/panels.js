// The facets that are no chips: a button each, which opens a panel of check boxes. Panels are made when they are opened.
const MANY = 40
function panels(place, head, state) {
  const made = head.facets.filter(one => !CHIPS.includes(one.param)).map(facet => {
    const button = make('button', 'stories-btn', facet.label), panel = make('fieldset', 'stories-panel')
    panel.id = `stories-facet-${facet.at}`
    button.type = 'button'
    button.setAttribute('aria-controls', panel.id)
    panel.hidden = true
    panel.append(make('legend', 'stories-vh', facet.label))
    const root = make('span', 'stories-facet', button, panel)
    return { facet, button, panel, root, boxes: [] }
  })
  place.append(...made.map(one => one.root))
  let counts

  function fill({ facet, panel, boxes }) {
    const chosen = state().chosen[facet.at], known = new Set(boxes.map(one => one.place))
    let places = facet.values.map((_, place) => place)
    if (places.length > MANY) {
      const often = [...places].sort((a, b) => counts[facet.at][b] - counts[facet.at][a] || a - b)
      const kept = new Set([...often.slice(0, MANY), ...chosen])
      places = boxes.length ? [...chosen] : places.filter(place => kept.has(place))
    }
    for (const place of places) {
      if (known.has(place)) continue
      const input = make('input'), count = make('span', 'stories-n')
      Object.assign(input, { type: 'checkbox', name: facet.param, value: facet.values[place] })
      panel.append(make('label', 'stories-check', input, make('span', '', facet.labels[place]), count))
      boxes.push({ place, input, count })
    }
    if (facet.values.length > boxes.length && !$('p', panel)) panel.append(make('p', 'stories-check', say(head.texts.rarer, { n: facet.values.length - boxes.length })))
  }
  function show(one) {
    if (!one.panel.hidden) fill(one)
    for (const { place, input, count } of one.boxes) {
      input.checked = state().chosen[one.facet.at].has(place)
      count.textContent = counts[one.facet.at][place]
      input.parentNode.toggleAttribute('data-zero', !counts[one.facet.at][place])
    }
    one.button.dataset.n = state().chosen[one.facet.at].size || ''
  }
  return {
    update(found) { counts = found; made.forEach(show) },
    // One panel is open at a time; without a button none is.
    toggle(button) {
      for (const one of made) {
        const opens = one.button === button && one.panel.hidden
        one.panel.hidden = !opens
        one.button.setAttribute('aria-expanded', opens)
        if (opens) show(one)
      }
    },
    close(from) {
      const one = made.find(each => each.root.contains(from))
      this.toggle()
      if (one) one.button.focus()
    }
  }
}
