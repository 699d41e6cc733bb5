// The backlog page: a state, the controls that show it, and what is drawn of it.
function backlog(root, index) {
  const form = $('.stories-toolbar', root), box = $('.stories-results', root), table = $('.stories-table', box)
  const head = readHead(index[0]), { texts } = head
  const views = $$('[name=view]', form).map(one => one.value)
  const stories = []
  let state = nothing(head, views), limit = SHOWN, hits = [], timer, typing = false

  const compared = make('div', 'stories-compare')
  box.before(compared)
  const compare = comparison(compared, () => stories, head, () => state)
  const facets = panels($('.stories-facets', form), head, () => state)
  const chips = head.facets.filter(one => CHIPS.includes(one.param)).flatMap(facet =>
    $$(`[name="${facet.param}"]`, form).map((input, place) => ({ facet, place, input, count: $('.stories-n', input.parentNode) })))
  const places = new Map($$('.stories-pane[data-src]', root).map(pane => [pane, pane.lastElementChild]))
  const bring = src => document.head.append(Object.assign(make('script'), { src, onload() { this.remove() } }))
  const live = $('[role=status]', root), notice = $('.stories-notice', form)
  const count = n => n === stories.length ? say(texts.all_stories, { total: n }) : say(texts.some_stories, { n, total: stories.length })

  function draw() {
    const rest = list(table, hits, state, head, limit, compare), more = $('.stories-more', box)
    more.hidden = !rest
    more.firstChild.textContent = say(texts.more, { n: rest })
  }
  // What is drawn once for all stories leaves out, or fades, those that were not found.
  function fade(pane) {
    if (pane.lastElementChild === places.get(pane)) bring(pane.dataset.src)  // a large one comes when it is asked for
    const found = new Set(hits.map(one => one.id)), out = new Set(stories.map(one => one.id).filter(id => !found.has(id)))
    for (const one of $$('[data-id]', pane)) one.classList.toggle('stories-is-out', out.has(one.dataset.id))
  }
  function show() {
    const found = find(stories, state, head), isList = !$(`[data-pane="${state.view}"]`, root)
    hits = found.hits
    facets.update(found.counts)
    for (const { facet, place, input, count } of chips) {
      const n = found.counts[facet.at][place]
      input.checked = state.chosen[facet.at].has(place)
      count.textContent = n
      count.parentNode.toggleAttribute('data-zero', !n)
    }
    form.elements.view.value = state.view
    form.elements.sort.value = state.sort
    form.elements.group.value = state.group
    form.elements.desc.checked = state.desc
    if (form.elements.text.value.trim() !== state.text.trim()) form.elements.text.value = state.text
    draw()
    compare.show()
    box.dataset.view = state.view
    box.hidden = !isList
    table.hidden = !hits.length
    $('.stories-order', form).hidden = !isList
    $('.stories-empty', root).hidden = hits.length > 0
    for (const pane of $$('.stories-pane', root)) {
      pane.hidden = pane.dataset.pane !== state.view
      if (!pane.hidden) fade(pane)
      else if (places.has(pane)) pane.lastElementChild.replaceWith(places.get(pane))  // a large one goes when it is left
    }
    for (const one of $$('[data-sort]', table)) {
      const sort = head.sorts.get(one.dataset.sort), is = one.dataset.sort === state.sort
      if (is) one.parentNode.setAttribute('aria-sort', !sort.falls !== state.desc ? 'ascending' : 'descending')
      else one.parentNode.removeAttribute('aria-sort')
    }
    $('.stories-count__n', form).textContent = count(hits.length)
    $('.stories-count [data-clear]', form).hidden = !state.text.trim() && !state.chosen.some(one => one.size)
    // Told once typing pauses, not on every key.
    clearTimeout(timer)
    timer = setTimeout(() => { live.textContent = hits.length ? count(hits.length) : $('.stories-empty', root).firstChild.data }, 500)
  }
  // Typing is one step back, whatever is typed; every other change is a step of its own.
  function change(typed) {
    limit = SHOWN
    notice.hidden = true
    show()
    const address = location.pathname + write(state, head, views) + location.hash
    try { history[typed && typing ? 'replaceState' : 'pushState'](history.state, '', address) } catch { /* refused: the page works without */ }
    typing = typed
  }
  function restore() {
    const asked = read(location.search, head, views, stories)
    state = asked.state
    typing = false
    limit = SHOWN
    notice.textContent = say(texts.unknown, { names: asked.unknown.join(', ') })
    notice.hidden = !asked.unknown.length
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
    else if (name === 'compare') state.compare = checked ? [...state.compare, value].slice(0, MOST) : state.compare.filter(one => one !== value)
    else if (name === 'desc') state.desc = checked
    else if (name in state) state[name] = value
    change(name === 'text')
  }
  function start() {
    $$('fieldset', form).forEach(one => { one.disabled = false })
    $$('[data-js]', form).forEach(one => { one.hidden = false })
    for (const cell of $$('thead .stories-c', table)) {
      const name = cell.className.match(/stories-c-([\w-]+)/)[1], sort = name === 'story' ? 'id' : name
      if (!head.sorts.has(sort)) continue
      const button = make('button', 'stories-sort', ...cell.childNodes)
      Object.assign(button, { type: 'button' })
      button.dataset.sort = sort
      cell.append(button)
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
      const links = $$('.stories-row__link', table), at = links.indexOf(event.target), step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step && at >= 0 && links[at + step]) {
        event.preventDefault()
        links[at + step].focus()
      }
    })
    on(root, 'click', event => {
      const button = event.target.closest('button')
      if (!button) return
      const { sort, out } = button.dataset
      if (button.matches('.stories-facet > *')) facets.toggle(button)
      else if (sort) {
        state.desc = state.sort === sort && !state.desc
        state.sort = sort
        change()
      } else if ('more' in button.dataset) {
        limit += SHOWN
        draw()
      } else if ('clear' in button.dataset) clear()
      else if (out !== undefined) {
        state.compare = out ? state.compare.filter(one => one !== out) : []
        change()
        const next = $('[data-out]', compared)
        if (!compared.hidden && next) next.focus()
        else form.elements.text.focus()
      }
    })
    on(document, 'click', event => { if (!event.target.closest('.stories-facet')) facets.toggle() })
    on(window, 'beforeprint', () => { limit = Infinity; draw() })
    on(window, 'afterprint', () => { limit = SHOWN; draw() })
  }

  // Below a certain size all stories are on this page; above it they come in pieces, by scripts that run from `file:` too.
  const rows = $$('.stories-row', table), pieces = index[2] || []
  let missing = pieces.length
  const add = (records, at, drawn) => records.forEach((record, n) => {
    stories[at + n] = readStory(record, at + n, head)
    stories[at + n].row = drawn[n]
  })
  if (!missing) {
    add(index[1], 0, rows)
    return start()
  }
  $('.stories-paging', root)?.setAttribute('hidden', '')
  on(document, 'stories:piece', ({ detail: [at, records, drawn] }) => {
    add(records, at, drawn)
    if (!--missing) start()
  })
  on(document, 'stories:pane', ({ detail: [name, html] }) => {
    const pane = $(`[data-pane="${name}"]`, root)
    if (pane.hidden || pane.lastElementChild !== places.get(pane)) return
    pane.lastElementChild.outerHTML = html  // as on the page that a reader without scripts gets
    fade(pane)
  })
  pieces.forEach(bring)
}
