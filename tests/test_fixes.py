"""Fixes and new ids: what is written instead, and that nothing else changes and nothing gets worse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_stories import fixes
from mkdocs_stories.backlog import Backlog
from mkdocs_stories.checker import Judgement, check, judge
from mkdocs_stories.diagnostics import Diagnostic, Edit, Severity
from mkdocs_stories.edits import OverlapError, apply, compatible
from mkdocs_stories.fixes import Mended, mend
from mkdocs_stories.model import Story, View
from mkdocs_stories.nodes import LOADERS
from mkdocs_stories.project import Project
from mkdocs_stories.reader import read_page
from mkdocs_stories.renaming import RenameError, rename
from mkdocs_stories.settings import Settings
from mkdocs_stories.strays import UNREADABLE
from mkdocs_stories.text import LINE_END, Source, Span
from tests.growth import grows
from tests.sites import story
from tests.test_properties import CONTAINERS, Part, linked_sites, texts

OPTIONS = {"fields": {"region": {"choices": ["north", "south"]}, "codes": {"type": "list"}}}


def mended(*pages: str, **options: object) -> Mended:
    sources = tuple(Source(f"{number}.md", text) for number, text in enumerate(pages))
    return mend(Project(sources, Settings.from_mapping(OPTIONS | options)), everything)


def everything(_: Diagnostic) -> bool:
    return True


def texts_of(found: Mended) -> list[str]:
    return [page.source.text for page in found.backlog.pages]


def once(text: str, **options: object) -> str:
    """A page with everything mended."""
    (page,) = texts_of(mended(text, **options))
    return page


def block(*lines: str, word: str = "story") -> str:
    return "\n".join((f"```{word}", *lines, "```", ""))


# What has one right answer, and what has none.


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("prioritty: high", "priority: high"), ("Prioritty: high", "Priority: high"), ("statsu: done", "status: done"),
        ("pirority: low", "priority: low"), ("estmate: 3", "estimate: 3"), ("tgas: [a]", "tags: [a]"),
        ("labelss: [a]", "labels: [a]"), ("buisness value: 3", "business value: 3"), ("milestune: 1", "milestone: 1"),
        ("'statsu': done", "'status': done"), ("statsu : done", "status : done"), ("regoin: north", "region: north"),
        ("status: redy", "status: ready"), ("status: in progess", "status: in progress"),
        ("status: todo", "status: to do"),
        ("priority: hihg", "priority: high"), ("priority: 'hihg'", "priority: 'high'"),
        ("priority: lwo", "priority: low"),
        ("priority: hihg # now", "priority: high # now"), ("region: nort", "region: north"),
        ("prioritty: hihg", "priority: high"),
        ("acceptance: [{givne: x, then: y}]", "acceptance: [{given: x, then: y}]"),
    ],
)  # fmt: skip
def test_a_misspelt_word(typed: str, right: str) -> None:
    assert once(story("US-1", typed)) == story("US-1", right)


@pytest.mark.parametrize(
    "typed",
    [
        "rule: x", "stage: done", "version: 2", "enabled: yes", "test: x", "kid: x", "urgency: high", "x: y",
        "region: middle", "priority: hug", "status: finished", "priority: urgent", 'priority: "h\\x69hg"',
        "prioritty: high\npriority: low", "statsu: nearly", "prioritty: [a]", "? [statsu]\n: done", "end: 2026-01-31",
        "released: 2026-01-31", "estmate: abc", "dependson: US-99",
    ],
)  # fmt: skip
def test_a_word_that_may_mean_something_else_is_left(typed: str) -> None:
    """Nor is a name mended where the value does not fit the field: then it was another field that was meant.

    Nothing is offered either, so that no report promises it.
    """
    page = story("US-1", *typed.split("\n"))
    assert once(page) == page
    assert not [one.finding.fix for one in mended(page).project.diagnostics if one.finding.fix]


@pytest.mark.parametrize("container", ["> ", "    ", "  "])
def test_a_name_in_a_container(container: str) -> None:
    head = {"> ": "", "    ": "- Item\n\n", "  ": "* Item\n\n"}[container]
    wrong, kept, right = (
        head + "".join(f"{container}{line}\n" for line in story("US-1", words).splitlines())
        for words in ("prioritty: hihg", "estmate: abc", "priority: high")
    )
    assert (once(wrong), once(kept)) == (right, kept)


@pytest.mark.parametrize("typed", ["limt: none", "dept: 0\nof: US-1", "groop by: nothing\nlimti: 3x"])
def test_a_view_whose_value_would_not_fit(typed: str) -> None:
    page = f"{story('US-1')}\n{block(*typed.split(chr(10)), word='backlog')}"
    found = mended(page).project.diagnostics
    assert found
    assert not [one for one in found if one.finding.fix]


def test_a_declared_role_is_not_written_in_the_place_of_another_one() -> None:
    page = story("US-1").replace("reader", "payer")
    found = mended(page, roles=["player"])
    assert texts_of(found) == [page]
    assert [(one.code, one.finding.help, one.fix) for one in found.project.diagnostics] == [
        ("ST218", "did you mean `player`?", ())
    ]


def test_a_word_near_to_two_is_left() -> None:
    page = story("US-1", "priority: middl")
    assert once(page, priorities=["middle", "middly"]) == page
    assert once(page, priorities=["middle", "other"]) == story("US-1", "priority: middle")


def test_a_name_that_would_need_quotes_is_left() -> None:
    page = story("US-1", "priority: a: b #")
    assert once(page, priorities=["a: b #!", "low"]).count("priority") == 1
    assert once(story("US-1", "priority: wont"), priorities=["won't", "do"]) == story("US-1", "priority: wont")


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("title: to see this: the discount", 'title: "to see this: the discount"'),
        ("title: this:", 'title: "this:"'),
        ('title: the "new": x', "title: 'the \"new\": x'"),
        ("title: a \\n b: it's", "title: 'a \\n b: it''s'"),
        ("title: it's: so", 'title: "it\'s: so"'),
        ("title: this: that  # a comment", 'title: "this: that"  # a comment'),
        ("title: this: that  ", 'title: "this: that"  '),
        ("title: & more", 'title: "& more"'), ("title: &more of it", 'title: "&more of it"'),
        ("title: *new* prices", 'title: "*new* prices"'), ("title: **new** prices", 'title: "**new** prices"'),
        ("title: !important", 'title: "!important"'), ("title: @home", 'title: "@home"'),
        ("title: `code` is it", 'title: "`code` is it"'), ("title: %d of it", 'title: "%d of it"'),
        ("title: > 5 items", 'title: "> 5 items"'), ("title: | x", 'title: "| x"'), ("title: , x", 'title: ", x"'),
        ('title: "Fast" search', "title: '\"Fast\" search'"), ("title: 'Fast' search", "title: \"'Fast' search\""),
        ("title: [draft] search", 'title: "[draft] search"'), ("title: {x} search", 'title: "{x} search"'),
        ("title: : x", 'title: ": x"'), ("title: to see: the\n  price of it", 'title: "to see: the\n  price of it"'),
        ("title: a 'b': the\n  price isn't\n  \"it\"", "title: 'a ''b'': the\n  price isn''t\n  \"it\"'"),
        ("acceptance:\n  - the price: it is: shown", 'acceptance:\n  - "the price: it is: shown"'),
        ("acceptance:\n  - given: a: b\n    then: c: d", 'acceptance:\n  - given: "a: b"\n    then: "c: d"'),
        ("acceptance:\n- @x sees\n- y", 'acceptance:\n- "@x sees"\n- y'),
        ("allow:\n  missing-role: so: it is", 'allow:\n  missing-role: "so: it is"'),
        ("title:x", "title: x"), ("Title:a: b: c", 'Title: "a: b: c"'),
        ("tags:\n\t- a\n\t- b", "tags:\n  - a\n  - b"), ("title: |\n\ta", "title: |\n  a"),
        ("issue: #12", 'issue: "#12"'), ("issue:\n  - #12\n  - 13", 'issue:\n  - "#12"\n  - 13'),
    ],
)  # fmt: skip
def test_text_that_yaml_needs_quoted(typed: str, right: str) -> None:
    """In quotes, the text is what was typed."""
    before, after = (story("US-1", *lines.split("\n")) for lines in (typed, right))
    mended_page = once(before, rules={"needless-excuse": "off"})
    assert mended_page == after
    for loader in LOADERS:
        (read,) = read_page(Source("page.md", mended_page), Project(()).settings.vocabulary, loader).stories
        assert read.is_readable
        if "title" in typed.lower() and "|\n" not in typed:
            wanted = re.sub(r"\s+", " ", typed.partition(":")[2].partition("  #")[0]).strip()
            assert read.title
            assert read.title.text == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "title: &a x\nowner: *a", "title: !!str x", "title: - a", "title: 'tis nice", 'title: "never closed',
        "tags: [a, b: c: d]", "tags: [@a, b]", "tags: [a] b", "allow: missing-role: so", "acceptance: given: x: y",
        "acceptance:\n  - [x] done", "title: a: b\n  - c", "title: a: b # c\n  d", "title: x\n  y: z",
        "tags:\n\t- a\n  - b", "xtitle:y", "title: \x07", "issue: 7 #12", "tags: #a # b", "title: #12 \\",
        "? a\n- b", "nothing",
    ],
)  # fmt: skip
def test_a_block_that_takes_more_than_quotes_is_left(typed: str) -> None:
    page = story("US-1", *typed.split("\n"))
    assert once(page) == page


def test_everything_in_one_block_is_mended() -> None:
    typed = [
        "id:US-1",
        "as a: reader",
        "I want: a: b",
        "so that: c: d",
        "prioritty: hihg",
        "tags: [a, b, a]",
        "acceptance: [x]",
    ]
    right = ["id: US-1", "as a: reader", 'I want: "a: b"', 'so that: "c: d"', "priority: high", "tags: [a, b]"]
    found = mended(block(*typed))
    assert texts_of(found) == [block(*right, "acceptance: [x]")]
    assert Counter(one.code for one in found.fixes) == {"ST111": 1, "ST113": 1, "ST116": 1, "ST123": 1}


def test_what_stood_behind_an_error_may_come_to_light() -> None:
    found = mended(block("id: US-1", "as a: reader", "I want: a: b"))
    assert [one.code for one in found.fixes] == ["ST111"]
    assert texts_of(found) == [block("id: US-1", "as a: reader", 'I want: "a: b"')]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("tags: [a, b, a]", "tags: [a, b]"), ("tags: [a,b,a,a, c]", "tags: [a,b, c]"), ("tags: a, b, A", "tags: a, b"),
        ("tags: ['a', \"b\", \"a\"]", "tags: ['a', \"b\"]"), ("tags: [a, a ]  # x", "tags: [a ]  # x"),
        ("tags:\n  - a\n  - 'a'\n  - b", "tags:\n  - a\n  - b"), ("codes: [x, x]", "codes: [x]"),
        ("issue: 7, 7", "issue: 7"), ("relates to: [US-2, US-2]", "relates to: [US-2]"),
        ("relates to: [us-2, US-2]", "relates to: [US-2]"),
    ],
)  # fmt: skip
def test_an_entry_that_is_there_twice(typed: str, right: str) -> None:
    other = story("US-2")
    assert texts_of(mended(story("US-1", *typed.split("\n")), other)) == [story("US-1", *right.split("\n")), other]


@pytest.mark.parametrize(
    "typed",
    [
        "tags:\n  - a\n  - a # a comment",
        "tags: [a,\n  a]",
        "tags: [a, # x\n  a, b]",
        "tags: 'a, b, a'",
        "tags: >\n  a,\n  a",
    ],
)
def test_an_entry_that_goes_with_something_else_is_left(typed: str) -> None:
    page = story("US-1", *typed.split("\n"))
    assert once(page) in (page, story("US-1", "tags: 'a, b'"))


@pytest.mark.parametrize("name", ["us-7", "US7", "US-07", "Us_7", "us 7"])
def test_an_id_in_another_case(name: str) -> None:
    page = f"{story('US-1', f'depends on: {name}')}\n{story('US-7')}"
    assert once(page) == page.replace(name, "US-7", 1)


def test_an_id_that_is_one_letter_off_is_left() -> None:
    page = f"{story('US-1', 'depends on: US-71')}\n{story('US-7')}\nSee [US-8].\n"
    assert once(page) == page


def test_an_id_that_two_stories_have_but_for_zeros_is_left() -> None:
    page = (
        f"{story('US-1', 'depends on: us-7')}\n{story('US-7')}\n{story('US-07', 'title: x', 'so that: we earn more')}"
    )
    assert once(page) == page


def test_references_in_another_case() -> None:
    page = f"See [us-1], [it][us-01], `[us-1]`\nand [US-1].\n\n{story('US-1', notes='Not [us-1].')}"
    assert once(page) == page.replace("[us-1],", "[US-1],").replace("us-01", "US-1").replace("Not [us-1]", "Not [US-1]")


def test_a_link_that_would_close_a_ring_is_left() -> None:
    page = f"{story('US-1', 'depends on: us-2')}\n{story('US-2', 'depends on: US-1')}"
    assert once(page) == page


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("view: tabel", "view: table"), ("vieww: cards", "view: cards"),
        ("where:\n  statsu: done", "where:\n  status: done"),
        ("where: {status: [redy, done]}", "where: {status: [ready, done]}"), ("sort: -prioritty", "sort: -priority"),
        ("where:\n  statsu: redy", "where:\n  status: ready"), ("columns: [id, tittle]", "columns: [id, title]"),
        ("where:\n  tags: *pric*", 'where:\n  tags: "*pric*"'), ("view:cards", "view: cards"),
    ],
)  # fmt: skip
def test_views(typed: str, right: str) -> None:
    assert once(block(*typed.split("\n"), word="backlog")) == block(*right.split("\n"), word="backlog")


def test_what_is_excused_or_off_is_not_mended() -> None:
    page = story("US-1", "priority: hihg", "tags: [a, a]")
    assert once(page, rules={"invalid-value": "off", "repeated-entry": "off"}) == page
    assert once(page, per_path={"*": {"invalid-value": "so", "repeated-entry": "so"}}) == page
    allowed = story("US-1", "priority: hihg", "allow: {invalid-value: so}")
    assert once(allowed) == allowed


def test_only_what_is_wanted_is_mended() -> None:
    page = story("US-1", "priority: hihg", "tags: [a, a]")
    project = Project((Source("page.md", page),))
    assert texts_of(mend(project, lambda one: one.code == "ST123")) == [story("US-1", "priority: hihg", "tags: [a]")]


def test_a_page_with_bytes_that_are_no_text_is_left() -> None:
    source = Source.decode("page.md", b"caf\xe9\n" + story("US-1", "priority: hihg").encode())
    assert not list(mend(Project((source,)), lambda _: True).changes)


def test_many_fixes_that_do_not_go_are_tried_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of these, none of the first and all of the second ones go."""
    runs: list[int] = []

    def counted(*given: Any) -> Judgement:
        runs.append(1)
        return judge(*given)

    monkeypatch.setattr(fixes, "judge", counted)
    told = "sotry: As a reader, I want to see discounts so that I pay less"  # which is told in parts already
    wrong, right = (story("US-1", told, f"status: {word}") for word in ("redy", "ready"))
    assert sum(bool(one.fix) for one in mended(wrong).project.diagnostics) == 2
    runs.clear()
    pages = [[page.replace("US-1", f"US-{number}") for number in range(10, 70)] for page in (wrong, right)]
    assert sorted(texts_of(mended(*pages[0], rules={"same-story": "off"}))) == pages[1]
    assert len(runs) < 20


