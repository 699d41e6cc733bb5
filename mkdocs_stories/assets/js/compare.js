// Up to four stories side by side.
const MOST = 4
function comparison(place, stories, table, head, state) {
  const { texts } = head
  const isFull = () => state().compare.length >= MOST
  const link = story => {
    const href = $('a', rowOf(story))?.getAttribute('href') || ''
    return set(make('a', '', make('span', 'stories-id', story.id), ` ${story.title}`), { href })
  }
  const listed = places => {
    const items = places.filter(at => stories[at]).map(at => make('li', 'stories-list__item', link(stories[at])))
    return items.length && make('ul', 'stories-list', ...items)
  }
  // As its row says it: without `to prevent`, a value would say the contrary.
  const valueOf = story => make('span', '', ...$('.stories-c-benefit', rowOf(story)).cloneNode(true).childNodes)
  // In the order of `facts` in the words.
  const facts = story => [
    head.facets[0].labels[story.values[0][0]], story.actor, story.goal, valueOf(story), ...story.figures, ...story.links.map(listed)
  ]
  function columnOf(story) {
    const name = link(story), out = set(button('stories-link', { out: story.id }, '×'), { 'aria-label': say(texts.remove, { name: story.id }) })
    return set(make('th', story.row.className.match(/stories-is-\w+/)[0], out, make('span', 'stories-i'), name), { scope: 'col' })
  }
  return {
    isFull,
    // A row gets its box when it is shown for the first time.
    mark(story) {
      if ($('.stories-mark', story.row)) return
      const box = set(checkBox('compare', story.id), { 'aria-label': say(texts.compare, { name: story.id }) })
      story.row.firstElementChild.append(make('label', 'stories-mark', box))
    },
    // Boxes stay where they are, so that the one that was ticked keeps the focus. What cannot be marked says why.
    show() {
      for (const box of $$('[name=compare]', table)) {
        box.checked = state().compare.includes(box.value)
        const refused = isFull() && !box.checked
        set(box, { 'aria-disabled': refused, title: refused ? texts.compare_full : box.ariaLabel })
      }
      const chosen = state().compare.map(id => stories.find(one => one?.id === id)).filter(Boolean)
      place.hidden = !chosen.length
      if (!chosen.length) return
      const columns = chosen.map(facts), rows = texts.facts.map((name, at) => make('tr', '', set(make('th', '', name), { scope: 'row' }),
        ...columns.map(column => make('td', '', column[at] || make('span', 'stories-nil', '–')))))
      const box = make('div', 'stories-scroll', make('table', 'stories-compare__table',
        make('thead', '', make('tr', '', make('td'), ...chosen.map(columnOf))),
        make('tbody', '', ...rows)))
      set(box, { tabindex: 0, role: 'region', 'aria-label': texts.comparison })
      const hint = chosen.length < 2 ? texts.compare_hint : isFull() ? texts.compare_full : ''
      place.replaceChildren(box, make('p', 'stories-count', hint, ' ', button('stories-link', { out: '' }, texts.end_compare)))
    }
  }
}
