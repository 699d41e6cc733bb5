"""What a pen writes at once is what Python-Markdown makes of the same elements, whatever words authors use."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor

from mkdocs_stories.backlog import Backlog
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.hosts.markdown_extension import Rendering, StoriesExtension
from mkdocs_stories.kept import Kept
from mkdocs_stories.markup import Element, Inline, Pen, Written, add, element, span
from mkdocs_stories.reader import read_page
from mkdocs_stories.settings import Settings
from mkdocs_stories.text import Source
from tests.hosts.test_markdown import OTHERS
from tests.sites import story

PIECES = (
    *(
        "a reader",
        "wants",
        "it’s",
        "don't",
        '"quoted"',
        "Straße",
        "日本",
        "(c)",
        "1/2",
        "--",
        "...",
        "…",
        "a: b",
        "HTML",
    ),
    *("*x*", "_x_", "__x__", "`a < b`", "<b>", "&amp;", "&", "{.c}", "{", "[x](y.md)", "[US-1]", "![i](p.png)", "\\*"),
    *(
        ":smile:",
        "www.example.org",
        "https://example.org/?a=b&c=d",
        "==m==",
        "~~d~~",
        "^^i^^",
        "--x--",
        "a_b_c",
        "\u200b",
    ),
)
said = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)
extensions = st.sampled_from(((), ("smarty", "attr_list"), (*OTHERS, "smarty")))


def page(words: str, others: tuple[str, ...], *, at_once: bool, after: str = "") -> list[object]:
    """What a page with such words says: its tags with their attributes, and its texts."""
    typed = words.replace("'", "''")
    block = story("US-1", f"I want: '{typed}'", f"so that: '{typed}'", f"tags: ['{typed}']", "relates to: [US-2, US-9]")
    views = "".join(f"```backlog\nview: {view}\n```\n\n" for view in ("table", "board", "matrix", "graph", "actors"))
    text = f"# Page\n\n{block}\n{story('US-2')}\n{views}{after}"
    settings = Settings()
    source = Source("page.md", text)
    read = read_page(source, settings.vocabulary)
    drawing = Drawing(Backlog((read,), settings.vocabulary), "page.md")
    rendering = replace(Rendering(drawing, settings, read), address=str if at_once else None)
    html = Markdown(extensions=[*others, StoriesExtension(lambda _md: rendering)]).convert(text)
    return list(told(BeautifulSoup(html, "html.parser")))


def told(tag: Tag) -> list[object]:
    """Python-Markdown takes `&amp;` in an attribute for an entity, the pen does not: here both are read as one."""
    found: list[object] = []
    for one in tag.children:
        if isinstance(one, Tag):
            found += [
                one.name,
                sorted((name, unescape(str(value))) for name, value in one.attrs.items()),
                *told(one),
                "/",
            ]
        elif type(one) is NavigableString and (words := " ".join(one.split())):
            found.append(words)
    return found


@given(said, extensions)
@example("_x_ and __x__", ())
@example("(c) -- it's", ("smarty", "attr_list"))
@example(":smile: www.example.org", tuple(OTHERS))
def test_what_is_written_at_once_is_what_markdown_makes_of_it(words: str, others: tuple[str, ...]) -> None:
    assert page(words, others, at_once=True) == page(words, others, at_once=False)


def test_abbreviations_are_found_in_every_word() -> None:
    after = "\n*[wants]: Desires\n"
    at_once = page("a reader wants", ("abbr",), at_once=True, after=after)
    assert [("title", "Desires")] in at_once
    assert at_once == page("a reader wants", ("abbr",), at_once=False, after=after)


def told_by(rendering: Rendering, _md: Markdown) -> Rendering:
    return rendering


class MarkCells(Extension, Postprocessor):
    """Marks each cell of a page, as often as it sees it."""

    def __init__(self) -> None:
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.postprocessors.register(self, "cells", 0)

    def run(self, text: str) -> str:
        return text.replace("<td", "<td data-seen")


def test_a_view_that_is_kept_goes_once_through_what_others_do_last() -> None:
    text = f"# Page\n\n{story('US-1', 'so that: I *see* it')}\n```backlog\nview: table\n```\n"
    settings = Settings()
    read = read_page(Source("page.md", text), settings.vocabulary)
    drawing = Drawing(Backlog((read,), settings.vocabulary), "page.md")
    kept: Kept[tuple[Element, ...]] = Kept()
    pages = []
    for keeping in (None, kept, kept):
        kept.begin("site")
        rendering = replace(Rendering(drawing, settings, read), address=str, kept=keeping)
        pages.append(Markdown(extensions=[StoriesExtension(partial(told_by, rendering)), MarkCells()]).convert(text))
    assert "<td data-seen" in pages[0]
    assert pages == pages[:1] * 3


def test_all_is_written_but_what_the_host_reads() -> None:
    drawn = element("div", "", span("", "5 > 4"), span("", Inline("*so*"), span("", "&")), span("", "last"))
    settled = Pen(str.isalnum).settled(drawn)
    assert settled is drawn
    first, read, last = drawn
    assert isinstance(first, Written)
    assert first.html == "<span>5 &gt; 4</span>"
    assert (read.text, type(read[0])) == ("*so*", Written)
    assert isinstance(last, Written)


def test_a_whole_element_is_written_with_what_stands_in_it() -> None:
    inner = Pen().settled(element("p", "", "in"))
    drawn = element("div", "c", inner, "and ", element("input", value='"'), data_story="US-1")
    add(drawn, element("svg", "", element("a", "", "to", href="a.md")))
    links = Pen(address={"a.md": "../a/"}.get, names_stories=True)
    assert links.write(drawn) == (
        '<div class="c" data-id="US-1"><p>in</p>and <input value="&quot;"><svg><a xlink:href="../a/">to</a></svg></div>'
    )
    assert Pen().write(element("i", "", "x", data_story="US-1")) == "<i>x</i>"


@pytest.mark.parametrize("tag", ["a", "img"])
def test_what_is_written_passes_for_no_link(tag: str) -> None:
    """Hosts take it for granted that every link leads somewhere."""
    assert Pen().settled(element(tag, "", href="x", src="y")).tag == "span"


def test_a_link_that_the_host_is_to_report_is_left_to_it() -> None:
    link = element("a", "", "lost", href="lost.md#us-1")
    assert Pen(address=lambda _link: None).settled(link) is link
