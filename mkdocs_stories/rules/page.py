"""ST1xx: the page can be read, and shows what is written on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Page, Story, View
from ..rule import Drawn, rule
from ..strays import Gap
from ..syntax import WORDS
from ..text import Span
from ..view_reader import VIEW_FIELDS
from ..vocabulary import Vocabulary, nearest, normal, singular
from .mending import in_quotes
from .words import of_gap, subject


@rule("ST130", Severity.ERROR)
def unreadable_bytes(page: Page, _backlog: Backlog) -> Iterator[Finding]:
    """A page holds bytes that are not UTF-8 text.

    They are shown as a question mark in a diamond. Most often the file was saved in another encoding.

    Example: a page saved as Latin-1.

    Instead: the same page saved as UTF-8.
    """
    for flaw in page.source.flaws[:10]:
        yield Finding(flaw, "this is a NUL, or not UTF-8 text", "remove it, or save the file as UTF-8", "unreadable")


@rule("ST133", Severity.WARNING, of="lookalikes")
def misspelt_block(page: Page, _backlog: Backlog) -> Iterator[Finding]:
    """A fence holds the fields of a story, but the word behind it is none that begins one.

    It is drawn as code. The story is in no backlog, and nothing of it is checked. An example that is meant to be code
    has a language, like `yaml`.

    Example:
        ```technical_story
        id: TS-1
        component: price service
        goal: keep the old price of each book
        benefit: discounts can be shown
        ```

    Instead:

        ```technical-story
        id: TS-1
        component: price service
        goal: keep the old price of each book
        benefit: discounts can be shown
        ```
    """
    for typed, key in page.lookalikes:
        if normal(key) not in VIEW_FIELDS and not _BUILT_IN.field_of_any(key):
            continue
        if meant := _meant(typed.text):
            yield Finding(
                typed.span,
                f"`{typed}` begins no block, so that nothing of it is read",
                f"did you mean `{meant}`?",
                "shown as code",
            )


def _meant(typed: str) -> str | None:
    """The word of ours that somebody meant who typed this: all of it is near one, or its first word is one."""
    letters = [singular(one) for one in _LETTERS.findall(typed.lower())]
    word = "-".join(letters)
    near = nearest(word, WORDS)
    if near and abs(len(near) - len(word)) <= _SLIP:
        return near
    first = _FIRST.match(typed.lower())
    return first[1] if first and first[1] in WORDS else None


_BUILT_IN = Vocabulary()
_LETTERS = re.compile("[a-z]+")
_FIRST = re.compile(r"[{\s.]*([a-z-]+)(?=[\s,;:}]|$)")
_SLIP = 2


@rule("ST119", Severity.WARNING, of="strays")
def words_in_comment(block: Story | View, _backlog: Backlog) -> Iterator[Finding]:
    """Words of a block are lost, since YAML takes them for a comment.

    What follows a space and `#` is a comment. A value that holds them needs quotes. A comment that is meant has a space
    after its `#`. `check --fix` puts a value that begins with `#` in quotes.

    Example:
        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: 7 #12
        ```

    Instead:

        ```story
        id: US-1
        story: As a reader, I want to see discounts so that I pay less
        issue: [7, "12"]
        ```
    """
    for stray in of_gap(block, Gap.COMMENT):
        yield Finding(
            stray.phrase.span,
            f"`{stray.phrase}` is lost: after a space, `#` begins a comment",
            'put the value in quotes: `"… #…"`; an issue needs no `#`',
            "not part of the value",
            fix=in_quotes(block.source, stray.phrase),
        )


