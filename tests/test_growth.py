"""Time grows with the length of a page, whatever it is made of: no line and no block takes its square.

Sixteen times the input takes about sixteen times as long; 256 times would be a square hidden somewhere. The inputs are
so long that a square would take many seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from markdown import markdown

from mkdocs_stories.hosts.build import Build
from mkdocs_stories.hosts.markdown_extension import StoriesExtension
from mkdocs_stories.hosts.page_assets import has_stories
from mkdocs_stories.plain_text import without_markup
from mkdocs_stories.project import Project
from mkdocs_stories.reports import REPORTS, Checked, Found, Read
from mkdocs_stories.text import Source
from tests.growth import grows

pytestmark = pytest.mark.usefixtures("own_heap")


def block(body: str) -> str:
    return f"```story\nid: US-1\nas a: reader\nI want: to see\nso that: I pay less\n{body}\n```\n"


def repeated(words: str, size: int) -> str:
    return words * (size // len(words))


Made = Callable[[int], str]

PAGES: dict[str, Made] = {
    "back-ticks": lambda size: "`" * size + "\n" + "`~" * (size // 2),
    "tildes and spaces": lambda size: "~" * (size // 2) + " " * (size // 2),
    "fences": lambda size: repeated("```\nx\n```\n", size),
    "fences that nothing closes": lambda size: repeated("```py\n~~~~py\n````py\n", size),
    "blocks that nothing closes": lambda size: repeated("```story\nid: US-1\n\n", size // 24),
    "quotes in quotes": lambda size: repeated("> " * 100 + "x\n", size) + "```story",
    "one quote in another": lambda size: "> " * size + "```story\n",
    "lists in lists": lambda size: "".join("    " * (n % 80) + "- x\n" for n in range(size // 160)) + "```story",
    "comments": lambda size: repeated("<!-- x -->\n<!--\n", size) + "```story",
    "comments in a paragraph": lambda size: repeated("a <!-- x\n", size) + "```story",
    "raw HTML": lambda size: repeated("<pre>\n<script>\n<style>\n", size) + "```story",
    "front matter": lambda size: "---\n" + repeated("a: b\n", size) + "```story",
    "references": lambda size: repeated("[US-1] [words][US-2]\n", size),
    "brackets": lambda size: "[" * (size // 2) + "]" * (size // 2) + repeated("[`", size),
    "addresses that end nowhere": lambda size: repeated("[x](<", size),
}
BLOCKS: dict[str, Made] = {
    "fields": lambda size: "".join(f"field {n}: x\n" for n in range(size // 60)),
    "the same field": lambda size: repeated("owner: x\n", size // 18),
    "lists in brackets": lambda size: "tags: " + "[" * size,
    "links": lambda size: "depends on:\n" + "".join(f"- US-{n}\n" for n in range(size // 60)),
    "anchors": lambda size: "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, size // 60)),
    "comments": lambda size: repeated("x: y #z\n", size // 20),
    "folded lines": lambda size: "title: >\n" + repeated("  some words\n", size),
    "escapes": lambda size: 'title: "' + repeated("\\u00e9\\n ", size) + '"',
    "quotes": lambda size: "title: '" + repeated("it''s ", size) + "'",
    "a long id": lambda size: "id: " + "A-" * (size // 2),
    "criteria": lambda size: "acceptance:\n" + repeated("- given: x\n  then: y\n", size // 4),
    "notes": lambda size: "---\n" + repeated("- [ ] do [it](b.md)\n", size // 4),
    "marks on letters": lambda size: "title: e" + "\u0301" * size,
}
SENTENCES = (
    *(
        "so that we pay ",
        "so ",
        "because ",
        "to see ",
        "As a reader ",
        "I want ",
        "As a reader, I want to see ",
        "the ",
    ),
    *(
        "should ",
        "and ",
        "or ",
        "etc. ",
        "e.g. ",
        ", ",
        ". ",
        "… ",
        "? ",
        "`",
        "`a` ",
        "*",
        "*a* ",
        "_",
        '"',
        "“",
        "(",
        ")",
    ),
    *("[", "]", "[a](b) ", "](", "<", "<b>", "<!--", "\\", "/", "[role] ", "   a", "Word ", "acceptance criteria "),
)
SENTENCE: dict[str, Made] = {
    f"sentence of {words!r}": lambda size, words=words: (  # type: ignore[misc]
        f"story: 'As a reader, I want to see {repeated(words, size)}'"
    )
    for words in SENTENCES
}
IN_BLOCKS = BLOCKS | SENTENCE
DRAWN: dict[str, Made] = {
    "stories": lambda size: repeated("```story\n```\n", size),
    "stories in raw HTML": lambda size: f"<div>\n{repeated(FENCED, 4 * size)}</div>",
}
FENCED = "```story\nid: US-1\n```\n"
SIZE = 6_000


def report(text: str) -> None:
    """Read a page, check it, and report on it in every form."""
    project = Project((Source("page.md", text),))
    found = tuple(Found(one) for one in project.diagnostics)
    for form in REPORTS:
        list(form.write(Checked(found, (Read("page.md"),))))


def draw(text: str) -> None:
    """Render a page as a host does that resolves the links of cards."""
    build = Build(Project(())).of((Source("page.md", text),))
    rendering = replace(build.rendering("page.md"), address=str)
    markdown(text, extensions=[StoriesExtension(lambda _md: rendering)])


@pytest.mark.parametrize("name", PAGES)
def test_time_grows_with_the_page(name: str) -> None:
    grows(lambda size: partial(report, PAGES[name](size)), SIZE)


@pytest.mark.parametrize("name", IN_BLOCKS)
def test_time_grows_with_the_block(name: str) -> None:
    grows(lambda size: partial(report, block(IN_BLOCKS[name](size))), SIZE)


@pytest.mark.parametrize(
    "piece", ["*", "_", "a_", "*a ", "***a", "~~", "[", "](", "[x](", "[x][", "`", "` `` ``` ", "\\", "a\\`"]
)
def test_time_grows_with_the_words_of_a_title(piece: str) -> None:
    grows(lambda size: partial(without_markup, repeated(piece, size)), 20_000)


def test_time_grows_with_the_html_that_a_page_shows() -> None:
    grows(lambda size: partial(has_stories, "<p>" + repeated('class="stories ', size) + "</p>"), 200_000)


@pytest.mark.parametrize("name", DRAWN)
def test_time_grows_with_the_page_that_is_drawn(name: str) -> None:
    grows(lambda size: partial(draw, DRAWN[name](size)), 2 * SIZE)
