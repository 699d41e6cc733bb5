"""Words of cards and views on their way through Python-Markdown: which are Markdown, and what is text in all of them.

Others hold the place of signs that would be read as HTML or as attribute lists, until the page is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown import Markdown
from markdown.inlinepatterns import Pattern, build_inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import ETX, STX, AtomicString

_PLAIN = re.compile(r"(?:[^\W_]|[ ,.;()/%?'’‘“”–—…-]|: )*")
_OWN = frozenset(one.pattern for one in build_inlinepatterns(Markdown()))


def plain_words(md: Markdown) -> Callable[[str], bool]:
    """What tells of words whether no processor of inline Markdown would find anything in them.

    The patterns of Python-Markdown itself need signs that such words do not have. Those of extensions are tried.
    """
    if "abbr" in md.treeprocessors and getattr(md.treeprocessors["abbr"], "abbrs", True):
        return lambda _words: False
    readers = (one for one in md.treeprocessors if isinstance(one, InlineProcessor))
    patterns: Iterator[Pattern] = (one for reader in readers for one in reader.inlinePatterns)  # type: ignore[misc]
    tried = [one.getCompiledRegExp().search for one in patterns if one.pattern not in _OWN and one.pattern[:2] != "\\["]
    return lambda words: _PLAIN.fullmatch(words) is not None and not any(search(words) for search in tried)


_BRACE = f"{STX}{ord('{')}{ETX}"
"""A brace that is text, as Python-Markdown holds an escaped one until everything is read."""


def as_text(words: str, *, in_code: bool = False) -> AtomicString:
    """Words as they are: no Markdown, no attribute list and no entity."""
    # Attribute lists are never read in the text of `code`, and nothing would bring its braces back.
    return AtomicString(words.replace("&", "&amp;").replace("{", "{" if in_code else _BRACE))


_LESS, _OPEN = "\ufdd0", "\ufdd1"
"""In place of `<` and `{` in Markdown: no Unicode text holds them, and no Markdown syntax knows them."""
_TAG = re.compile(r"<(?!https?://[^\s<>]*>)")
_ATTRIBUTES = re.compile(r"(?<!\\)\{")


def without_html(words: str) -> str:
    """Markdown in which tags and attribute lists are text, in code spans and outside them."""
    return _ATTRIBUTES.sub(_OPEN, _TAG.sub(_LESS, words))


def with_signs(html: str) -> str:
    """HTML with the signs that were held."""
    return html.replace(_LESS, "&lt;").replace(_OPEN, "{").replace(_BRACE, "{")
