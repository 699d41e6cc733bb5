"""Find story blocks in a page: the one scanner.

A line decides by its containers whether a fence on it is a block or an example: lists, block quotes, admonitions and
tabs hold blocks; longer fences, HTML comments, `<pre>` and indented code do not. Containers nest as in
Python-Markdown, where the content of a list item, an admonition or a tab is indented by four columns. Fences are those
of CommonMark 0.31 (section 4.5), except that a fence which nothing closes is no code: it is text, or a block that says
that it is not closed. Time is linear in the length of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from .block import Block
from .story_types import StoryType
from .strays import Lookalike
from .text import Anchor, Phrase, Source, Span

WORDS: dict[str, StoryType | None] = {
    "story": StoryType.USER,
    "user-story": StoryType.USER,
    "technical-story": StoryType.TECHNICAL,
    "tech-story": StoryType.TECHNICAL,
    "enabler": StoryType.TECHNICAL,
    "epic": StoryType.EPIC,
    "backlog": None,
}
"""The words that begin a block, and what it tells; `None` for a view."""

_SOME_BLOCK = re.compile(rf"(?i)(?:```|~~~)(?<![`~].{{3}})[`~]*[ \t]*(?:{'|'.join(WORDS)})\b")
_ALMOST = re.compile(
    rf"(?i)(?:```|~~~)(?<![`~].{{3}})[`~]*[ \t{{.]*(?:{'|'.join(sorted({word[:3] for word in WORDS}))})"
)
"""A fence that goes on as one of our words begins."""
_KEY = re.compile(r"[\s>]*([A-Za-z][\w -]{0,40}?)[ \t]*:(?:\s|$)")
_FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`~][^\s]*)?")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?: {1,4}(?=\S)| *$)")
_HEADED = re.compile(r" {0,3}(?:(?:!!!|\?\?\?\+?|===[!+]*) ?\S|\[\^[^\]]+\]: *$)")
_INDENTED = re.compile(rf"{_HEADED.pattern}| {{0,3}}(?:\[\^[^\]]+\]:|: {{1,3}}\S)")
"""A line whose container goes on indented: one that is a heading, or one whose words begin a paragraph."""
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_RAW = re.compile(r"(?i) {0,3}<(pre|script|style|textarea)(?=[\s>]|$)")
_COMMENT = re.compile(r" {0,3}<!--")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.{0,1000}?)(?<!`)\1(?!`)", re.DOTALL)
_MAPPING = re.compile(r"[^\s#`~>-][^:]*:(?:\s|$)|\{|#|['\"]|(?:---|\.\.\.)\s*$")
_FRONT_MATTER_END = ("---", "...")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a page holds: its blocks, and the paragraphs of prose between them that hold a bracket.

    `lookalikes` are fences that begin no block, though the word behind them begins as one of ours does.
    """

    blocks: tuple[Block, ...] = ()
    prose: tuple[Phrase, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()


def scan(source: Source, *, front_matter: bool = True) -> Scan:
    """The blocks of a page in order, and its prose. Never raises, whatever the text is.

    `front_matter` is whether the page may begin with YAML between two lines `---`, which is skipped.
    """
    if "[" not in source.text and not may_hold_lookalikes(source.text):
        return Scan()
    return _Scanner(source).run(front_matter=front_matter)


def may_hold_blocks(text: str) -> bool:
    """A quick look at a text: false where it cannot hold a block."""
    return _SOME_BLOCK.search(text) is not None


def may_hold_lookalikes(text: str) -> bool:
    """A quick look at a text: false where no fence goes on as our words begin, and so where there is no block."""
    return ("```" in text or "~~~" in text) and _ALMOST.search(text) is not None


def without_code(words: str) -> str:
    """A paragraph of Markdown with its code spans blanked, so that every other character keeps its place."""
    if "`" not in words:
        return words
    return _CODE_SPAN.sub(lambda span: " " * len(span.group()), words)


_QUOTED, _ITEM_WIDTH = 0, 4
_LONGEST_WORD = 60
_DEEPEST = 100
"""So many containers in one another are followed; Python-Markdown does not draw many more."""


class _Scanner:
    """One pass over the lines of a page.

    `stack` are the containers that the current line may be in, from the outermost: the columns by which one indents
    its content, or `_QUOTED` for a block quote.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.lines
        self.stack: tuple[int, ...] = ()
        self.blocks: list[Block] = []
        self.prose: list[tuple[int, str]] = []
        self.lookalikes: list[Lookalike] = []
        self.has_brackets = "[" in source.text
        self.after_blank = True
        self.in_item_text = False
        self.barren: dict[str, tuple[int, int, int]] = {}
        self.unmatched: dict[str, int] = {}
        self.without_end = 0
        """Up to this line, no comment that begins in the paragraph ends in it."""

    def run(self, *, front_matter: bool) -> Scan:
        number = self._after_front_matter() if front_matter else 0
        while number < len(self.lines):
            number = self._line(number)
        return Scan(tuple(self.blocks), tuple(self._paragraphs()), tuple(self.lookalikes))

    def _after_front_matter(self) -> int:
        """The first line after the page's front matter: a mapping, or else the `---` above it is but a line."""
        if self.lines[0].rstrip() != "---":
            return 0
        first = next((line for line in self.lines[1:] if line.strip()), "")
        if not _MAPPING.match(first):
            return 0
        ends = (number for number, line in enumerate(self.lines[1:], 2) if line.rstrip() in _FRONT_MATTER_END)
        return next(ends, 0)

    def _line(self, number: int) -> int:
        """Read one line; return the number of the next one to read."""
        line = self.lines[number]
        if not self.stack:  # most lines are: words, or none
            if not line:
                self._end_paragraph()
                return number + 1
            if line[0].isalpha() and "<!--" not in line:
                self._keep_prose(number, line)
                self.after_blank = False
                return number + 1
        flat = line.expandtabs(4) if "\t" in line else line
        start, depth = _enter(flat, self.stack)
        rest = flat[start:]
        if not rest.strip():
            self.stack = self.stack[:depth]
            self._end_paragraph()
            return number + 1
        was_in_item = False
        if depth < len(self.stack):
            if not (self.after_blank or _interrupts(rest)):
                self._keep_prose(number, line)
                return number + 1
            was_in_item = self.stack[depth] != _QUOTED
            self.stack = self.stack[:depth]
        return self._content(number, flat, start, was_in_item=was_in_item)

    def _content(self, number: int, flat: str, start: int, *, was_in_item: bool) -> int:
        """Read a line from column `start` on, where its known containers end: further ones, then what they hold."""
        line = self.lines[number]
        opens_line = True
        while True:
            rest = flat[start:]
            if rest.startswith("    ") or not rest.strip() or len(self.stack) >= _DEEPEST:
                # Indented code keeps `after_blank`: a fence on its next line is code as well.
                if not self.after_blank:
                    self._keep_prose(number, line)
                return number + 1
            if fence := _FENCE.match(rest):
                return self._fence(number, start, fence)
            if quote := _QUOTE.match(rest):
                self.stack += (_QUOTED,)
                start += quote.end()
                self._end_paragraph()
                opens_line = False
                continue
            if _INDENTED.match(rest):
                self.stack += (_ITEM_WIDTH,)
                break
            may_begin_item = self.after_blank or self.in_item_text or was_in_item or not opens_line
            if may_begin_item and not _RULE.match(rest) and (item := _ITEM.match(rest)):
                start += item.end()
                fenced = _FENCE.match(flat[start:])
                self.stack += (min(item.end(), _ITEM_WIDTH) if fenced else _ITEM_WIDTH,)
                self.in_item_text = True
                opens_line = False
                continue
            if rest.lstrip().startswith("<!--"):
                return self._skip(number, "-->", flat.index("<!--", start) + 4)
            if raw := _RAW.match(rest):
                return self._skip(number, f"</{raw[1].lower()}", start + raw.end())
            break
        self.after_blank = False
        self._keep_prose(number, line)
        if "<!--" in line:
            return self._inline_comment(number)
        if any(alone.match(rest) for alone in (_HEADED, _HEADING, _UNDERLINE, _RULE)):
            self._end_paragraph()
        return number + 1

    def _end_paragraph(self) -> None:
        self.after_blank = True
        self.in_item_text = False

    def _fence(self, number: int, start: int, fence: re.Match[str]) -> int:
        mark, word = fence[2], (fence[3] or "").lower()
        self._end_paragraph()
        ours = word in WORDS
        end, closed = self._fence_end(number, mark, ours=ours)
        if ours:
            if not closed:
                end = self._torn_end(number, end)
            self._keep_block(number, end, start, fence, closed=closed)
        elif not closed:
            self.after_blank = False
            return number + 1
        elif word:
            self._keep_lookalike(number, end, start + len(fence[1]))
        return end + 1 if closed else end

    def _fence_end(self, number: int, mark: str, *, ours: bool) -> tuple[int, bool]:
        """The line that closes a fence; or the line where its container, its block or the page ends."""
        lines, stack = self.lines, self.stack
        char, size, depth = mark[0], len(mark), len(stack)
        known = self.barren.get(char)
        if known and not ours and number < known[0] and size >= known[1] and depth >= known[2]:
            return known[0], False
        for at in range(number + 1, len(lines)):
            line = lines[at]
            if not stack and mark not in line:
                continue
            flat = line.expandtabs(4)
            start, held = _enter(flat, stack)
            if held < depth:
                break
            content = flat[start:]
            bare = content.lstrip(" ")
            if bare.startswith(mark) and len(content) - len(bare) < 4:
                if not bare.strip().strip(char):
                    return at, True
                if ours and (opened := _FENCE.match(content)) and (opened[3] or "").lower() in WORDS:
                    return at, False
        else:
            at = len(lines)
        self.barren[char] = (at, size, depth)
        return at, False

    def _torn_end(self, number: int, limit: int) -> int:
        """Where a block that nothing closes is taken to end, so that the rest of the page is not lost."""
        for at in range(number + 1, limit):
            flat = self.lines[at].expandtabs(4)
            if not flat[_enter(flat, self.stack)[0] :].strip():
                return at
        return limit

    def _keep_block(self, number: int, end: int, start: int, fence: re.Match[str], *, closed: bool) -> None:
        column = start + len(fence[1])
        line = self.lines[number]
        prefix = line[: _characters(line, column)]
        raw = self.lines[number + 1 : end]
        cuts: tuple[int, ...] = ()
        further = ""
        if column or self.stack:
            indent = len(fence[1])
            parts = [_cut(line, self.stack, indent) for line in raw]
            cuts = tuple(part[0] for part in parts)
            raw = tuple(part[1] for part in parts)
            further = "".join("> " if width == _QUOTED else " " * _ITEM_WIDTH for width in self.stack)
        at = line.index(fence[3], len(prefix))
        word = Phrase.on_line(fence[3], number + 1, at + 1)
        last = end + 1 if closed else max(end, number + 1)
        kind, text = WORDS[fence[3].lower()], "\n".join(raw)
        self.blocks.append(Block(self.source, kind, word, number + 1, last, prefix, further, text, cuts, closed))

    def _keep_lookalike(self, number: int, end: int, column: int) -> None:
        line = self.lines[number]
        begin = _characters(line, column)
        if not _ALMOST.match(line, begin):
            return
        words = line[begin:].lstrip("`~ \t")
        key = _KEY.match(next((line for line in self.lines[number + 1 : end] if line.strip()), ""))
        if key and len(words) <= _LONGEST_WORD:
            typed = Phrase.on_line(words.rstrip(), number + 1, len(line) - len(words) + 1)
            self.lookalikes.append(Lookalike(typed, key[1]))

    def _skip(self, number: int, closing: str, column: int) -> int:
        """The line after the one that holds `closing`; the next line where none does."""
        self._end_paragraph()
        if self.unmatched.get(closing, len(self.lines)) > number:
            flat = self.lines[number].expandtabs(4)
            if closing in flat[column:].lower():
                return number + 1
            for at in range(number + 1, len(self.lines)):
                if closing in self.lines[at].lower():
                    return at + 1
            self.unmatched[closing] = number
        return number + 1

    def _inline_comment(self, number: int) -> int:
        """The line on which a comment ends that begins inside a paragraph: not beyond that paragraph."""
        if number < self.without_end:
            return number + 1
        line = without_code(self.lines[number])
        opened = line.rfind("<!--")
        if opened < 0 or "-->" in line[opened:]:
            return number + 1
        for at in range(number + 1, len(self.lines)):
            if not self.lines[at].strip():
                self.without_end = at
                return number + 1
            if "-->" in self.lines[at]:
                return at + 1
        self.without_end = len(self.lines)
        return number + 1

    def _keep_prose(self, number: int, line: str) -> None:
        if self.has_brackets:
            self.prose.append((number + 1, line))

    def _paragraphs(self) -> Iterator[Phrase]:
        """The prose that was kept, lines that follow each other as one phrase."""
        for _, rows in groupby(enumerate(self.prose), key=lambda row: row[1][0] - row[0]):
            lines = [line for _, line in rows]
            text = "\n".join(line for _, line in lines)
            if "[" in text:
                offsets = accumulate((len(line) + 1 for _, line in lines), initial=0)
                anchors = tuple(Anchor(offset, number, 1) for offset, (number, _) in zip(offsets, lines, strict=False))
                (first, _), (last, ending) = lines[0], lines[-1]
                yield Phrase(text, Span(first, 1, last, len(ending) + 1), anchors)


def _enter(flat: str, stack: tuple[int, ...]) -> tuple[int, int]:
    """How far a line without tabs is inside its containers: the column of its content, and how many hold it."""
    start = 0
    for depth, width in enumerate(stack):
        if width == _QUOTED:
            quote = _QUOTE.match(flat, start)
            if not quote:
                return start, depth
            start = quote.end()
        elif flat.startswith(" " * width, start):
            start += width
        elif flat[start:].strip():
            return start, depth
        else:
            start = len(flat)
    return start, len(stack)


def _interrupts(rest: str) -> bool:
    """Whether a line ends the paragraph before it, rather than going on with it."""
    return any(begin.match(rest) for begin in (_FENCE, _HEADING, _QUOTE, _ITEM, _INDENTED, _COMMENT, _RAW))


def _cut(line: str, stack: tuple[int, ...], indent: int) -> tuple[int, str]:
    """A line's content inside its containers and its fence's own indentation, and the characters left out before."""
    flat = line.expandtabs(4) if "\t" in line[:40] else line
    column, _ = _enter(flat, stack)
    while indent and flat.startswith(" ", column):
        column += 1
        indent -= 1
    count = _characters(line, column)
    surplus = len(line[:count].expandtabs(4)) - column
    return count - surplus, " " * surplus + line[count:]


def _characters(line: str, column: int) -> int:
    """How many characters of a line with tabs reach to a column."""
    width = 0
    for count, character in enumerate(line):
        if width >= column:
            return count
        width += 4 - width % 4 if character == "\t" else 1
    return len(line)
