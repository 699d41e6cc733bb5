"""HTML elements from Python values, and the two sorts of text in them.

A plain string is text: it is escaped, never read as Markdown. `Inline` is an author's Markdown, which the host reads.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

__all__ = ["Element", "Inline", "SubElement", "add", "element", "hidden", "icon", "span"]


class Inline(str):
    """Words of an author, to be read as inline Markdown."""

    __slots__ = ()


def element(tag: str, css: str = "", *children: Element | str, **attributes: str) -> Element:
    """An element with a class, children and attributes; `data_state` is written `data-state`, `for_` is `for`."""
    made = Element(tag)
    if css:
        made.set("class", css)
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), value)
    add(made, *children)
    return made


def add(parent: Element, *children: Element | str) -> None:
    """Add elements and text to the end of an element. Text after text is one text, of the first one's sort."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif len(parent):
            before = parent[-1].tail
            parent[-1].tail = type(before)(before + child) if before else child
        else:
            parent.text = type(parent.text)(parent.text + child) if parent.text else child


def span(css: str, *children: Element | str, **attributes: str) -> Element:
    """A `span`."""
    return element("span", css, *children, **attributes)


def icon(css: str = "stories-i") -> Element:
    """A glyph, which style sheets draw and screen readers skip."""
    return span(css, aria_hidden="true")


def hidden(words: str) -> Element:
    """Words for screen readers alone."""
    return span("stories-vh", words)
