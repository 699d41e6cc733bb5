"""Python-Markdown: cut blocks out of a page, paste cards and views in, link references.

A preprocessor puts two marker paragraphs in the place of each block, with the block's notes between them as the plain
Markdown that they are. A tree processor finds the markers and makes the card of what stands between them. So links,
footnotes, code and anchors of a card are those of its page, and the host resolves and checks them.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from uuid import uuid4
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString

from ..addresses import is_safe
from ..backlog import Backlog
from ..backlog_page import draw_backlog
from ..cards import draw_card
from ..drawing import Drawing, draw_reference
from ..markup import Inline
from ..model import Page, Story, View
from ..project import no_collector
from ..reader import read_block, read_page
from ..settings import Settings
from ..syntax import Block, may_hold_blocks, scan
from ..text import Source
from ..views import draw_view

_BODY = "stories-card__body"


@dataclass(frozen=True)
class Rendering:
    """The page that is being rendered: where it is drawn, how it was read, and whether it still has front matter."""

    drawing: Drawing
    settings: Settings
    page: Page | None
    front_matter: bool = False
    drew: Callable[[str], None] = field(default=lambda _body: None)
    """Called with the text of each block that became a card or a view."""


class StoriesExtension(Extension):
    """The extension `stories`.

    A host that knows the whole backlog gives `rendering`, which tells of the page that a Markdown instance renders.
    Without it the page is its own backlog; the options are then those of the plugin, given to the extension.
    """

    def __init__(self, rendering: Callable[[Markdown], Rendering] | None = None, **options: Any) -> None:
        super().__init__()
        self.rendering = rendering
        self.settings = Settings.from_mapping(options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register with a Markdown instance."""
        passage = _Passage(self, md)
        # After snippets (32) have brought in their text, before anything reads fences (31.1 and below).
        md.preprocessors.register(_CutBlocks(passage), "stories", 31.5)
        # Before footnotes (50), inline Markdown (20), the table of contents (5) and relative links (0).
        md.treeprocessors.register(_PasteCards(passage), "stories", 60)
        md.treeprocessors.register(_PasteCards(passage, "footnote"), "stories-footnotes", 49)
        # Right after inline Markdown (20).
        md.treeprocessors.register(_PutBack(passage), "stories-aside", 19.5)
        md.treeprocessors.register(_MendLinks(passage), "stories-links", 1)
        # After relative links (0).
        md.treeprocessors.register(_LinkDrawings(passage), "stories-drawings", -10)
        # After raw HTML is put back (30).
        md.postprocessors.register(_GiveBack(passage), "stories", 25)
        # Before references of the page (170) and of autorefs (168); the short form after everything that is a link.
        md.inlinePatterns.register(_Reference(_FULL, passage), "stories-reference", 172)
        md.inlinePatterns.register(_Reference(_SHORT, passage), "stories-short-reference", 125)
        md.registerExtension(self)
        self.passage = passage

    def reset(self) -> None:
        """Forget the page before, where one Markdown instance renders several."""
        self.passage.forget()


@dataclass(frozen=True, slots=True)
class _Cut:
    """A block that was cut out: its markers, the story or view it tells, and its lines as they were."""

    start: str
    end: str
    block: Block
    told: Story | View


class _Passage:
    """One Markdown instance on its way through a page: what its processors tell each other."""

    def __init__(self, extension: StoriesExtension, md: Markdown) -> None:
        self.extension = extension
        self.md = md
        # No page can hold a word that nobody knows before; control characters would not get through other processors.
        self.word = f"stories{uuid4().hex}"
        self.forget()

    def forget(self) -> None:
        self.cuts: list[_Cut] = []
        self.pasted: set[str] = set()
        self.cards: list[tuple[Element, Story | None]] = []
        self.aside: list[tuple[Element, list[Element]]] = []
        self.has_backlog = False
        self.known: Rendering | None = None

    @property
    def rendering(self) -> Rendering:
        if self.known is None:
            self.known = self.extension.rendering(self.md) if self.extension.rendering else self.alone("")
        return self.known

    def alone(self, text: str) -> Rendering:
        """A page that is its own backlog."""
        settings = self.extension.settings
        page = read_page(Source("", text), settings.language)
        drawing = Drawing(Backlog((page,), settings.language), "", issue_url=settings.issue_url, words=settings.words())
        return Rendering(drawing, settings, page, front_matter=True)


class _CutBlocks(Preprocessor):
    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, lines: list[str]) -> list[str]:
        passage = self.passage
        passage.forget()
        text = "\n".join(lines)
        if passage.extension.rendering is None:
            passage.known = passage.alone(text)
        if not may_hold_blocks(text):
            return lines
        rendering = passage.rendering
        source = Source(rendering.drawing.path, text)
        written: list[str] = []
        done = 0
        for block in scan(source, front_matter=rendering.front_matter).blocks:
            known = rendering.page.blocks.get(block.text) if rendering.page else None
            told = known or read_block(block, rendering.settings.language)
            number = len(passage.cuts)
            cut = _Cut(f"{passage.word}x{number}x", f"{passage.word}y{number}y", block, told)
            passage.cuts.append(cut)
            written += source.lines[done : block.first - 1]
            marked = list(_marked(cut))
            done = block.last
            # One blank line parts paragraphs; two would end a footnote.
            written += marked[1:] if written and _is_blank(written[-1]) and _is_blank(marked[0]) else marked
            if done < len(source.lines) and _is_blank(source.lines[done]):
                written.pop()
        return [*written, *source.lines[done:]]


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")


