// Up to four stories side by side.
const MOST = 4, VALUE = 3
function comparison(place, stories, head, state, change) {
  const { texts } = head
  const byId = id => stories().find(one => one.id === id)
  const link = story => {
    const from = $('a', rowOf(story, self)), made = make('a', '', make('span', 'stories-id', story.id), ` ${story.title}`)
    made.href = from ? from.getAttribute('href') : ''
    return made
  }
  const listed = places => {
    const items = places.map(at => make('li', 'stories-list__item', link(stories()[at])))
    return items.length ? make('ul', 'stories-list', ...items) : ''
  }
  // In the order of `facts` in the words.
  const facts = story => [
    head.facets[0].labels[story.values[0][0]], story.actor, story.goal, story.value, ...story.figures, ...story.links.map(listed)
  ]
  const self = {
    mark(story) {
      let box = $('.stories-mark input', story.row)
      if (!box) {
        box = make('input')
        Object.assign(box, { type: 'checkbox', name: 'compare', value: story.id })
        box.setAttribute('aria-label', say(texts.compare, { name: story.id }))
        story.row.firstElementChild.append(make('label', 'stories-mark', box))
      }
      box.checked = state().compare.includes(story.id)
      box.disabled = !box.checked && state().compare.length >= MOST
    },
    show() {
      const chosen = state().compare.map(byId).filter(Boolean)
      place.hidden = !chosen.length
      if (!chosen.length) return
      const head = make('tr', '', make('td'), ...chosen.map(story => {
        const out = make('button', 'stories-link', '×')
        out.type = 'button'
        out.dataset.out = story.id
        out.setAttribute('aria-label', say(texts.remove, { name: story.id }))
        const cell = make('th', story.row.className.match(/stories-is-\w+/)[0], out, make('span', 'stories-i'), link(story))
        cell.scope = 'col'
        return cell
      }))
      const columns = chosen.map(facts)
      const body = texts.facts.map((name, at) => {
        const label = make('th', '', name)
        label.scope = 'row'
        return make('tr', '', label, ...columns.map(column => make('td', '', column[at] || make('span', at === VALUE ? 'stories-none' : 'stories-nil', at === VALUE ? texts.not_stated : '–'))))
      })
      const end = make('button', 'stories-link', texts.end_compare)
      end.type = 'button'
      end.dataset.out = ''
      const box = make('div', 'stories-scroll', make('table', 'stories-compare__table', make('thead', '', head), make('tbody', '', ...body)))
      box.tabIndex = 0
      box.setAttribute('role', 'region')
      box.setAttribute('aria-label', texts.comparison)
      const hint = chosen.length < 2 ? texts.compare_hint : chosen.length < MOST ? '' : texts.compare_full
      place.replaceChildren(box, make('p', 'stories-count', hint, ' ', end))
    }
  }
  return self
}
