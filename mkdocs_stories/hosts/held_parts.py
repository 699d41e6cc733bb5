"""Parts of a page that are HTML already, or to stay as they were typed, while Python-Markdown writes the rest of it.

A word stands in the place of each until the page is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from copy import copy
from xml.etree.ElementTree import Element

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import Treeprocessor

from ..markup import Written
from .held_words import with_signs
from .passage import Passage


class PlaceViews(Treeprocessor):
    """Let the host place each view, now that its elements are what they will be; hold back what is HTML already."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, root: Element) -> None:
        """Tell the host of the views of the page."""
        rendering = self.passage.rendering
        for one in self.passage.views:
            kept = None if one.is_recalled or any(map(_has_footnotes, one.drawn)) else rendering.kept
            for drawn in one.drawn:
                rendering.place(one.view, drawn, None if one.is_recalled else self._write)
                if kept:
                    drawn[:] = [Written.of("span", self._inside(drawn))]
            if kept:
                kept.keep(one.shown, tuple(map(copy, one.drawn)))
        if self.passage.cards:
            self._hold_back(root)

    def _inside(self, drawn: Element) -> str:
        """What stands in an element, to the byte as it would be written with the page."""
        tails = (part.tail or "" if isinstance(part, Written) else "" for part in drawn)
        written = self._write(list(drawn), is_of_page=True)
        return "".join(html + tail for html, tail in zip(written, tails, strict=True))

    def _write(self, parts: Sequence[Element], *, is_of_page: bool = False) -> list[str]:
        """The HTML of elements; of those of a page that which `GiveBack` gives to it, and others go on with."""
        others = [part for part in parts if not isinstance(part, Written)]
        if not others:
            return [part.html for part in parts if isinstance(part, Written)]
        between = f"{self.passage.word}z"
        for part in others:
            self._hold_back(part)
        text = between.join(map(self.md.serializer, others))
        for one in self.md.postprocessors:
            text = one.run(text)
            if is_of_page and isinstance(one, GiveBack):
                break
        told = iter(text.split(between))
        return [part.html if isinstance(part, Written) else next(told) for part in parts]

    def _hold_back(self, root: Element) -> None:
        """Put a word in the place of each element that is written; `GiveBack` knows what it stands for."""
        for parent in list(root.iter()):
            if not any(isinstance(child, Written) for child in parent):
                continue
            children = list(parent)
            parent[:] = []
            for child in children:
                if isinstance(child, Written):
                    word = f"{self.passage.word}w{len(self.passage.written)}w"
                    self.passage.written.append(child.html)
                    words = f"{word}{child.tail or ''}"
                    if len(parent):
                        parent[-1].tail = f"{parent[-1].tail or ''}{words}"
                    else:
                        parent.text = f"{parent.text or ''}{words}"
                else:
                    parent.append(child)


def _has_footnotes(view: Element) -> bool:
    """Whether a view refers to notes, which are numbered, and lead back to it, with the others of the page."""
    return any(link.get("class") == "footnote-ref" for link in view.iter("a"))


class GiveBack(Postprocessor):
    """Give back what was held back: `<` and `{`, and the source of a block that stands where Markdown is not read."""

    def __init__(self, passage: Passage) -> None:
        super().__init__(passage.md)
        self.passage = passage

    def run(self, text: str) -> str:
        """Write what was held back into a page."""
        if self.passage.cards:
            text = with_signs(text)
        if self.passage.written and self.passage.word in text:
            text = self._with_written(text)
        return self._as_typed(text) if self.passage.word in text else text

    def _with_written(self, text: str) -> str:
        # Each page has words of its own, for which an expression would have to be made anew.
        before, *rest = text.split(f"{self.passage.word}w")
        numbered = (piece.partition("w") for piece in rest)
        parts = (part for number, _, after in numbered for part in (self.passage.written[int(number)], after))
        return "".join((before, *parts))

    def _as_typed(self, text: str) -> str:
        """A page with the source of each block whose markers nobody has found, and without markers."""
        word = self.passage.word
        before, *rest = re.split(f"{word}x([0-9]+)x", text)
        parts = [before]
        for number, after in zip(rest[::2], rest[1::2], strict=True):
            cut = self.passage.cuts[int(number)]
            lines = cut.block.source.lines[cut.block.first - 1 : cut.block.last]
            typed = html.escape(self._normal(lines), quote=False)
            lead, _, tail = self._normal(cut.marked).partition(cut.start)
            if parts[-1].endswith(lead) and after.startswith(tail):
                parts[-1] = parts[-1].removesuffix(lead)
                after = after.removeprefix(tail)
            parts += typed, after
        return re.sub(f"{word}y[0-9]+y", "", "".join(parts))

    def _normal(self, lines: Sequence[str]) -> str:
        """Lines as Python-Markdown passes them on: without tabs, and nothing on blank ones."""
        return "\n".join(NormalizeWhitespace(self.md).run(list(lines))).removesuffix("\n\n")
