"""ST1xx: the page can be read, and shows what is written on it."""

from __future__ import annotations

from collections.abc import Iterator

from ..backlog import Backlog
from ..diagnostics import Finding, Severity
from ..model import Gap, Page, Story, View
from ..rule import Drawn, rule
from ..text import Span
from .mending import in_quotes
from .words import of_gap


@rule("ST130", Severity.ERROR)
def unreadable_bytes(page: Page, _backlog: Backlog) -> Iterator[Finding]:
    """A page holds bytes that are not UTF-8 text.

    They are shown as a question mark in a diamond. Most often the file was saved in another encoding.

    Example: a page saved as Latin-1.

    Instead: the same page saved as UTF-8.
    """
    for flaw in page.source.flaws[:10]:
        yield Finding(flaw, "this is a NUL, or not UTF-8 text", "remove it, or save the file as UTF-8", "unreadable")


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

    Links to its card lead nowhere. It stands where the page shows text as it is: inside of an HTML element without the
    attribute `markdown`, or where another plugin has changed the page.

    Example: a block between `<div>` and `</div>`.

    Instead: the same block between `<div markdown>` and `</div>`, with the extension `md_in_html`.
    """
    left = list(drawn.bodies)
    blocks: list[Story | View] = [*drawn.page.stories, *drawn.page.views]
    for block in sorted(blocks, key=lambda one: one.span):
        if block.body in left:
            left.remove(block.body)
        elif "{{" not in block.body and "{%" not in block.body:
            yield Finding(
                block.head.span,
                f"the {block.head} block is in the backlog, but not on its page",
                "move it out of the HTML element around it, or add `markdown` to that element's tag; or mend the code "
                "fence above it, if MkDocs does not know what its first line says",
                "not drawn",
            )
        else:
            yield Finding(
                block.head.span,
                f"the {block.head} block was changed by another plugin before it was drawn",
                "write the story without template code: it is read before templates are filled in",
                "not drawn as it is written",
            )


@rule("ST132", Severity.WARNING)
def uncollected_block(drawn: Drawn, _backlog: Backlog) -> Iterator[Finding]:
    """A page shows a card that is not part of the backlog.

    The block is not written on the page itself: a snippet or another plugin put it there when the page was drawn, after
    the stories had been read. No link can lead to it.

    Example: a block in a file outside of the docs folder, which a snippet includes.

    Instead: the block on the page itself.
    """
    for body in drawn.bodies:
        if body not in drawn.page.blocks:
            words = " ".join(body.split())
            yield Finding(
                Span(1, 1, 1, 2),
                f"a block on this page is drawn, but not in the backlog: {words[:60]}",
                "write the block on the page itself",
                "somewhere on this page",
            )