def test_a_misspelt_rule_that_is_allowed() -> None:
    page = story("US-1", "so that: ''", "allow: {mising-benefit: it is said on Monday}")
    assert once(page) == page.replace("mising", "missing")


# Edits


def test_edits_that_overlap() -> None:
    source = Source("page.md", "one two\nthree\n")
    with pytest.raises(OverlapError):
        apply(source, [Edit(Span(1, 1, 1, 4), "x"), Edit(Span(1, 3, 1, 6), "y")])
    with pytest.raises(OverlapError):
        apply(source, [Edit(Span(1, 2, 1, 2), "x"), Edit(Span(1, 2, 1, 2), "y")])
    touching = [Edit(Span(1, 4, 1, 4), "x"), Edit(Span(1, 1, 1, 4), "ONE"), Edit(Span(1, 4, 1, 5), "-")]
    assert apply(source, touching).text == "ONEx-two\nthree\n"
    assert apply(source, [Edit(Span(1, 5, 2, 3), "")]).text == "one ree\n"
    assert apply(source, [Edit(Span(2, 1, 3, 1), "")]).text == "one two\n"
    assert apply(Source("page.md", "a"), [Edit(Span(1, 1, 2, 1), "")]).text == ""


spans = st.tuples(st.integers(1, 12), st.integers(0, 3)).map(lambda at: Span(1, at[0], 1, sum(at)))


