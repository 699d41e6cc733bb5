"""Questions to a backlog that no page shows by itself: order, ids, rings, and patterns."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_stories.backlog import Backlog, natural, prefix
from mkdocs_stories.link_kinds import DEPENDS_ON, PART_OF
from mkdocs_stories.project import Project
from mkdocs_stories.story_types import StoryType
from mkdocs_stories.text import Source
from mkdocs_stories.vocabulary import is_like


def backlog(*blocks: str, path: str = "page.md") -> Backlog:
    """The backlog of a page of blocks, each told as `word: fields`, the fields as one line of YAML."""
    parts = (block.partition(": ") for block in blocks)
    text = "\n".join(f"```{word}\n{{{told}}}\n```" for word, _, told in parts)
    return Project((Source(path, text),)).backlog


def test_ids_are_found_as_they_are_written() -> None:
    here = backlog(
        "story: id: US-1, title: one", "story: id: US-1, title: two", "story: title: three", "epic: id: EP-1"
    )
    first = here.find("US-1")
    assert first is not None
    assert first.heading == "one"
    assert here.find("us-1") is None
    assert here.first_at("us-1") is first
    assert set(here.ids) == {"US-1", "EP-1"}
    assert here.prefixes == {"US-", "EP-"}


def test_links_are_followed_both_ways() -> None:
    told = ("story: id: US-1, epic: [EP-1, EP-1, EP-9]", "story: id: US-1, epic: EP-1", "story: id: US-2, needs: US-1")
    epic, first, second, needy = (here := backlog("epic: id: EP-1", *told)).stories
    assert [one.name for one in here.targets(first, PART_OF)] == ["EP-1", "EP-1"]
    assert here.referrers(epic, PART_OF) == (first, second)
    assert here.referrers(first, PART_OF) == ()
    assert here.referrers(first, DEPENDS_ON) == (needy,)
    assert here.referrers(second, DEPENDS_ON) == ()  # links lead to the first one


@pytest.mark.parametrize(
    ("names", "story_type", "free"),
    [
        ([], StoryType.USER, "US-1"),
        ([], StoryType.TECHNICAL, "TS-1"),
        ([], StoryType.EPIC, "EP-1"),
        (["US-2", "US-10"], StoryType.USER, "US-11"),
        (["BOOK-7", "BOOK-8", "US-99"], StoryType.USER, "BOOK-9"),
        (["nonsense"], StoryType.USER, "US-1"),
    ],
)
def test_an_id_that_is_free(names: list[str], story_type: StoryType, free: str) -> None:
    assert backlog(*(f"story: id: {name}" for name in names)).free_id(story_type) == free


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("us-1", "US-1"),
        ("US1", "US-1"),
        ("US-001", "US-1"),
        ("SU-20", "US-20"),
        ("US-230", None),
        ("X-777", None),
        ("UX-01", "US-1"),
    ],
)
def test_the_id_that_was_meant(wrong: str, meant: str | None) -> None:
    assert backlog("story: id: US-1", "story: id: US-20", "technical-story: id: TS-300").nearest_id(wrong) == meant


def test_every_ring_is_found_once_whatever_the_order() -> None:
    """A ring of three, a ring of two that is tied to it, one that stands alone, and a tail that leads into a ring."""
    needs = {"US-1": "US-2", "US-2": "[US-3, US-1]", "US-3": "US-1", "US-4": "US-5", "US-5": "US-4", "US-6": "US-1"}
    told = [f"story: id: {name}, depends on: {target}" for name, target in needs.items()]
    for order in list(permutations(told))[::37]:
        here = backlog(*order)
        rings = [tuple(one.name for one in ring) for ring in here.cycles]
        assert len(rings) == 2
        assert sorted(map(sorted, rings))[-1] == ["US-4", "US-5"]
        for ring in here.cycles:
            assert here.cycle_from(ring[0]) == ring
            assert all(here.cycle_from(one) == () for one in ring[1:])
            for one, after in zip(ring, (*ring[1:], ring[0]), strict=True):
                assert after in here.targets(one, DEPENDS_ON)


def test_a_long_chain_is_no_ring() -> None:
    here = backlog(*(f"story: id: US-{number}, depends on: US-{number + 1}" for number in range(3000)))
    assert here.cycles == ()
    ring = backlog(*(f"story: id: US-{number}, depends on: US-{(number + 1) % 3000}" for number in range(3000)))
    assert [len(one) for one in ring.cycles] == [3000]


def test_numbers_in_words_count_as_numbers() -> None:
    names = ["US-10", "US-9", "us-1", "EP-2", "9", "US-9b", "US-9-10", "US-9-9"]
    assert sorted(names, key=natural) == ["9", "EP-2", "us-1", "US-9", "US-9-9", "US-9-10", "US-9b", "US-10"]
    assert natural("9" * 5000) != natural("9" * 5001)
    assert prefix("US-10") == "US-"


@given(st.text("ab*/", max_size=12), st.text("ab/\n", max_size=12))
def test_a_star_stands_for_any_characters(pattern: str, words: str) -> None:
    expression = ".*".join(map(re.escape, re.split(r"\*+", pattern)))
    assert is_like(words, pattern) == (re.fullmatch(expression, words, re.DOTALL) is not None)


def test_many_stars_take_no_time() -> None:
    assert not is_like("a" * 5000, "*a" * 2000 + "*b")
    assert is_like("a" * 5000 + "b", "*a" * 2000 + "*b")
