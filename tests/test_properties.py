"""What holds for every page: for any text, for nearly right stories, and for blocks in containers of every sort."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from random import Random

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_stories.drawing import Drawing
from mkdocs_stories.hosts.markdown_extension import Rendering, StoriesExtension
from mkdocs_stories.model import Page, Story, View
from mkdocs_stories.nodes import LOADERS
from mkdocs_stories.project import Project
from mkdocs_stories.reader import read_page
from mkdocs_stories.reports import text_of
from mkdocs_stories.strays import Gap
from mkdocs_stories.syntax import scan
from mkdocs_stories.text import Source
from mkdocs_stories.vocabulary import Vocabulary

EXTENSIONS = ["admonition", "def_list", "footnotes", "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]
PLAIN = {"pymdownx.highlight": {"use_pygments": False}, "pymdownx.tabbed": {"alternate_style": True}}

# Documents are made of parts: lines in which some blocks tell a story, and others only show how one is written.

Part = tuple[str, ...]
TOLD, SHOWN = "US-0", "EX-0"
"""Stand for the ids of blocks that are stories, and of those that are examples; numbered when the page is complete."""


def together(parts: list[Part]) -> Part:
    """Parts one below the other, a blank line between them."""
    return tuple(line for part in parts for line in ("", *part))[1:]


def moved(part: Part, first: str, further: str) -> Part:
    """A part in a container, which begins its first line and every further one."""
    return tuple(f"{further if number else first}{line}".rstrip() for number, line in enumerate(part))


def example(part: Part) -> Part:
    return tuple(line.replace(TOLD, SHOWN) for line in part)


PROSE = ["Some words.", "Some words\nover two lines", "# A heading", "Words with `code` in them", "***", "| a | b |"]
prose = st.sampled_from(PROSE).map(lambda words: tuple(words.split("\n")))


@st.composite
def blocks(draw: st.DrawFn) -> Part:
    """A block, perhaps with notes."""
    fence = draw(st.sampled_from(["```", "````", "~~~", "~~~~~"]))
    word = draw(st.sampled_from(["story", "user-story", "technical-story", "Story", "enabler", "epic"]))
    info = draw(st.sampled_from(["", " "])) + word + draw(st.sampled_from(["", " ", ' title="Wish"']))
    notes = draw(st.sampled_from([(), ("---", "Words."), ("---", "", "- one", "- two"), ("", "", "---", "> so")]))
    return (fence + info, f"id: {TOLD}", "title: A title", *notes, fence)


CONTAINERS: list[Callable[[Part], Part]] = [
    lambda part: moved(part, "> ", "> "),
    lambda part: ("!!! note", *moved(part, "    ", "    ")),
    lambda part: ('!!! note "Title"', "", *moved(part, "    ", "    ")),
    lambda part: ("??? tip", *moved(part, "    ", "    ")),
    lambda part: ('???+ tip "Title"', "", *moved(part, "    ", "    ")),
    lambda part: ('=== "Tab"', "", *moved(part, "    ", "    ")),
    lambda part: ("- An item", "", *moved(part, "    ", "    ")),
    lambda part: ("1. An item", "", *moved(part, "    ", "    ")),
    lambda part: ("* An item", "", *moved(part, "    ", "    "), "", "* Another item"),
    lambda part: ("- An item", *moved(part, "    ", "    ")) if part[0][0] not in ">!?=" else part,
    lambda part: ("# A heading", "- An item", "", *moved(part, "    ", "    ")),
    lambda part: ("> Words.", ">", *moved(part, "> ", "> ")),
]
CONTAINERS_OUTSIDE: list[Callable[[Part], Part]] = [
    lambda part: ("Term", "", ":   A definition", "", *moved(part, "    ", "    ")),
    lambda part: ("[^0]:", *moved(part, "    ", "    ")),
    lambda part: ("[^0]: A note", "", *moved(part, "    ", "    ")),
]
"""Containers whose contents Python-Markdown does not find where they are in a list item."""
EXAMPLES: list[Callable[[Part], Part]] = [
    lambda part: ("``````markdown", *example(part), "``````"),
    lambda part: ("~~~~~~", *example(part), "~~~~~~"),
]
EXAMPLES_OUTSIDE: list[Callable[[Part], Part]] = [
    lambda part: ("<!--", *example(part), "-->"),
    lambda part: ("<pre>", *example(part), "</pre>"),
    lambda part: ("Words.", "", *moved(example(part), "    ", "    ")),
]
"""Examples that Python-Markdown knows outside containers only."""


def inside(containers: list[Callable[[Part], Part]], parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    return st.builds(lambda container, part: container(part), st.sampled_from(containers), parts)


def grown(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    return inside(CONTAINERS, st.lists(parts, min_size=1, max_size=3).map(together))


leaves = st.one_of(prose, blocks(), blocks(), inside(EXAMPLES, blocks()))
nested = st.recursive(leaves, grown, max_leaves=6)
outside = inside(EXAMPLES_OUTSIDE + CONTAINERS_OUTSIDE, blocks() | nested)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A page of parts with words between them, its ids numbered."""
    parts = draw(st.lists(st.one_of(nested, nested, outside), min_size=1, max_size=5))
    text = "\n".join(together([one for part in parts for one in (("Words between.",), part)]))
    numbers = count(1)
    text = re.sub(r"(?<=US-|EX-|\n\[\^)0", lambda _: str(next(numbers)), text)
    return "\n\n".join((text, "Words with notes", *re.findall(r"\[\^\d+\]", text)))