def _marked(cut: _Cut) -> Iterator[str]:
    """The lines that stand for a block: each has the indentation and quote marks of the block's container."""
    indent = cut.block.indent
    blank = indent.rstrip()
    in_item = cut.block.prefix.strip(" \t>")
    if in_item:
        yield cut.block.prefix + cut.start
    else:
        yield from (blank, indent + cut.start)
    yield blank
    if isinstance(cut.told, Story) and cut.told.notes and cut.told.is_readable:
        for line in cut.told.notes.text.split("\n"):
            yield (indent + line).rstrip() if not line.strip() else indent + line
        yield blank
    yield from (indent + cut.end, blank)


class _PasteCards(Treeprocessor):
    """Make cards and views of what stands between markers: in the page, or only in its elements of a class."""

    def __init__(self, passage: _Passage, within: str = "") -> None:
        super().__init__(passage.md)
        self.passage = passage
        self.within = within

    def run(self, root: Element) -> None:
        passage = self.passage
        self.starts = {cut.start: cut for cut in passage.cuts if cut.start not in passage.pasted}
        if not self.starts:
            return
        self.heading = 1
        # Words that only other extensions' processors know how to read keep them from being taken for plain text.
        self.has_abbreviations = "abbr" in passage.md.treeprocessors
        with no_collector():
            for place in [one for one in root.iter() if one.get("class") == self.within] if self.within else [root]:
                self._paste(place)

    def _paste(self, parent: Element) -> None:
        at = 0
        while at < len(parent):
            child = parent[at]
            cut = self.starts.get((child.text or "").strip()) if child.tag == "p" and not len(child) else None
            if cut is None:
                if re.fullmatch("h[1-6]", child.tag):
                    self.heading = int(child.tag[1])
                self._paste(child)
                at += 1
                continue
            last = next((n for n in range(at + 1, len(parent)) if (parent[n].text or "").strip() == cut.end), at)
            notes = list(parent)[at + 1 : last]
            drawn = self._draw(cut, notes)
            self.passage.pasted.add(cut.start)
            for one in list(parent)[at : last + 1]:
                parent.remove(one)
            for offset, one in enumerate(drawn):
                parent.insert(at + offset, one)
            at += len(drawn)

    def _draw(self, cut: _Cut, notes: list[Element]) -> list[Element]:
        rendering = self.passage.rendering
        rendering.drew(cut.block.text)
        drawing = replace(rendering.drawing, level=min(self.heading + 1, 6))
        body = Element("div", {"class": _BODY})
        if isinstance(cut.told, View):
            drawn = self._draw_view(cut.told, drawing)
        else:
            for note in notes:
                self._paste(note)
            drawn = [draw_card(cut.told, drawing, body if notes else None)]
            drawn[0].attrib.pop("data-story", None)
            if not rendering.settings.toc:
                _hide(drawn[0], "stories-card__title")
            self.passage.cards.append((drawn[0], None))
        for one in drawn:
            _hide(one, "stories-source")  # from those who colour code
            self._set_aside(one, self._finish(one))
        body.extend(notes)  # only now, since they are Markdown throughout
        return drawn

    def _draw_view(self, view: View, drawing: Drawing) -> list[Element]:
        """A view; the whole backlog once on a page, since there is one address to hold what was asked of it."""
        whole = not view.body.strip() and not drawing.problems(view) and not self.passage.has_backlog
        self.passage.has_backlog |= whole
        drawn = list(draw_backlog(view, drawing) if whole else draw_view(view, drawing))
        copies = [one for root in drawn for one in root.iter() if one.get("data-story")]
        self.passage.cards += [(one, None) for one in drawn]
        for one in copies:
            name = one.attrib.pop("data-story")
            self.passage.cards.append((one, drawing.backlog.find(name)))
            if whole and one.tag != "tr":
                one.set("data-id", name)  # what the script takes away when it is not among those found
        for one in drawn:
            _hide(one, "stories-pane__title")
        return drawn

    def _set_aside(self, drawn: Element, marked: set[Element]) -> None:
        """Spare the inline processor the rows of a table and the parts of a card that hold no Markdown."""
        for part in list(drawn.iter("tr")) or list(drawn):
            if not marked or marked.isdisjoint(part.iter()):
                self.passage.aside.append((part, list(part)))
                part[:] = []

    def _finish(self, drawn: Element) -> set[Element]:
        """Tell the inline processor which texts are Markdown: those of authors, if they hold any. Return where."""
        marked = set()
        for one in drawn.iter():
            if text := one.text:
                # Attribute lists are never read in the text of `code`, and nothing would bring its braces back.
                brace = "{" if one.tag == "code" else _BRACE
                one.text = text = self._markdown(text) if isinstance(text, Inline) else _plain(text, brace)
                if not isinstance(text, AtomicString):
                    marked.add(one)
            if tail := one.tail:
                one.tail = tail = self._markdown(tail) if isinstance(tail, Inline) else _plain(tail)
                if not isinstance(tail, AtomicString):
                    marked.add(one)
        return marked

    def _markdown(self, words: Inline) -> str:
        if _PLAIN.fullmatch(words) and not self.has_abbreviations:
            return AtomicString(words)
        return _without_html(words)


