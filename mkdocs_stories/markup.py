"""HTML elements from Python values, and the two sorts of text in them.

A plain string is text: it is escaped, never read as Markdown. `Inline` is an author's Markdown, which the host reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement

__all__ = ["Element", "Inline", "Pen", "SubElement", "Written", "add", "element", "hidden", "icon", "span"]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What HTML has no place for; Python-Markdown uses two of them as marks of its own."""


_ID = re.compile('<[^<>]* id="([^"]*)"')


class Inline(str):
    """Words of an author, to be read as inline Markdown."""

    __slots__ = ()


def element(tag: str, css: str = "", *children: Element | str, **attributes: str) -> Element:
    """An element with a class, children and attributes; `data_state` is written `data-state`, `for_` is `for`."""
    made = Element(tag, {"class": css}) if css else Element(tag)
    for name, value in attributes.items():
        made.set(_written_name(name), _clean(value))
    if len(children) == 1 and type(children[0]) is str and children[0].isprintable():
        made.text = children[0]  # as in most
    elif children:
        add(made, *children)
    return made


@lru_cache(maxsize=256)
def _written_name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def add(parent: Element, *children: Element | str) -> None:
    """Add elements and text to the end of an element. Text after text is one text, of the first one's sort."""
    for child in children:
        if not isinstance(child, str):
            parent.append(child)
            continue
        words = child if child.isprintable() else _clean(child)
        if len(parent):
            last = parent[-1]
            last.tail = _joined(last.tail, words) if last.tail else words
        else:
            parent.text = _joined(parent.text, words) if parent.text else words


def _joined(before: str, after: str) -> str:
    return type(before)(before + after)


def _clean(words: str) -> str:
    return words if words.isprintable() else type(words)(_CONTROL.sub("", words))


def span(css: str, *children: Element | str, **attributes: str) -> Element:
    """A `span`."""
    return element("span", css, *children, **attributes)


def icon(css: str = "stories-i") -> Element:
    """A glyph, which style sheets draw and screen readers skip."""
    return span(css, aria_hidden="true")


def hidden(words: str) -> Element:
    """Words for screen readers alone."""
    return span("stories-vh", words)


class Written(Element):
    """An element that is HTML already: `html` is all of it but its tail. It has no attributes.

    Its tag is that of what it stands for; of a link or an image, which have to lead somewhere, it is `span`. Its
    children are not written: they have the ids that are in it, for those who gather the ids of a page.
    """

    html: str

    @classmethod
    def of(cls, tag: str, html: str, tail: str | None = None) -> Written:
        """The HTML of an element with that tag."""
        made = cls("span" if tag in ("a", "img") else tag)
        made.html = html
        made.tail = tail
        made.extend(Element("span", {"id": unescape(name)}) for name in _ID.findall(html))
        return made


@dataclass(frozen=True)
class Pen:
    """Writes elements as HTML, but for those that the host has to read.

    `is_plain` tells of an author's words whether they hold no Markdown, and `address` what the address of a link is on
    the page, or nothing where the host is to say so; by default nothing is left to the host. What says in `data-story`
    for that host which story it is of is written without, or if `names_stories` with `data-id` for a script.
    """

    is_plain: Callable[[str], bool] = bool
    address: Callable[[str], str | None] = str
    names_stories: bool = False

    def settled(self, drawn: Element) -> Element:
        """An element of which all is written that can be: that takes far less memory than elements do."""
        html = self.write(drawn)
        if html is not None:
            return Written.of(drawn.tag, html, drawn.tail)
        drawn[:] = map(self.settled, drawn)
        return drawn

    def write(self, drawn: Element) -> str | None:
        """The HTML of an element without its tail; nothing where the host has to read it."""
        written: list[str] = []
        try:
            self._put(drawn, written.append)
        except _UnsettledError:
            return None
        return "".join(written)

    def _put(self, one: Element, put: Callable[[str], None], *, in_drawing: bool = False) -> None:
        if isinstance(one, Written):
            put(one.html)
            return
        tag, text = one.tag, one.text
        attributes = self._of_link(one, in_drawing=in_drawing) if tag == "a" else one.items()
        opening = "".join(map(_attribute, attributes))
        if self.names_stories and (name := one.get("data-story")):
            opening += f' data-id="{escape(name)}"'
        content = self._text(text) if text else ""
        if not len(one):  # most have no children: one piece is made in half the time of three
            put(f"<{tag}{opening}>" if tag in _VOID else f"<{tag}{opening}>{content}</{tag}>")
            return
        put(f"<{tag}{opening}>{content}")
        in_drawing = in_drawing or tag == "svg"
        for child in one:
            self._put(child, put, in_drawing=in_drawing)
            if tail := child.tail:
                put(self._text(tail))
        put(f"</{tag}>")

    def _of_link(self, link: Element, *, in_drawing: bool) -> Iterable[tuple[str, str]]:
        for name, value in link.items():
            if name != "href":
                yield name, value
            elif (address := self.address(value)) is None:
                raise _UnsettledError
            else:
                # Material's instant navigation assigns to `href` of whatever has one, which SVG does not allow.
                yield "xlink:href" if in_drawing else "href", address

    def _text(self, words: str) -> str:
        if isinstance(words, Inline) and not self.is_plain(words):
            raise _UnsettledError
        return words if _TO_ESCAPE.search(words) is None else escape(words)


class _UnsettledError(Exception):
    """Raised at what the host has to read."""


_VOID = frozenset({"br", "hr", "img", "input"})
_TO_ESCAPE = re.compile("[&<>\"']")


@lru_cache(maxsize=4096)
def _attribute(item: tuple[str, str]) -> str:
    name, value = item
    return f' {name}="{escape(value)}"' if name != "data-story" else ""
