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
const a='https://example.com // no comment',signs=/[/'"]\\/ +/g
function b(words,{most,left:rest}){for(const word of words)if(word.length>most)return`${word} is  too long`
const c=words.map(word=>({word,size:word.length- -1,most}))
let at=0
at++
const d=c.filter(e=>!signs.test(e.word))
return d.map(({word,size})=>`{word}: ${word} ${size+rest} //${a}`)}
b(['a b',"c"],{most:9,left:1})
"""


def test_a_lean_script_does_what_was_written() -> None:
    """Comments and white space go, and variables get short names; texts, expressions and properties stay."""
    assert lean_script(WRITTEN) == LEAN


def test_a_lean_style_sheet() -> None:
    written = '/* Said once. */\n.a > .b, .c {\n  content: "✓ "; /* a sign */\n  margin: 0 1em;\n}\n'
    assert lean_style(written) == '.a>.b,.c{content:"✓ ";margin:0 1em}\n'
