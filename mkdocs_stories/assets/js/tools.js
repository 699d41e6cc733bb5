// What all parts share. No part keeps anything outside of this one function: under instant navigation the script runs
// once for each page, and tells the one before it to let go.
const $ = (selector, from = document) => from.querySelector(selector)
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)]
const leaving = new AbortController()
const { signal } = leaving
const on = (target, types, act, options) => types.split(' ').forEach(type => target.addEventListener(type, act, { signal, ...options }))
// An element with a class and children. Text is always a text node.
const make = (tag, css, ...children) => {
  const made = document.createElement(tag)
  if (css) made.className = css
  made.append(...children)
  return made
}
const say = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name])
// As `normal` in Python: case does not matter; spaces, hyphens and underscores are the same.
const normal = words => words.trim().replace(/[\s_-]+/g, ' ').toLowerCase()