@given(st.lists(st.lists(spans.map(lambda span: Edit(span, "x")), min_size=1, max_size=3), max_size=6))
def test_edits_that_go_together(groups: list[list[Edit]]) -> None:
    """Each group that goes with those before it is kept whole, and no other."""
    source = Source("page.md", "x" * 20)
    kept: list[Edit] = []
    for group in groups:
        with suppress(OverlapError):
            apply(source, [*kept, *group])
            kept += group
    assert compatible(source, groups) == tuple(kept)


def test_many_edits_of_one_page_take_no_longer_each() -> None:
    """An edit is not compared with all the others."""

    def work(count: int) -> Callable[[], None]:
        source = Source("page.md", "x\n" * count)
        groups = [[Edit(Span(row, 1, row, 2), "y")] for row in range(count, 0, -1)]

        def choose() -> None:
            assert len(compatible(source, groups)) == count

        return choose

    grows(work, 1_250)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_new_lines_end_as_those_of_the_page(end: str) -> None:
    source = Source("page.md", f"one{end}two{end}")
    assert apply(source, [Edit(Span(2, 1, 2, 1), "new\n")]).text == f"one{end}new{end}two{end}"


mixed = st.lists(st.sampled_from(["a", "b c", " ", "é", "漢", "\t", "\n", "\r\n", "\r"]), max_size=12).map("".join)


