// Pointing at a box of a graph, or coming to it with the keyboard, brings out its links and where they lead.
function neighbours() {
  on(document, 'pointerover focusin', ({ target }) => {
    const node = target.closest?.('.stories-graph__node')
    $$('.stories-is-near').forEach(one => one.classList.remove('stories-is-near'))
    if (!node) return
    const svg = node.ownerSVGElement, nodes = $$('.stories-graph__node', svg), at = `${nodes.indexOf(node)}`
    for (const line of $$('[data-ends]', svg)) {
      const ends = line.dataset.ends.split(' ')
      if (ends.includes(at)) [line, ...ends.map(end => nodes[end])].forEach(one => one.classList.add('stories-is-near'))
    }
  })
}
