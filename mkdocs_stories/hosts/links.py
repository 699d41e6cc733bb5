"""Links in pages that Python-Markdown renders: references to stories, and the links inside cards and views."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from ..addresses import ABSOLUTE, is_safe
from ..drawing import draw_reference
from .passage import Passage

_NAME = "stories-reference"
_FULL = r"\[((?:[^\[\]`]|`[^`]*`)+)\]\[([^\[\]]*)\]"
_SHORT = r"\[([^\[\]]+)\](?![(\[])"


class ReadReferences(Preprocessor):
    """Have references read where there are stories: elsewhere every word of a site would be looked at in vain."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, lines: list[str]) -> list[str]:
        """Register what reads references; leave the page as it is."""
        patterns = self.md.inlinePatterns
        if _NAME not in patterns and self.passage.rendering.drawing.backlog.stories:
            # Before references of the page (170) and of autorefs (168); the short form after everything that is a link.
            patterns.register(_Reference(_FULL, self.passage), _NAME, 172)
            patterns.register(_Reference(_SHORT, self.passage), f"{_NAME}-short", 125)
        return lines


class _Reference(InlineProcessor):
    """Links to stories in prose: `[label][US-1]` or `[US-1]`."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, passage: Passage) -> None:
        super().__init__(pattern, passage.md)
        self.passage = passage

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make a link of a reference to a story; leave everything else."""
        label = m[1]
        name = (m[2] if m.lastindex == 2 else "") or label
        before = data[m.start() - 1 : m.start()]
        if before == "!" or (before == "]" and m.lastindex == 1) or name.lower() in self.passage.md.references:
            return None, None, None
        if data.rfind("<a ", 0, m.start()) > data.rfind("</a>", 0, m.start()):
            return None, None, None
        drawing = self.passage.rendering.drawing
        story = drawing.backlog.find(name)
        if story is None:
            return None, None, None
        link = draw_reference(story, label, drawing)
        for one in link.iter():
            one.text = AtomicString(one.text or "")
        if label != story.name:
            link.text = label  # with what other processors have put in place of code and the like
        return link, m.start(0), m.end(0)


class MendLinks(Treeprocessor):
    """After inline Markdown: take unsafe links out of cards, and lead relative ones of copies to where they led.

    Where the host resolves no links, lead those to stories to their pages.
    """

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, root: Element) -> None:
        """Mend the links of all cards and views of the page, and of a part the references."""
        here = self.passage.rendering.drawing.path if self.passage.cards else ""
        for card, origin in self.passage.cards:
            for link in list(card.iter("a")):
                address = _address(link, "href")
                if not is_safe(address):
                    # Hosts take it for granted that every `a` has an address.
                    link.tag = "span"
                    del link.attrib["href"]
                elif origin is not None and not link.get("class"):
                    link.set("href", _led(address, origin.source.path, here))
            for image in list(card.iter("img")):
                address = _address(image, "src")
                if not is_safe(address):
                    image.tag, image.text = "span", image.get("alt")
                    image.attrib.clear()
                elif origin is not None:
                    image.set("src", _led(address, origin.source.path, here))
            for hidden in card.iter("p"):
                if hidden.get("data-tag"):
                    hidden.tag = hidden.attrib.pop("data-tag")
        rendering = self.passage.known  # only asked for where there may be something of stories
        if rendering and rendering.is_part and rendering.address:
            _resolve(root, rendering.address)


def _resolve(part: Element, lead: Callable[[str], str | None]) -> None:
    for link in part.iter("a"):
        if link.get("class", "").startswith("stories"):
            address = _address(link, "href")
            link.set("href", lead(address) or address)


class LinkDrawings(Treeprocessor):
    """Give links of drawings the attribute of SVG, once the host has resolved them.

    Material's instant navigation assigns to `href` of whatever has one, which SVG does not allow.
    """

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, _root: Element) -> None:
        """Link the drawings of the page."""
        for view, _ in self.passage.cards:
            for drawn in view.iter("svg"):
                for link in drawn.iter("a"):
                    link.set("xlink:href", link.attrib.pop("href"))


_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


def _address(link: Element, attribute: str) -> str:
    """What a link leads to, as it will be written."""
    address = _ESCAPED.sub(lambda found: chr(int(found[1])), link.get(attribute, ""))
    return address.replace(AMP_SUBSTITUTE, "&")


def _led(address: str, origin: str, here: str) -> str:
    """The address that leads from the page `here` to where `address` leads on the page `origin`."""
    if origin == here or ABSOLUTE.match(address):
        return address
    path = re.split("[#?]", address, maxsplit=1)[0]
    target = posixpath.join(posixpath.dirname(quote(origin)), path) if path else quote(origin)
    led = posixpath.relpath(target, posixpath.dirname(quote(here)) or ".")
    return f"{led}{'/' if path.endswith('/') else ''}{address[len(path) :]}"
