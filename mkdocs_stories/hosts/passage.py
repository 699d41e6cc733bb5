"""A page on its way through Python-Markdown: its blocks are cut out, their cards and views are pasted in.

A preprocessor puts two marker paragraphs in the place of each block, with the block's notes between them as the plain
Markdown that they are. A tree processor finds the markers and makes the card of what stands between them. So links,
footnotes, code and anchors of a card are those of its page, and the host resolves and checks them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from uuid import uuid4
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..backlog_page import draw_backlog
from ..block import Block
from ..cards import draw_card
from ..drawing import Drawing
from ..kept import Kept
from ..markup import Inline, Pen
from ..model import Page, Story, View
from ..project import no_collector
from ..reader import read_block
from ..settings import Settings
from ..story_types import StoryType
from ..syntax import may_hold_blocks, scan
from ..text import Source
from ..views import draw_view, drawer_of
from .held_words import as_text, plain_words, without_html

Write = Callable[[Sequence[Element]], list[str]]
"""Writes elements as the HTML that they are on the page."""

_BODY = "stories-card__body"


@dataclass
class Course:
    """What became of the blocks of a page: those met in the text that was rendered, and those of them shown."""

    met: list[Story | View] = field(default_factory=list)
    shown: list[Story | View] = field(default_factory=list)


@dataclass(frozen=True)
class Rendering:
    """The page that is being rendered: where it is drawn, how it was read, and whether it still has front matter.

    A host that can tells by `address` where a link to a source leads from the page, as `Pen` asks for it. `kept` has
    the views of the build before, each as what stands in its element. `is_part` says whether another plugin renders
    Markdown of its own for the page: the host resolves no links there.
    """

    drawing: Drawing
    settings: Settings
    page: Page | None
    front_matter: bool = False
    course: Course = field(default_factory=Course)
    address: Callable[[str], str | None] | None = None
    kept: Kept[tuple[Element, ...]] | None = None
    is_part: bool = False
    place: Callable[[View, Element, Write | None], None] = field(default=lambda _view, _drawn, _write: None)
    """Called with each view, its links resolved, before it becomes text; it may be changed then.

    Without a `Write` the view is as it was left by this in the build before.
    """


@dataclass(frozen=True, slots=True)
class Cut:
    """A block that was cut out: its markers, the story or view it tells, its lines, and what was written for them."""

    start: str
    end: str
    block: Block
    told: Story | View
    marked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedView:
    """A view on a page: all that it shows, by which it is recalled in the next build, and whether it was itself."""

    view: View
    drawn: tuple[Element, ...]
    shown: Hashable
    is_recalled: bool


class Passage:
    """One Markdown instance on its way through a page: what its processors tell each other.

    `tell` gives the page that is rendered, by the Markdown instance and the text that the page begins with there.
    """

    def __init__(self, md: Markdown, tell: Callable[[Markdown, str], Rendering]) -> None:
        self.md = md
        self.tell = tell
        # No page can hold a word that nobody knows before; control characters would not get through other processors.
        self.word = f"stories{uuid4().hex}"
        self.forget()

    def forget(self, text: str = "") -> None:
        """Begin another page."""
        self.text = text
        self.cuts: list[Cut] = []
        self.pasted: set[str] = set()
        self.cards: list[tuple[Element, Story | None]] = []
        self.views: list[PlacedView] = []
        self.written: list[str] = []
        self.has_backlog = False
        self.known: Rendering | None = None

    @property
    def rendering(self) -> Rendering:
        """The page, asked for once."""
        if self.known is None:
            self.known = self.tell(self.md, self.text)
        return self.known


class CutBlocks(Preprocessor):
    """Put markers in the place of blocks."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, lines: list[str]) -> list[str]:
        """Cut the blocks of a page out of it."""
        passage = self.passage
        text = "\n".join(lines)
        passage.forget(text)
        if not may_hold_blocks(text):
            return lines
        rendering = passage.rendering
        source = Source(rendering.drawing.path, text)
        written: list[str] = []
        done = 0
        readings = _Readings(rendering.page)
        for block in scan(source, front_matter=rendering.front_matter).blocks:
            told = readings.find(block) or read_block(block, rendering.settings.vocabulary)
            rendering.course.met.append(told)
            number = len(passage.cuts)
            start, end = f"{passage.word}x{number}x", f"{passage.word}y{number}y"
            written += source.lines[done : block.first - 1]
            marked = list(_marked(block, told, start, end))
            done = block.last
            # One blank line parts paragraphs; two would end a footnote.
            if written and _is_blank(written[-1]) and _is_blank(marked[0]):
                del marked[0]
            if done < len(source.lines) and _is_blank(source.lines[done]):
                marked.pop()
            passage.cuts.append(Cut(start, end, block, told, tuple(marked)))
            written += marked
        return [*written, *source.lines[done:]]


class _Readings:
    """What the blocks of a page were read as. Those that are the same are given in turn, the last one again."""

    def __init__(self, page: Page | None) -> None:
        self.by_text = page.by_text if page else {}
        self.left: dict[tuple[str, StoryType | None], list[Story | View]] = {}

    def find(self, block: Block) -> Story | View | None:
        """What a block was read as; nothing where the page has no such block."""
        key = block.text, block.type
        if key not in self.left:
            same = (one for one in self.by_text.get(block.text, ()) if _type(one) is block.type)
            self.left[key] = list(same)[::-1]
        left = self.left[key]
        return left.pop() if len(left) > 1 else next(iter(left), None)