@given(mixed, st.data())
def test_edits_touch_nothing_else(text: str, data: st.DataObject) -> None:
    """What stands between the edits is the same, character by character."""
    edits, expected = [], ""
    for number, (row, end) in enumerate(zip(LINE_END.split(text), (*LINE_END.findall(text), ""), strict=True), 1):
        start, stop = sorted(data.draw(st.tuples(st.integers(0, len(row)), st.integers(0, len(row)))))
        new = data.draw(st.text(st.sampled_from("xyz"), max_size=3))
        edits.append(Edit(Span(number, start + 1, number, stop + 1), new))
        expected += f"{row[:start]}{new}{row[stop:]}{end}"
    assert apply(Source("page.md", text), data.draw(st.permutations(edits))).text == expected


# What holds for whatever is written.

SLIPS = [
    "prioritty: high", "priority: hihg", "prioritty: hihg", "statsu: redy", "status: done", "tags: [a, b, a]",
    "tags: a, a",
    "depends on: [us-2, US-2]", "depends on: US-03", "supports: us-1", "epic: ep-1", "title: a: b", "title:x",
    "issue: #12",
    "title: *x* y", "owner: @me # now", "owner: &me x", "estmate: 3", "relates to:\n  - us-2\n  - US-2",
    "allow: missing-role",
    "acceptance:\n  - the price: it: is\n  - done: x", "acceptance:\n\t- x", "as a: As as a cook", "benfit: we eat",
    "I wnat: to see [us-2]", "---\nSee [us-1] and [US-02].\n- [ ] [us-3]", "milestone: 'it''s'", "# a comment",
    "x: y", "title: [",
]  # fmt: skip