def _hide(card: Element, css: str) -> None:
    """Keep an element out of sight of those who take every element of its tag; `_MendLinks` gives the tag back."""
    for one in card.iter():
        if one.get("class") == css:
            one.set("data-tag", one.tag)
            one.tag = "p"


_PLAIN = re.compile(r"[\w ,.;()/%-]*", re.ASCII)
_BRACE = f"{STX}{ord('{')}{ETX}"
"""A brace that is text, as Python-Markdown holds an escaped one until everything is read."""


def _plain(words: str, brace: str = _BRACE) -> AtomicString:
    """Words as they are: no Markdown, no attribute list and no entity."""
    return AtomicString(words.replace("&", "&amp;").replace("{", brace))


# In place of `<` and `{`, until the page is written: no Unicode text holds them, and no Markdown syntax knows them.
_LESS, _OPEN = "\ufdd0", "\ufdd1"
_TAG = re.compile(r"<(?!https?://[^\s<>]*>)")
_ATTRIBUTES = re.compile(r"(?<!\\)\{")


def _without_html(words: str) -> str:
    """Markdown in which tags and attribute lists are text, in code spans and outside of them."""
    return _ATTRIBUTES.sub(_OPEN, _TAG.sub(_LESS, words))


class _PutBack(Treeprocessor):
    """Put back what was set aside while inline Markdown was read."""

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, _root: Element) -> None:
        for part, children in self.passage.aside:
            part.extend(children)


class _MendLinks(Treeprocessor):
    """After inline Markdown: take unsafe links out of cards, and lead relative ones of copies to where they led."""

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, _root: Element) -> None:
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
                    image.tag = "span"
                    del image.attrib["src"]
                elif origin is not None:
                    image.set("src", _led(address, origin.source.path, here))
            for hidden in card.iter("p"):
                if hidden.get("data-tag"):
                    hidden.tag = hidden.attrib.pop("data-tag")


class _LinkDrawings(Treeprocessor):
    """Give links of drawings the attribute of SVG, once the host has resolved them.

    Material's instant navigation assigns to `href` of whatever has one, which SVG does not allow.
    """

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, _root: Element) -> None:
        for view, _ in self.passage.cards:
            for drawn in view.iter("svg"):
                for link in drawn.iter("a"):
                    link.set("xlink:href", link.attrib.pop("href"))


_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


def _address(link: Element, attribute: str) -> str:
    """What a link leads to, as it will be written."""
    address = _ESCAPED.sub(lambda found: chr(int(found[1])), link.get(attribute, ""))
    return address.replace(AMP_SUBSTITUTE, "&")


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\?|$")


def _led(address: str, origin: str, here: str) -> str:
    """The address that leads from the page `here` to where `address` leads on the page `origin`."""
    if origin == here or _ABSOLUTE.match(address):
        return address
    path = re.split("[#?]", address, maxsplit=1)[0]
    target = posixpath.join(posixpath.dirname(quote(origin)), path) if path else quote(origin)
    led = posixpath.relpath(target, posixpath.dirname(quote(here)) or ".")
    return f"{led}{'/' if path.endswith('/') else ''}{address[len(path) :]}"


class _GiveBack(Postprocessor):
    """Give back what was held back: `<` and `{`, and the source of a block that stands where Markdown is not read."""

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, text: str) -> str:
        if self.passage.cards:
            text = text.replace(_LESS, "&lt;").replace(_OPEN, "{")
        if self.passage.word not in text:
            return text
        for cut in self.passage.cuts:
            if cut.start in text:
                typed = "\n".join(cut.block.source.lines[cut.block.first - 1 : cut.block.last])
                before, _, rest = text.partition(cut.start)
                inside, found, after = rest.partition(cut.end)
                text = before + html.escape(typed, quote=False) + (after if found else inside)
            text = text.replace(cut.end, "")
        return text


_FULL = r"\[((?:[^\[\]`]|`[^`]*`)+)\]\[([^\[\]]*)\]"
_SHORT = r"(?<![!\]])\[([^\[\]]+)\](?![(\[])"


class _Reference(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, passage: _Passage) -> None:
        super().__init__(pattern, passage.md)
        self.passage = passage

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Make a link of a reference to a story; leave everything else."""
        label = m[1]
        name = (m[2] if m.lastindex == 2 else "") or label
        if (m.start() and data[m.start() - 1] == "!") or name.lower() in self.passage.md.references:
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


def makeExtension(**options: Any) -> StoriesExtension:  # noqa: N802
    """Make the extension; Python-Markdown calls this for `extensions=["mkdocs_stories.hosts.markdown_extension"]`."""
    return StoriesExtension(**options)
