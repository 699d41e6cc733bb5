"""What the browser gets: lean, and the same in what it says."""

from __future__ import annotations

import gzip

from mkdocs_stories.assets import script, style
from mkdocs_stories.assets.lean import lean_script, lean_style

MOST_STYLE, MOST_SCRIPT = 12_000, 8_000


def test_what_a_page_loads_is_small() -> None:
    assert len(gzip.compress(style().encode(), mtime=0)) <= MOST_STYLE
    assert len(gzip.compress(script().encode(), mtime=0)) <= MOST_SCRIPT


WRITTEN = """\
// A comment, and a `template` in it.
const address = 'https://example.com // no comment', signs = /[/'"]\\/ +/g  // and one more
function tell(words, { most, left: rest }) {
  /* with
     several lines */
  for (const word of words) if (word.length > most) return `${word} is  too long`
  const several = words.map(word => ({ word, size: word.length - -1, most }))
  let at = 0
  at++
  const good = several.filter(one => !signs.test(one.word))
  return good.map(({ word, size }) => `{word}: ${word} ${size + rest} //${address}`)
}
tell(['a b', "c"], { most: 9, left: 1 })
"""

LEAN = """\
const e='https://example.com // no comment',t=/[/'"]\\/ +/g
function n(n,{most:r,left:i}){for(const e of n)if(e.length>r)return`${e} is  too long`
const o=n.map(e=>({word:e,size:e.length- -1,most:r}))
let a=0
a++
const s=o.filter(e=>!t.test(e.word))
return s.map(({word:t,size:n})=>`{word}: ${t} ${n+i} //${e}`)}
n(['a b',"c"],{most:9,left:1})
"""


def test_a_lean_script_does_what_was_written() -> None:
    """Comments and white space go, and variables get short names; texts, expressions and properties stay."""
    assert lean_script(WRITTEN) == LEAN


NAMED = """\
function sum(list, start = zero) {
  const { size, at: place } = list, [first, ...others] = list
  let size2 = size
  for (const [name, value] of list) if (name) { start += list.name + value }
  return { size, name: list[size2], add(other) { return other + size + start } }
}
const zero = list => list.map(list => list + sum).map((list, place) => ({ list, place })), unknown = [status, sum]
"""


SHORT = """\
function e(e,n=t){const{size:r,at:i}=e,[o,...a]=e
let s=r
for(const[t,r]of e)if(t){n+=e.name+r}
return{size:r,name:e[s],add(e){return e+r+n}}}
const t=t=>t.map(t=>t+e).map((e,t)=>({list:e,place:t})),n=[status,e]
"""


def test_a_name_means_what_the_innermost_function_declares() -> None:
    """The same letters serve in each function, none hides another one, and what is declared nowhere keeps its name."""
    assert lean_script(NAMED) == SHORT


def test_a_lean_style_sheet() -> None:
    written = '/* Said once. */\n.a > .b, .c {\n  content: "✓ "; /* a sign */\n  margin: 0 1em;\n}\n'
    assert lean_style(written) == '.a>.b,.c{content:"✓ ";margin:0 1em}\n'