def drawn(text: str) -> BeautifulSoup:
    """A page that is its own backlog, as Python-Markdown draws it."""
    converter = Markdown(extensions=[*EXTENSIONS, "stories"], extension_configs=PLAIN)
    return BeautifulSoup(converter.convert(text), "html.parser")


@given(documents())
@settings(max_examples=300)
def test_pages_show_exactly_the_stories_that_scan_finds(text: str) -> None:
    found = [re.findall(r"id: (\S+)", block.text) for block in scan(Source("page.md", text)).blocks]
    assert [name for (name,) in found] == re.findall(r"id: (US-\d+)", text)
    page = drawn(text)
    cards = [str(card["aria-labelledby"]) for card in page.find_all("article")]
    assert sorted(cards) == sorted(name.lower() for (name,) in found)  # footnotes stand at the end of the page
    html = str(page)
    assert not re.search(r"stories[0-9a-f]{32}", html)
    for name in re.findall(r"id: (EX-\d+)", text):
        assert len(re.findall(rf"id: {name}\b", html)) == 1


# Texts that are nearly stories: made of what the language is made of, in any order.

PIECES = [
    *(
        "```story\n",
        "```technical-story\n",
        "~~~epic\n",
        "````backlog\n",
        "```\n",
        "~~~\n",
        "---\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
    ),
    *(
        "> ",
        "- ",
        "1. ",
        "!!! note\n",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "\r",
        "\r\n",
        "\ufeff",
        "\0",
        "\x85",
        "\u2028",
    ),
    *(
        "id: US-1\n",
        "id: ",
        "as a: ",
        "I want: ",
        "so that: ",
        "story: >\n  ",
        "story: |\n  ",
        "acceptance:\n",
        "tags: [a, ",
    ),
    *(
        "  - given: x\n    when: y\n",
        "- [x] done\n",
        "- [ ] ",
        "allow: {",
        "where: ",
        "sort: -",
        "view: cards\n",
        "limit: 9",
    ),
    *(
        "'",
        '"',
        "\\",
        "#",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a ",
        "!!b ",
        "%",
        "@",
        "|",
        ">",
        "? ",
        "<<: ",
        "é",
        "漢",
        "𝄞",
    ),
    *(
        "As a cook, I want to bake so that we eat",
        "[US-1]",
        "[a][US-2]",
        "](javascript:x)",
        "{{ x }}",
        "`",
        "**",
        "$",
        "=== 'a'\n",
    ),
]
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
in_block = pieces.map(lambda words: f"```story\n{words}\n```\n")
texts = st.one_of(
    st.text(), pieces, in_block, in_block.map(lambda words: "".join(f"> {row}\n" for row in words.split("\n")))
)
data = st.one_of(st.binary(), texts.map(lambda words: words.encode("utf-8", "surrogatepass")))


@given(data)
@settings(max_examples=400)
def test_reading_never_raises(typed: bytes) -> None:
    project = Project((Source.decode("page.md", typed),))
    for diagnostic in project.diagnostics:
        assert all(row.isprintable() for row in text_of(diagnostic).split("\n"))
    for story in project.backlog.stories:
        assert story.heading
        assert story.span.line <= story.span.end_line


