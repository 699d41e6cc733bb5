// The backlog page: a state, the controls that show it, and what is drawn of it.
function backlog(root, index) {
  const form = $('.stories-toolbar', root), box = $('.stories-results', root), table = $('.stories-table', box)
  const head = readHead(index[0]), { texts } = head
  const views = $$('[name=view]', form).map(one => one.value)
  const stories = []
  let state = nothing(head, views), limit = SHOWN, hits = [], total, timer, typing = false, isPartial = false

  const compared = make('div', 'stories-compare')
  box.before(compared)
  const compare = comparison(compared, stories, table, head, () => state)
  const facets = panels($('.stories-facets', form), head, () => state)
  const chips = head.facets.filter(one => CHIPS.includes(one.param)).flatMap(({ at, param }) =>
    $$(`[name="${param}"]`, form).map((input, place) => ({ at, place, input, count: $('.stories-n', input.parentNode) })))
  const places = new Map($$('.stories-pane[data-src]', root).map(pane => [pane, pane.lastElementChild]))
  const live = $('[role=status]', root), notice = $('.stories-notice', form), empty = $('.stories-empty', root)
  const links = () => $$('.stories-row__link', table)
  const count = n => say(n === total ? texts.all_stories : texts.some_stories, { n, total })
  const epics = head.facets.find(one => one.param === 'epic')

  function note(...words) {
    notice.textContent = words.filter(Boolean).join(' ')
    notice.hidden = !notice.textContent
  }
  // What does not come is said; with the rest the page works.
  function lack() {
    isPartial = true
    note(texts.missing)
    tell(texts.missing)
  }
  // Told once typing pauses, not on every key.
  function tell(words) {
    clearTimeout(timer)
    timer = setTimeout(() => { live.textContent = words }, 500)
  }
  function draw() {
    const rest = list(table, hits, state, head, limit, compare.mark), more = $('.stories-more', box)
    compare.show()
    more.hidden = !rest
    more.firstChild.textContent = say(texts.more, { n: rest })
  }
  // Whether a view that is drawn once for all stories has any of those found. A large one comes when it is asked for.
  function reduce(pane) {
    if (pane.lastElementChild === places.get(pane)) bring(pane.dataset.src, lack)
    if (pane.lastElementChild === places.get(pane) || pane.dataset.pane === 'summary') return hits.length
    const found = new Set(hits.map(one => one.id)), near = new Set(found)
    // Whoever asks for a type means that type alone.
    if (epics && !state.chosen[0].size) for (const one of hits) for (const place of one.values[epics.at]) near.add(epics.values[place])
    return sift(pane, found, near, hits.length === total, texts)
  }
  function show() {
    const found = find(stories, state, head), isList = !$(`[data-pane="${state.view}"]`, root)
    hits = found.hits
    summarise(state.view === 'summary' ? root : $('.stories-summary', root), hits, hits.length === total, head)
    facets.update(found.counts)
    for (const chip of chips) tick(chip, state.chosen[chip.at], found.counts[chip.at])
    for (const name of ['view', 'sort', 'group']) form.elements[name].value = state[name]
    form.elements.desc.checked = state.desc
    if (form.elements.text.value.trim() !== state.text.trim()) form.elements.text.value = state.text
    draw()
    box.dataset.view = state.view
    box.hidden = !isList || !hits.length
    empty.hidden = hits.length
    $('.stories-order', form).hidden = !isList
    for (const pane of $$('.stories-pane', root)) {
      const isOther = pane.dataset.pane !== state.view
      if (!isOther) empty.hidden = reduce(pane)
      else if (places.has(pane)) pane.lastElementChild.replaceWith(places.get(pane))  // a large one goes when it is left
      pane.hidden = isOther || !empty.hidden
    }
    const way = !head.sorts.get(state.sort)?.falls !== state.desc ? 'ascending' : 'descending'
    for (const one of $$('[data-sort]', table)) set(one.parentNode, { 'aria-sort': one.dataset.sort === state.sort ? way : 'none' })
    $('.stories-count__n', form).textContent = count(hits.length)
    $('.stories-count [data-clear]', form).hidden = !state.text.trim() && !state.chosen.some(one => one.size)
    tell(`${notice.textContent} ${empty.hidden ? count(hits.length) : empty.firstChild.data}`)
  }
  // Typing is one step back, whatever is typed; every other change is a step of its own.
  function change(typed) {
    limit = SHOWN
    note(isPartial && texts.missing)
    show()
    keep(typed)
  }
  function keep(typed) {
    const address = location.pathname + write(state, head, views) + location.hash
    try { history[typed && typing ? 'replaceState' : 'pushState'](history.state, '', address) } catch { /* refused: the page works without */ }
    typing = typed
  }
  function restore() {
    const asked = read(location.search, head, views, stories)
    state = asked.state
    typing = false
    limit = SHOWN
    note(asked.unknown.length && say(texts.unknown, { names: asked.unknown.join(', ') }), asked.isFull && texts.compare_full, isPartial && texts.missing)
    show()
  }
  function clear() {
    state.text = ''
    state.chosen.forEach(one => one.clear())
    change()
    form.elements.text.focus()
  }
  function input({ target }) {
    const { name, value, checked } = target, facet = head.facets.find(one => one.param === name)
    if (facet) state.chosen[facet.at][checked ? 'add' : 'delete'](facet.values.indexOf(value))
    else if (name === 'compare') return mark(value, checked)
    else if (name === 'desc') state.desc = checked
    else if (name in state) state[name] = value
    change(name === 'text')
  }
  function mark(id, isMarked) {
    if (isMarked && compare.isFull()) tell(texts.compare_full)
    else {
      state.compare = isMarked ? [...state.compare, id] : state.compare.filter(one => one !== id)
      keep()
    }
    compare.show()
  }
  function start() {
    total = stories.filter(Boolean).length
    $$('fieldset', form).forEach(one => { one.disabled = false })
    $$('[data-js]', form).forEach(one => { one.hidden = false })
    for (const cell of $$('thead .stories-c', table)) {
      const name = cell.className.match(/stories-c-([\w-]+)/)[1], sort = name === 'story' ? 'id' : name
      if (head.sorts.has(sort)) cell.append(button('stories-sort', { sort }, ...cell.childNodes))
    }
    restore()
    root.dataset.on = ''
    on(root, 'input', input)
    on(form, 'submit', event => event.preventDefault())
    // Material ends a visit of the same page by `popstate` too, with the address that it had.
    on(window, 'popstate', () => { if (root.isConnected) restore() })
    on(root, 'keydown', event => {
      // MkDocs' theme leaves the page on s, n and p wherever no text is typed.
      if (event.key.length === 1 && form.contains(event.target)) event.stopPropagation()
      if (event.key === 'Escape') facets.close(event.target)
      const all = links(), at = all.indexOf(event.target), next = all[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]]
      if (at >= 0 && next) {
        event.preventDefault()
        next.focus()
      }
    })
    on(root, 'click', event => {
      const pressed = event.target.closest('button')
      if (!pressed) return
      const { sort, out } = pressed.dataset
      if (pressed.matches('.stories-facet > *')) facets.toggle(pressed)
      else if (sort) {
        state.desc = state.sort === sort && !state.desc
        state.sort = sort
        change()
      } else if ('more' in pressed.dataset) {
        const before = links()
        limit += SHOWN
        draw()
        links().find(one => !before.includes(one))?.focus()
      } else if ('clear' in pressed.dataset) clear()
      else if (out !== undefined) {
        if (!out) state.compare = []
        mark(out)
        ;(!compared.hidden && $('[data-out]', compared) || form.elements.text).focus()
      }
    })
    on(document, 'click', event => { if (!event.target.closest('.stories-facet')) facets.toggle() })
    on(window, 'resize', () => facets.settle())
    on(window, 'beforeprint afterprint', ({ type }) => { limit = type === 'afterprint' ? SHOWN : Infinity; draw() })
  }

  // Below a certain size all stories are on this page; above it they come in pieces, by scripts that run from `file:` too.
  const rows = $$('.stories-row', table), pieces = index[2] || []
  let missing = pieces.length
  const add = (records, at, drawn) => records.forEach((record, n) => {
    stories[at + n] = readStory(record, at + n, head, drawn[n])
  })
  if (!missing) {
    add(index[1], 0, rows)
    return start()
  }
  $('.stories-paging', root).hidden = true
  note(texts.loading)
  const arrive = () => { if (!--missing) start() }
  on(document, 'stories:piece', ({ detail: [at, records, drawn] }) => {
    add(records, at, drawn)
    arrive()
  })
  on(document, 'stories:pane', ({ detail: [name, html] }) => {
    const pane = $(`[data-pane="${name}"]`, root)
    if (pane.hidden || pane.lastElementChild !== places.get(pane)) return
    pane.lastElementChild.outerHTML = html  // as on the page that a reader without scripts gets
    show()
  })
  pieces.forEach(src => bring(src, () => { lack(); arrive() }))
}