@st.composite
def wrong_pages(draw: st.DrawFn) -> str:
    """A page of stories with slips, in containers, its line ends mixed."""
    part: Part = ()
    for number in range(1, draw(st.integers(1, 4)) + 1):
        word = draw(st.sampled_from(["story", "technical-story", "epic"]))
        told = ["as a: cook", f"I want: to bake {number} cakes", "so that: we eat"] if word == "story" else []
        said = "\n".join([*told, *draw(st.lists(st.sampled_from(SLIPS), max_size=4, unique=True))])
        one: Part = (f"```{word}", f"id: {'EP' if word == 'epic' else 'US'}-{number}", *said.split("\n"), "```")
        for container in draw(st.lists(st.sampled_from(CONTAINERS), max_size=1)):
            one = container(one)
        part = (
            *part,
            "",
            *one,
            "",
            draw(st.sampled_from(["See [us-1].", "Words.", "> See [US-01]", "```x\n[us-1]\n```"])),
        )
    ends = draw(st.sampled_from([("\n",), ("\r\n",), ("\r",), ("\n", "\r\n")]))
    text = "\n".join(part)
    return "".join(f"{row}{draw(st.sampled_from(ends)) if len(ends) > 1 else ends[0]}" for row in text.split("\n"))


any_pages = st.lists(st.one_of(wrong_pages(), wrong_pages(), texts), min_size=1, max_size=2)


