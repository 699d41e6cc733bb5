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
from uuid import uuid4
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from ..backlog import Backlog
from ..cards import Drawing, draw_card, draw_reference, is_safe
from ..markup import Inline
from ..model import Page, Story, View
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
        md.treeprocessors.register(_MendLinks(passage), "stories-links", 1)
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
        self.cards: list[tuple[Element, Story | None]] = []
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
        drawing = Drawing(Backlog((page,), settings.language), "", issue_url=settings.issue_url)
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
            written += _marked(cut)
            done = block.last
        return [*written, *source.lines[done:]]


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
    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, root: Element) -> None:
        passage = self.passage
        if not passage.cuts:
            return
        self.starts = {cut.start: cut for cut in passage.cuts}
        self.heading = 1
        # Words that only other extensions' processors know how to read keep them from being taken for plain text.
        self.has_abbreviations = "abbr" in passage.md.treeprocessors
        self._paste(root)

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
            for one in list(parent)[at : last + 1]:
                parent.remove(one)
            for offset, one in enumerate(drawn):
                parent.insert(at + offset, one)
            at += len(drawn)

    def _draw(self, cut: _Cut, notes: list[Element]) -> list[Element]:
        rendering = self.passage.rendering
        rendering.drew(cut.block.text)
        drawing = replace(rendering.drawing, level=min(self.heading + 1, 6))
        if isinstance(cut.told, View):
            drawn = list(draw_view(cut.told, drawing))
            copies = [(one, self._origin(one, drawing)) for view in drawn for one in view.iter("article")]
            self.passage.cards += copies or [(one, None) for one in drawn]
        else:
            body = Element("div", {"class": _BODY})
            body.extend(notes)
            for note in notes:
                self._paste(note)
            drawn = [draw_card(cut.told, drawing, body if notes else None)]
            if not rendering.settings.toc:
                _hide_title(drawn[0])
            self.passage.cards.append((drawn[0], None))
        for one in drawn:
            self._finish(one)
        return drawn

    def _origin(self, card: Element, drawing: Drawing) -> Story | None:
        return drawing.backlog.find(card.get("data-story", ""))

    def _finish(self, parent: Element) -> None:
        """Tell the inline processor which texts are Markdown: those of authors, if they hold any."""
        if parent.get("class") == _BODY:
            return
        if parent.text:
            parent.text = self._markdown(parent.text) if isinstance(parent.text, Inline) else AtomicString(parent.text)
        if parent.tail:
            parent.tail = AtomicString(parent.tail)
        for child in parent:
            self._finish(child)

    def _markdown(self, words: Inline) -> str:
        if _PLAIN.fullmatch(words) and not self.has_abbreviations:
            return AtomicString(words)
        return without_html(words)


def _hide_title(card: Element) -> None:
    """Keep a card's title out of the table of contents, which takes every heading; `_MendLinks` gives it back."""
    for title in card.iter():
        if title.get("class") == "stories-card__title":
            title.set("data-level", title.tag)
            title.tag = "p"


_PLAIN = re.compile(r"[\w ,.;()/%-]*", re.ASCII)
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def without_html(words: str) -> str:
    """Markdown in which tags and attribute lists are text: what `<` and `{` begin is escaped, but for code spans."""
    pieces = []
    done = 0
    for code in _CODE.finditer(words):
        pieces += [_escaped(words[done : code.start()]), code.group()]
        done = code.end()
    return "".join((*pieces, _escaped(words[done:])))


def _escaped(words: str) -> str:
    return words.replace("<", "&lt;").replace("{", "\\{")


class _MendLinks(Treeprocessor):
    """After inline Markdown: take unsafe links out of cards, and lead relative ones of copies to where they led."""

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, _root: Element) -> None:
        here = posixpath.dirname(self.passage.rendering.drawing.path) if self.passage.cards else ""
        for card, origin in self.passage.cards:
            card.attrib.pop("data-story", None)
            for link in card.iter("a"):
                address = link.get("href", "").replace(AMP_SUBSTITUTE, "&")
                if not is_safe(address):
                    del link.attrib["href"]
                elif origin is not None and not link.get("class") and _is_relative(address):
                    there = posixpath.dirname(origin.source.path)
                    link.set("href", posixpath.relpath(posixpath.join(there, address), here or "."))
            for title in card.iter("p"):
                if title.get("data-level"):
                    title.tag = title.attrib.pop("data-level")


def _is_relative(address: str) -> bool:
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/|#|$", address)


class _GiveBack(Postprocessor):
    """Give back the source of a block that turned out to stand where Markdown is not read."""

    def __init__(self, passage: _Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, text: str) -> str:
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
_SHORT = r"(?<!!)\[([^\[\]]+)\](?![(\[])"


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
        drawing = self.passage.rendering.drawing
        story = drawing.backlog.find(name)
        if story is None:
            return None, None, None
        link = draw_reference(story, label, drawing)
        for one in link.iter():
            one.text = str(one.text) if isinstance(one.text, Inline) else AtomicString(one.text or "")
        return link, m.start(0), m.end(0)


def makeExtension(**options: Any) -> StoriesExtension:  # noqa: N802
    """Make the extension; Python-Markdown calls this for `extensions=["mkdocs_stories.hosts.markdown_extension"]`."""
    return StoriesExtension(**options)