@given(texts)
@settings(max_examples=150)
def test_drawing_never_raises_and_leaves_no_markers(text: str) -> None:
    """`<` and `{` of stories are held back as noncharacters, which no text should hold."""
    html = str(drawn(re.sub("[\ufdd0\ufdd1]", "", text)))
    assert not re.search(r"stories[0-9a-f]{32}|[\ufdd0\ufdd1\x02\x03]", html)


# Stories whose values are written in every way that YAML has for the same words.

words = st.lists(
    st.sampled_from(["books", "a", "price,", "to", "*new*", "it's", "“so”", "漢字", "x-y", "1.10"]),
    min_size=2,
    max_size=7,
)


def plain(said: list[str], indent: str) -> str:
    return " " + " ".join(["We", *said])


def folded_plain(said: list[str], indent: str) -> str:
    return f" We {said[0]}\n{indent}" + f"\n{indent}".join(said[1:])


def single_quoted(said: list[str], indent: str) -> str:
    return f" 'We {' '.join(said)}'".replace("it's", "it''s")


def folded_single_quoted(said: list[str], indent: str) -> str:
    return f" 'We {said[0]}\n{indent}{' '.join(said[1:])}'".replace("it's", "it''s")


def double_quoted(said: list[str], indent: str) -> str:
    return f' "We {" ".join(said)}"'


def folded(said: list[str], indent: str) -> str:
    return f" >\n{indent}We {said[0]}\n{indent}{' '.join(said[1:])}"


def literal(said: list[str], indent: str) -> str:
    return f" |-\n{indent}We {said[0]}\n{indent}{' '.join(said[1:])}"


STYLES = [plain, folded_plain, single_quoted, folded_single_quoted, double_quoted, folded, literal]
styles = st.sampled_from(STYLES)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Part, list[list[str]]]:
    """A block, and the words of its values in the order of its fields."""
    said = [draw(words) for _ in range(5)]
    role, goal, first, second, note = said
    rows = [
        f"as a:{draw(styles)(role, '  ')}",
        f"I want:{draw(styles)(goal, '  ')}",
        f"acceptance:\n  -{draw(styles)(first, '    ')}\n  - given:{draw(styles)(second, '      ')}",
        f"---\n{' '.join(['We', *note])}",
    ]
    lines = "\n".join(rows).split("\n")
    return ("```story", *lines, "```"), [["We", *one] for one in said]


containers = st.lists(st.sampled_from(CONTAINERS), max_size=2)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])


@given(stories(), containers, line_ends)
@settings(max_examples=300)
def test_every_word_knows_its_place(
    story: tuple[Part, list[list[str]]], around: list[Callable[[Part], Part]], end: str
) -> None:
    """The place of each word of each value slices back to that word, in containers and in every style of YAML."""
    part, said = story
    for container in around:
        part = container(part)
    source = Source("page.md", end.join(part))
    (read,) = read_page(source, Vocabulary()).stories
    assert not read.strays
    phrases = [read.role, read.goal, *(one.phrase for one in read.acceptance), read.notes]
    for phrase, expected in zip(phrases, said, strict=True):
        assert phrase is not None
        assert phrase.text.split() == expected
        for word in re.finditer(r"\S+", phrase.text):
            place = phrase.cut(*word.span()).span
            assert source.slice(place).replace("''", "'") == word.group()
        assert not source.slice(phrase.span)[0].isspace()


@given(texts)
@settings(max_examples=300)
def test_spans_are_inside_of_the_page(text: str) -> None:
    """Wherever a diagnostic points to, there is a line; phrases on one line slice back to their words."""
    project = Project((Source("page.md", text),))
    for diagnostic in project.diagnostics:
        span = diagnostic.finding.span
        assert 1 <= span.line <= span.end_line <= len(diagnostic.source.lines)
        assert 1 <= span.column <= len(diagnostic.source.line(span.line)) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)
    for story in project.backlog.stories:
        for phrase in (story.head, *(stray.phrase for stray in story.strays)):
            if phrase and not phrase.anchors:
                # YAML 1.1 knows further line ends, which are read as spaces.
                assert re.sub("[\x85\u2028\u2029]", " ", story.source.slice(phrase.span)) == phrase.text