def unread(project: Project) -> set[tuple[str, int]]:
    """The blocks that cannot be read, by page and number."""
    return {
        (page.source.path, number)
        for page in project.backlog.pages
        for number, one in enumerate(blocks_of(page.stories, page.views))
        if any(stray.gap in UNREADABLE for stray in one.strays)
    }


def blocks_of(stories: Iterable[Story], views: Iterable[View]) -> list[Story | View]:
    both: list[Story | View] = [*stories, *views]
    return sorted(both, key=lambda one: one.span.line)


def errors(project: Project) -> Iterator[tuple[str, int]]:
    """The place of each error."""
    for one in project.diagnostics:
        if one.severity is Severity.ERROR:
            page = project.backlog.page(one.source.path)
            blocks = blocks_of(page.stories, page.views) if page else []
            line = one.finding.span.line
            inside = (at for at, block in enumerate(blocks) if block.span.line <= line <= block.span.end_line)
            yield one.source.path, next(inside, -1)


def projects(pages: list[str]) -> tuple[Project, Mended, Project]:
    before = Project(tuple(Source(f"{number}.md", text) for number, text in enumerate(pages)))
    found = mend(before, everything)
    return before, found, Project(tuple(page.source for page in found.backlog.pages))


@given(any_pages)
@settings(max_examples=150)
def test_mending_again_finds_nothing(pages: list[str]) -> None:
    _, _, after = projects(pages)
    again = mend(after, everything)
    assert not again.fixes
    assert not list(again.changes)


@given(any_pages)
@settings(max_examples=150)
def test_mending_makes_nothing_worse(pages: list[str]) -> None:
    """No page has an error more than before, but in a block that could not be read, and now can."""
    before, found, after = projects(pages)
    assert unread(after) <= unread(before)
    read_now = unread(before) - unread(after)
    counted = [Counter(place for place in errors(project) if place not in read_now) for project in (before, after)]
    assert counted[1] <= counted[0]
    if not read_now:
        assert len(after.diagnostics) <= len(before.diagnostics) or any(
            one.severity is Severity.ERROR for one in found.fixes
        )
    assert bool(found.fixes) == bool(list(found.changes))


@given(any_pages)
@settings(max_examples=150)
def test_mending_touches_nothing_else(pages: list[str]) -> None:
    """Line ends stay, and so do lines of mere words; a line is only ever removed whole, with the entry of a list."""
    _, found, _ = projects(pages)
    for old, new in found.changes:
        before, after = ([*LINE_END.split(source.text)] for source in (old, new))
        ends_before, ends_after = (LINE_END.findall(source.text) for source in (old, new))
        removed = len(before) - len(after)
        assert 0 <= removed == len(ends_before) - len(ends_after) <= sum(one.code == "ST123" for one in found.fixes)
        assert removed or ends_before == ends_after
        plain = [line for line in before if not re.search(r"[:\-\[\]@]|^\W", line)]
        assert all({line, f"{line}'", f'{line}"'} & set(after) for line in plain)


class Counted(tuple[Story, ...]):
    """Stories that know how often somebody went through all of them."""

    walks = 0

    def __iter__(self) -> Iterator[Story]:
        type(self).walks += 1
        return super().__iter__()


def test_many_findings_on_a_page_of_many_stories() -> None:
    """Each is of the story around it. Stories are not gone through for each of the findings."""

    told = "\n".join(story(f"US-{number}", notes="[US-9999]") for number in range(1, 101))

    def walks(count: int) -> int:
        project = Project((Source("page.md", f"{told}\n{'[US-9999] ' * count}"),))
        (page,) = project.backlog.pages
        backlog = Backlog((replace(page, stories=Counted(page.stories)),), project.settings.vocabulary)
        Counted.walks = 0
        dead = [one for one in check(backlog, project.settings) if one.code == "ST309"]
        assert [one.story for one in dead] == [*(one.headline for one in page.stories), *[None] * count]
        return Counted.walks

    assert 0 < walks(1) == walks(100)