def _type(told: Story | View) -> StoryType | None:
    return told.type if isinstance(told, Story) else None


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")


def _marked(block: Block, told: Story | View, start: str, end: str) -> Iterator[str]:
    """The lines that stand for a block: each has the indentation and quote marks of the block's container."""
    indent = block.indent
    blank = indent.rstrip()
    in_item = block.prefix.strip(" \t>")
    if in_item:
        yield block.prefix + start
    else:
        yield from (blank, indent + start)
    yield blank
    if isinstance(told, Story) and told.notes and told.is_readable:
        for line in told.notes.text.split("\n"):
            yield (indent + line).rstrip() if not line.strip() else indent + line
        yield blank
    yield from (indent + end, blank)


class PasteCards(Treeprocessor):
    """Make cards and views of what stands between markers: in the page, or only in its elements of a class."""

    def __init__(self, passage: Passage, within: str = "") -> None:
        super().__init__(passage.md)
        self.passage = passage
        self.within = within

    def run(self, root: Element) -> None:
        """Paste the cards and views of a page."""
        passage = self.passage
        self.starts = {cut.start: cut for cut in passage.cuts if cut.start not in passage.pasted}
        if not self.starts:
            return
        self.heading = 1
        self.is_plain = plain_words(passage.md)
        address = passage.rendering.address
        self.pen = Pen(self.is_plain, address) if address else None
        # Where abbreviations are defined, which may be on no page, what was drawn before may lack them.
        self.knows_words = self.is_plain("")
        self.drawings: dict[int, Drawing] = {}
        with no_collector():
            for place in [one for one in root.iter() if one.get("class") == self.within] if self.within else [root]:
                self._paste(place)

    def _paste(self, parent: Element) -> None:
        children = list(parent)
        placed: list[Element] = []
        at = 0
        while at < len(children):
            child = children[at]
            cut = self.starts.get((child.text or "").strip()) if child.tag == "p" and not len(child) else None
            if cut is None:
                if child.tag in _HEADINGS:
                    self.heading = int(child.tag[1])
                self._paste(child)
                placed.append(child)
                at += 1
                continue
            last = next((n for n in range(at + 1, len(children)) if (children[n].text or "").strip() == cut.end), at)
            placed += self._draw(cut, children[at + 1 : last])
            self.passage.pasted.add(cut.start)
            at = last + 1
        parent[:] = placed

    def _draw(self, cut: Cut, notes: list[Element]) -> list[Element]:
        rendering = self.passage.rendering
        rendering.course.shown.append(cut.told)
        drawing = self._drawing(min(self.heading + 1, 6))
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
            self._finish(one)
        body.extend(notes)  # only now, since they are Markdown throughout
        return drawn

    def _drawing(self, level: int) -> Drawing:
        """How the cards below a heading are drawn: there are many, and few levels."""
        if level not in self.drawings:
            drawing = self.passage.rendering.drawing
            kept = drawing.kept if self.knows_words else None
            self.drawings[level] = replace(drawing, level=level, pen=self.pen, kept=kept)
        return self.drawings[level]

    def _draw_view(self, view: View, drawing: Drawing) -> list[Element]:
        """A view; the whole backlog once on a page, since there is one address to hold what was asked of it."""
        whole = not view.body.strip() and not drawing.problems(view) and not self.passage.has_backlog
        self.passage.has_backlog |= whole
        kept = self.passage.rendering.kept if self.knows_words else None
        place = drawing.path, drawing.level, whole, drawing.problems(view), self.passage.text
        judged = drawing.backlog.stories if drawer_of(view).tells_problems else ()
        wrong = tuple(one.look for story in judged for one in drawing.problems(story))
        shown = place, view.body, drawing.backlog.looks, wrong
        before = kept.recall(shown) if kept else None
        if before is not None:
            drawn = [copy(one) for one in before]
        else:
            drawn = [draw_backlog(view, drawing)] if whole else list(draw_view(view, drawing))
            copies = [one for root in drawn for one in root.iter() if one.get("data-story")]
            self.passage.cards += [(one, drawing.backlog.find(one.attrib.pop("data-story"))) for one in copies]
        self.passage.views.append(PlacedView(view, tuple(drawn), shown, is_recalled=before is not None))
        self.passage.cards += [(one, None) for one in drawn]
        for one in drawn:
            _hide(one, "stories-pane__title")
        return drawn

    def _finish(self, drawn: Element) -> None:
        """Tell the inline processor which texts are Markdown: those of authors, if they hold any."""
        for one in drawn.iter():
            if text := one.text:
                in_code = one.tag == "code"
                one.text = self._markdown(text) if isinstance(text, Inline) else as_text(text, in_code=in_code)
            if tail := one.tail:
                one.tail = self._markdown(tail) if isinstance(tail, Inline) else as_text(tail)

    def _markdown(self, words: Inline) -> str:
        return AtomicString(words) if self.is_plain(words) else without_html(words)


_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def _hide(card: Element, css: str) -> None:
    """Keep an element out of sight of those who take every element of its tag; `MendLinks` gives the tag back."""
    for one in card.iter():
        if one.get("class") == css:
            one.set("data-tag", one.tag)
            one.tag = "p"
