// What all parts share. No part keeps anything outside of this one function: under instant navigation the script runs
// once for each page, and tells the one before it to let go.
const script = document.currentScript
const $ = (selector, from = document) => from.querySelector(selector)
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)]
const leaving = new AbortController()
const on = (target, types, act, options) => types.split(' ').forEach(type => target.addEventListener(type, act, { signal: leaving.signal, ...options }))
// An element with a class and children. Text is always a text node.
const make = (tag, css, ...children) => {
  const made = document.createElement(tag)
  if (css) made.className = css
  made.append(...children)
  return made
}
const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}
const button = (css, data, ...children) => {
  const made = set(make('button', css, ...children), { type: 'button' })
  Object.assign(made.dataset, data)
  return made
}
const checkBox = (name, value) => Object.assign(make('input'), { type: 'checkbox', name, value })
// A script of this site runs from `file:` too, where no other file may be read.
const bring = (src, onerror) => document.head.append(Object.assign(make('script'), { src, onerror, onload() { this.remove() } }))
// Numbers and counts as in Python, also where a site has its own way to write them.
const { decimal, thousands, zeroIsOne } = script.dataset
const figure = n => {
  if (!n.toFixed) return n
  const said = `${+n.toFixed(2)}`.replace('.', decimal)
  return n < 1e4 ? said : said.replace(/\B(?=(\d{3})+\b)/g, thousands)
}
// Of two forms the first is for what the language takes as one.
const say = (words, values) => {
  const said = [words].flat().at(values.n === 1 || zeroIsOne && values.n < 2 ? 0 : -1)
  return said.replace(/\{(\w+)\}/g, (_, name) => figure(values[name]))
}
// How many are done, of what has a state: what was dropped is not waited for.
const progress = (all, texts) => {
  const total = all.filter(one => one.state !== 'dropped').length
  return total ? say(texts.progress_done, { done: all.filter(one => one.state === 'done').length, total }) : texts.none
}
// As `normal` in Python: case does not matter; spaces, hyphens and underscores are the same.
const normal = words => words.trim().replace(/[\s_-]+/g, ' ').toLowerCase()
// The story that an element names: in an attribute, or as views show ids.
const nameOf = one => one.dataset.ref || one.dataset.id || $('.stories-id', one)?.textContent