@given(any_pages)
def test_blocks_stand_one_below_the_other(pages: list[str]) -> None:
    """That is how the block around a place is found."""
    for text in pages:
        found = [one.span for one in read_page(Source("page.md", text), Settings().vocabulary).stories]
        assert all(one.end_line < other.line for one, other in pairwise(found))


# New ids


def written(project: Project, renamed: Iterable[tuple[Source, Source]]) -> Project:
    new = {source.path: source for _, source in renamed}
    return Project(tuple(new.get(source.path, source) for source in project.sources), project.settings)


LINKED = """\
See [US-7], [US-7][], [it][US-7], `[US-7]`, [US-70], US-7 and [x](b.md#us-7 "t").

    [US-7] in code

[y](<b.md#us-7>) [z](c.md#us-7) [w](b.md#us-70) [v](./b.md#us-7) [u](b.md) ![p](b.md#us-7)

[d]: b.md#us-7

```story
id: US-1
story: "As a reader, I want [US-7] so that I pay less"
depends on: "US-7"
relates to: [US-7, US-70]
acceptance: ["It is [US-7] all the same"]
---
Of [US-7], see [it](b.md#us-7).

- [ ] [US-7]
  and [US-7]
```

```backlog
where: {id: [us-7, US-70, US-7*], depends on: US-7}
not: {relates to: US-7}
```
"""


def test_rename_in_every_place() -> None:
    pages = (Source("a.md", LINKED), Source("b.md", f"[me](#us-7) [x](a.md#us-7)\n\n{story('US-7')}\n{story('US-70')}"))
    project = Project(pages)
    renamed = rename(project, "US-7", "US-700")
    after = {new.path: new.text for _, new in renamed.changes}
    assert after["b.md"] == pages[1].text.replace("(#us-7)", "(#us-700)").replace("id: US-7\n", "id: US-700\n")
    left = re.findall(r"\S*\b(?:US|us)-7\b\S*", after["a.md"])
    assert left == ["`[US-7]`,", "US-7", "[US-7]", "[z](c.md#us-7)", "US-7*],"]
    assert after["a.md"].count("US-700") + after["a.md"].count("us-700") + 2 == renamed.places
    back = rename(written(project, renamed.changes), "US-700", "US-7")
    assert {new.path: new.text for _, new in back.changes} == {page.path: page.text for page in pages}


def test_rename_in_addresses_of_the_backlog_and_in_short_links() -> None:
    """What an address asks the backlog's page for is renamed, and the short link where the site has them."""
    links = """[e](backlog.md?view=board&epic=ep-1) [c](backlog.md?compare=US-1&amp;compare=US-2#top)
[a](stories/US-1/) [b](../stories/US-1/index.html "its card") [d]

[d]: ../backlog.md?epic=EP-1&epic=EP-2

[no](https://example.com/?epic=EP-1) [no](backlog.md?tags=EP-1) [no](stories/US-1/more/) [no](stories/us-1/)
`[x](?epic=EP-1)`
"""
    page = links + story("US-1", "epic: EP-1", "---", "[n](backlog.md?compare=US-1)") + "```epic\nid: EP-1\n```\n"
    project = Project((Source("page.md", page),), Settings.from_mapping({"short_links": True}))
    told = {
        "](backlog.md?view=board&epic=ep-1)": "](backlog.md?view=board&epic=ep-10)",
        "]: ../backlog.md?epic=EP-1&epic=EP-2": "]: ../backlog.md?epic=EP-10&epic=EP-2",
        "epic: EP-1": "epic: EP-10",
        "id: EP-1": "id: EP-10",
    }
    assert _renamed(project, "EP-1", "EP-10") == _replaced(page, told)
    told = {
        "?compare=US-1&amp;": "?compare=US-13&amp;",
        "](stories/US-1/)": "](stories/US-13/)",
        "../stories/US-1/index.html": "../stories/US-13/index.html",
        "id: US-1": "id: US-13",
        "[n](backlog.md?compare=US-1)": "[n](backlog.md?compare=US-13)",
    }
    assert _renamed(project, "US-1", "US-13") == _replaced(page, told)
    plain = _renamed(Project(project.sources), "US-1", "US-13")
    assert "(stories/US-1/)" in plain
    assert "?compare=US-13&amp;" in plain