@rule("ST131", Severity.ERROR)
def undrawn_block(drawn: Drawn, _backlog: Backlog) -> Iterator[Finding]:
    """A block of the page was not drawn, though it is part of the backlog.

    Links to its card lead nowhere. It stands where the page shows text as it is: inside an HTML element without the
    attribute `markdown`. Or another plugin has changed the page or left a part of it out, as one does that fills in
    templates: stories are read from the files, before that.

    Example: a block between `<div>` and `</div>`, or one with `{{ name }}` in it.

    Instead: the same block between `<div markdown>` and `</div>`, with the extension `md_in_html`; and without template
    code.
    """
    shown, met = [one.body for one in drawn.shown], {one.body for one in drawn.met}
    for block in drawn.page.blocks:
        if block.body in shown:
            shown.remove(block.body)
        elif block.body in met:
            yield Finding(
                block.head.span,
                f"the {block.head} block is in the backlog, but not on its page",
                "move it out of the HTML element around it, or add `markdown` to that element's tag; or mend the code "
                "fence above it, if MkDocs does not know what its first line says",
                "not drawn",
            )
        elif "{{" in block.body or "{%" in block.body or any(_is_same(one, block) for one in _strangers(drawn)):
            yield Finding(
                block.head.span,
                f"the {block.head} block was changed by another plugin before it was drawn",
                "write the story without template code: it is read before templates are filled in",
                "not drawn as it is written",
            )
        else:
            yield Finding(
                block.head.span,
                f"the {block.head} block is in the backlog, but another plugin took it out of its page",
                "delete it, or write it where no template leaves it out: it is read before templates are filled in",
                "not on the page",
            )


@rule("ST132", Severity.WARNING)
def uncollected_block(drawn: Drawn, backlog: Backlog) -> Iterator[Finding]:
    """A page shows a card that is not part of the backlog, or whose story is told on another page.

    The block is not written on the page itself: a snippet, a docstring or another plugin put it there when the page was
    drawn, after the stories had been read. A story that no page of the docs tells is in no view, and no link can lead
    to it. One that another page tells is shown twice.

    Example: a block in a file outside the docs folder, which a snippet includes.

    Instead: the block on the page itself, or a `backlog` block that shows the story there.
    """
    for block in _strangers(drawn):
        if not any(_is_same(one, block) for one in _lost(drawn)):
            yield _brought_by(drawn.page, *_uncollected(block, backlog))
    shown = Counter(one.body for one in drawn.shown)
    for body, blocks in drawn.page.by_text.items():
        if shown[body] > len(blocks) and isinstance(blocks[0], Story):
            told = "once" if len(blocks) == 1 else f"{len(blocks)} times"
            yield Finding(
                blocks[0].head.span,
                f"{subject(blocks[0])} is drawn {shown[body]} times on this page, though it is told {told}",
                "write it where no template or plugin repeats it: links lead to the first card alone",
                "drawn again",
            )


def _uncollected(block: Story | View, backlog: Backlog) -> tuple[str, str]:
    if isinstance(block, View):
        return (
            "a `backlog` block on this page is drawn, but was not checked: it is not written on the page itself",
            "write the block on the page itself",
        )
    home = backlog.find(block.name)
    if home:
        return (
            f"{subject(block)} is drawn on this page, but is told by `{home.source.path}`",
            f"leave it on one page and link to it from the other, `[{block.name}]`; or show it by a `backlog` block",
        )
    known = subject(block) if block.id else f"a {block.type.label} without id"
    return (
        f"{known} is drawn on this page, but is not in the backlog: {' '.join(block.heading.split())[:60]}",
        "write the block on a page of the docs: what snippets, templates and docstrings bring is not read",
    )


def _strangers(drawn: Drawn) -> list[Story | View]:
    """What is shown and not written on the page."""
    return [one for one in drawn.shown if one.body not in drawn.page.by_text]


def _lost(drawn: Drawn) -> list[Story | View]:
    """What is written on the page, and was not there when it was rendered."""
    met = {one.body for one in drawn.met}
    return [one for one in drawn.page.blocks if one.body not in met]


def _is_same(one: Story | View, other: Story | View) -> bool:
    if isinstance(one, Story) and isinstance(other, Story):
        return one.id is not None and other.id is not None and one.name == other.name
    return isinstance(one, View) and isinstance(other, View)


_BRINGS = re.compile(r"\s*(?:-{1,}8<-{1,}|;-+8<-+|\{[%{]|:::)")
"""What begins a line in whose place text is put: of snippets, templates and docstrings."""


def _brought_by(page: Page, message: str, help_: str) -> Finding:
    """A finding at the line that puts other text on a page, where there is but one; else somewhere on the page."""
    found = [number for number, line in enumerate(page.source.lines, 1) if _BRINGS.match(line)]
    if len(found) != 1:
        return Finding(Span(1, 1, 1, 2), message, help_, "somewhere on this page")
    end = len(page.source.line(found[0]).rstrip()) + 1
    return Finding(Span(found[0], 1, found[0], end), message, help_, "brought by this line")
