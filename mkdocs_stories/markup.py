"""HTML elements from Python values, and the two sorts of text in them.

A plain string is text: it is escaped, never read as Markdown. `Inline` is an author's Markdown, which the host reads.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

__all__ = ["Element", "Inline", "SubElement", "add", "element", "hidden", "icon", "span"]


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What HTML has no place for; Python-Markdown uses two of them as marks of its own."""


class Inline(str):
    """Words of an author, to be read as inline Markdown."""

    __slots__ = ()


def element(tag: str, css: str = "", *children: Element | str, **attributes: str) -> Element:
    """An element with a class, children and attributes; `data_state` is written `data-state`, `for_` is `for`."""
    made = Element(tag, {"class": css}) if css else Element(tag)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), _clean(value))
    if children:
        add(made, *children)
    return made


def add(parent: Element, *children: Element | str) -> None:
    """Add elements and text to the end of an element. Text after text is one text, of the first one's sort."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif len(parent):
            last = parent[-1]
            last.tail = _joined(last.tail, _clean(child)) if last.tail else _clean(child)
        else:
            parent.text = _joined(parent.text, _clean(child)) if parent.text else _clean(child)


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