def test_rename_in_own_fields_and_in_titles() -> None:
    told = story("US-1", "title: After [US-2]", 'evidence: "See [US-2]"') + story("US-2")
    project = Project((Source("page.md", told),), Settings.from_mapping({"fields": {"evidence": {}}}))
    assert _renamed(project, "US-2", "US-20") == told.replace("US-2", "US-20")


def _renamed(project: Project, old: str, new: str) -> str:
    ((_, after),) = rename(project, old, new).changes
    return after.text


def _replaced(text: str, words: dict[str, str]) -> str:
    for before, after in words.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("US-1", "US-1", "both ids are `US-1`"),
        ("US-9", "US-5", "there is no story `US-9`"),
        ("SU-1", "US-5", "there is no story `SU-1`; did you mean `US-1`?"),
        ("XX", "US-5", "there is no story `XX`"),
        ("US-1", "US-2", "the id `US-2` is taken, in page.md:10"),
        ("US-1", "us-2", "the id `US-2` is taken, in page.md:10"),
        ("US-1", "one", "`one` is no id: it does not match"),
        ("US-1", "US-1\n", "is no id"),
        ("US-3", "US-5", "there are several stories `US-3`"),
        ("US-4", "US-5", "page.md:35: `US-4` is written with escapes"),
    ],
)
def test_an_id_that_cannot_be_renamed(old: str, new: str, said: str) -> None:
    others = [story("US-3"), story("US-3"), story("US-4").replace("US-4", '"US\\x2d4"')]
    page = "\n".join([story("US-1", "depends on: US-2"), story("US-2"), *others])
    with pytest.raises(RenameError, match=re.escape(said)):
        rename(Project((Source("page.md", page),)), old, new)


def test_an_id_in_another_case_may_be_renamed() -> None:
    page = f"{story('US-1').replace('US-1', 'us-1')}\n[us-1] [x](#us-1)\n"
    renamed = rename(Project((Source("page.md", page),)), "us-1", "US-1")
    assert [new.text for _, new in renamed.changes] == [page.replace("us-1", "US-1").replace("#US-1", "#us-1")]


def test_a_page_with_bytes_that_are_no_text_is_not_renamed() -> None:
    pages = Source("a.md", story("US-1")), Source.decode("b.md", b"caf\xe9 [US-1]\n")
    with pytest.raises(RenameError, match=r"b\.md names US-1, and holds bytes that are not UTF-8 text"):
        rename(Project(pages), "US-1", "US-2")


def test_ids_that_need_quotes_are_refused() -> None:
    settings = Settings.from_mapping({"id_pattern": "[^ ]+"})
    with pytest.raises(RenameError, match="cannot be written in all the places"):
        rename(Project((Source("page.md", story("US-1")),), settings), "US-1", "#1")


def test_what_named_the_new_id_before_is_counted() -> None:
    project = Project((Source("page.md", f"{story('US-1', 'depends on: US-5')}\n[US-5] [US-1]\n"),))
    assert rename(project, "US-1", "US-5").joined == 2


@given(
    linked_sites(),
    st.sampled_from(["US-70", "US-11", "XY-1", "US-9900"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(max_examples=60)
def test_there_and_back(sources: list[Source], new: str, end: str) -> None:
    """Every link stays, and the same bytes come back."""
    project = Project(tuple(Source(one.path, one.text.replace("\n", end)) for one in sources))
    there = rename(project, "US-1", new)
    after = written(project, there.changes)
    assert sum(len(one.links) for one in after.backlog.stories) == sum(
        len(one.links) for one in project.backlog.stories
    )
    assert not [one for one in after.backlog.stories for link in one.links if link.target.text == "US-1"]
    assert Counter(one.code for one in after.diagnostics) == Counter(one.code for one in project.diagnostics)
    back = rename(after, new, "US-1")
    assert {source.path: source.text for source in written(after, back.changes).sources} == {
        source.path: source.text for source in project.sources
    }


@given(any_pages)
@settings(max_examples=150)
def test_renaming_never_fails_otherwise(pages: list[str]) -> None:
    project = Project(tuple(Source(f"{number}.md", text) for number, text in enumerate(pages)))
    for name in ("US-1", "US-2"):
        try:
            renamed = rename(project, name, "US-77")
        except RenameError:
            continue
        assert written(project, renamed.changes).backlog.find("US-77")