# The same in another order, or read by another loader.

sites = st.lists(documents() | texts, min_size=2, max_size=4).map(
    lambda pages: [Source(f"{number}.md", text) for number, text in enumerate(pages)]
)


def written(project: Project) -> str:
    """Everything that comes out of a site: the report and each page."""
    report = "\n".join(text_of(one) for one in project.diagnostics)
    return "\n".join(
        (report, *(page_of(project, page) for page in sorted(project.backlog.pages, key=lambda one: one.source.path)))
    )


def page_of(project: Project, page: Page) -> str:
    rendering = Rendering(Drawing(project.backlog, page.source.path), project.settings, page, front_matter=True)
    extension = StoriesExtension(lambda _md: rendering)
    return Markdown(extensions=[*EXTENSIONS, extension], extension_configs=PLAIN).convert(page.source.text)


@given(sites)
@settings(max_examples=60)
def test_same_input_same_output(sources: list[Source]) -> None:
    assert written(Project(tuple(sources))) == written(Project(tuple(sources)))


@st.composite
def linked_sites(draw: st.DrawFn) -> list[Source]:
    """Pages of stories with ids of their own, and links between them that may lead nowhere, or in a ring."""
    names = [f"US-{number}" for number in range(1, draw(st.integers(3, 9)))]
    some = st.lists(st.sampled_from([*names, "US-99", "TS-1"]), max_size=3, unique=True)
    pages: list[list[str]] = [[], [], []]
    for name in names:
        links = f"depends on: [{', '.join(draw(some))}]\nrelates to: [{', '.join(draw(some))}]"
        status = draw(st.sampled_from(["done", "ready"]))
        body = f"id: {name}\nas a: cook\nI want: to bake\nso that: we eat\nstatus: {status}\n{links}\n"
        draw(st.sampled_from(pages)).append(f"```story\n{body}```\n\nSee [{draw(st.sampled_from(names))}].\n")
    pages[0].append("```backlog\n```\n\n```backlog\nview: cards\ngroup by: depends on\n```\n")
    return [Source(f"{number}.md", "\n".join(page)) for number, page in enumerate(pages)]


@given(linked_sites(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_files_does_not_matter(sources: list[Source], random: Random) -> None:
    shuffled = sources[:]
    random.shuffle(shuffled)
    assert written(Project(tuple(shuffled))) == written(Project(tuple(sources)))


@given(st.one_of(in_block, documents(), stories().map(lambda story: "\n".join(story[0]))))
@settings(max_examples=300)
def test_both_loaders_read_the_same(text: str) -> None:
    """The pure loader words its errors otherwise; all else is the same."""
    source = Source("page.md", text.replace("\t", " "))  # libyaml takes tabs between tokens, the pure loader does not
    fast, pure = (read_page(source, Vocabulary(), loader) for loader in LOADERS)
    pairs: list[tuple[Story | View, Story | View]] = [
        *zip(fast.stories, pure.stories, strict=True),
        *zip(fast.views, pure.views, strict=True),
    ]
    for one, other in pairs:
        if is_readable(one) and is_readable(other):
            assert one == other
        else:
            assert is_readable(one) == is_readable(other)
            assert one.span == other.span


SIGNS = "ab1 -:,[]{}#&*!|>'\"%@`?=.~/\\_\n\N{NO-BREAK SPACE}\N{LINE SEPARATOR}\x07\N{ZERO WIDTH JOINER}"
BEGINNINGS = ("id: ", "Title:", "tags: [", "tags:", "- ", "  - ", "acceptance:", "so that: ", "status: '", " ", "x")
tricky_lines = st.tuples(
    st.sampled_from(BEGINNINGS), st.text(SIGNS, max_size=9), st.sampled_from(["", "]", "'", '"', " ", ", b]"])
).map("".join)


@given(st.lists(tricky_lines, max_size=5).map("\n".join))
@settings(max_examples=1000)
def test_plain_lines_are_read_as_libyaml_reads_them(text: str) -> None:
    source = Source("page.md", f"```story\n{text}\n```")
    assert read_page(source, Vocabulary()) == read_page(source, Vocabulary(), LOADERS[0])


def is_readable(block: Story | View) -> bool:
    return not any(stray.gap in (Gap.INVALID_YAML, Gap.REFUSED_YAML) for stray in block.strays)
