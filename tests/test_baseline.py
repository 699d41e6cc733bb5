"""The baseline: it excuses exactly what it records, wherever that moves, and says what is no longer there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_stories.baseline import Baseline, BaselineError
from mkdocs_stories.identity import fingerprints
from mkdocs_stories.project import Project
from mkdocs_stories.text import Source

HEAD = '{"baseline": "mkdocs-stories", "version": 1}'
FLAWS = (
    "as a: reader",
    "I want: to see discounts",
    "so that: I pay less",
    "status: never",
    "estimate: three",
    "prioritty: high",
    "depends on: [US-98, US-99]",
    "tags: [price, price]",
    "allow: {missing-benefit: soon}",
)


def block(name: str, lines: tuple[str, ...]) -> str:
    return "\n".join(("```story", f"id: {name}", *lines, "```", ""))


NOTHING = Baseline()
stories = st.lists(st.lists(st.sampled_from(FLAWS), unique=True).map(tuple), min_size=1, max_size=5)


def of(pages: dict[str, str], baseline: Baseline = NOTHING) -> Project:
    return Project(tuple(Source(path, text) for path, text in pages.items()), baseline=baseline)


def page_of(told: list[tuple[str, ...]]) -> str:
    return "\n".join(block(f"US-{number}", lines) for number, lines in enumerate(told, 1))


def recorded(project: Project) -> Baseline:
    """A baseline as another run reads it."""
    return Baseline.read(Source("../baseline.jsonl", Baseline.of(project.diagnostics).text))


@given(stories)
def test_a_baseline_excuses_all_that_it_records(told: list[tuple[str, ...]]) -> None:
    project = of({"a.md": page_of(told)})
    assert replace(project, baseline=recorded(project)).diagnostics == ()


@given(stories, st.integers(1, 20))
def test_lines_may_move(told: list[tuple[str, ...]], lines: int) -> None:
    """Below other words, in another order, and on another page."""
    first = of({"a.md": page_of(told)})
    baseline = recorded(first)
    below = "Words\n\n" * lines + page_of(told)
    assert of({"a.md": below}, baseline).diagnostics == ()
    blocks = [block(f"US-{number}", one) for number, one in enumerate(told, 1)]
    assert of({"a.md": "\n".join(reversed(blocks))}, baseline).diagnostics == ()
    assert of({"a.md": blocks[0], "sub/b.md": "\n".join(blocks[1:])}, baseline).diagnostics == ()
    again = list(fingerprints(of({"a.md": below}).diagnostics))
    assert again == list(fingerprints(first.diagnostics))
    assert len(set(again)) == len(again)


@given(stories, st.sampled_from(FLAWS))
def test_what_is_new_is_reported(told: list[tuple[str, ...]], flaw: str) -> None:
    """Another story with a problem is not excused by those that have the same one."""
    baseline = recorded(of({"a.md": page_of(told)}))
    more = page_of([*told, (flaw,)])
    new = {one.finding.span for one in of({"a.md": more}, baseline).diagnostics}
    assert new == {
        one.finding.span for one in of({"a.md": more}).diagnostics if one.story and one.story.name == _last(told)
    }


def _last(told: list[tuple[str, ...]]) -> str:
    return f"US-{len(told) + 1}"


def test_the_same_problem_once_more_is_reported() -> None:
    """Two links of a story lead nowhere; the baseline knows of one."""
    whole = "as a: reader", "I want: to see discounts", "so that: I pay less", "acceptance: seen"
    once = of({"a.md": block("US-1", (*whole, "depends on: US-9"))})
    twice = of({"a.md": block("US-1", (*whole, "depends on: [US-9]", "relates to: US-9"))}, recorded(once))
    assert [one.code for one in twice.diagnostics] == ["ST301"]


def test_an_entry_that_is_no_longer_needed_is_named() -> None:
    broken = of({"a.md": block("US-1", ("as a: reader", "I want: to see discounts", "acceptance: seen"))})
    whole = block("US-1", ("as a: reader", "I want: to see discounts", "so that: I pay less", "acceptance: seen"))
    (said,) = of({"a.md": whole}, recorded(broken)).diagnostics
    assert (said.code, said.source.path, said.finding.span.line) == ("ST502", "../baseline.jsonl", 2)
    assert said.finding.message == "the baseline excuses `missing-benefit` of US-1, which is no longer there"


def test_the_file_is_the_same_whatever_the_order_of_the_pages() -> None:
    pages = {"a.md": block("US-1", ("as a: reader",)), "b.md": block("US-2", ("I want: to see",))}
    backwards = dict(reversed(pages.items()))
    assert Baseline.of(of(pages).diagnostics).text == Baseline.of(of(backwards).diagnostics).text


def test_a_line_can_be_taken_out_by_hand() -> None:
    project = of({"a.md": block("US-1", ("as a: reader",))})
    rows = Baseline.of(project.diagnostics).text.splitlines()
    shorter = Baseline.read(Source("b", "\n".join(rows[:-1])))
    assert len(replace(project, baseline=shorter).diagnostics) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a baseline of this version"),
        ("[]", "is not a baseline of this version"),
        ('{"baseline": "mkdocs-stories", "version": 2}', "is not a baseline of this version"),
        ("nonsense", "line 1 is not JSON"),
        (HEAD + "\n\nnonsense", "line 3 is not JSON"),
        (HEAD + "\n" + "[" * 100_000, "line 2 is not JSON"),
        (HEAD + "\n[]", "line 2 is no entry"),
        (HEAD + "\n{}", "line 2 is no entry"),
        (HEAD + '\n{"rule": "missing-benefit", "words": 1}', "line 2 is no entry"),
        (HEAD + '\n{"rule": "missing-benefit", "count": "2"}', "line 2 is no entry"),
        (HEAD + '\n{"rule": "missing-benefit", "count": 0}', "line 2 is no entry"),
        (HEAD + '\n{"rule": "missing-benefit", "line": 2}', "line 2 is no entry"),
    ],
)
def test_a_file_that_is_no_baseline(text: str, message: str) -> None:
    with pytest.raises(BaselineError, match=message):
        Baseline.read(Source("b", text))
