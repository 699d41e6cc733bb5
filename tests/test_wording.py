"""What cases do not show of the rules about wording: their fixes, and that they are never slow."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache, partial
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_stories.diagnostics import Diagnostic
from mkdocs_stories.project import Project
from mkdocs_stories.prose import in_small_letters
from mkdocs_stories.rule import Rule
from mkdocs_stories.rules import RULES
from mkdocs_stories.rules.slips import _AT_OPENER, _USUAL, _openers
from mkdocs_stories.rules.wording import _VAGUE
from mkdocs_stories.settings import Settings
from mkdocs_stories.text import Source
from tests.growth import grows

ALL_ON = Settings.from_mapping({"rules": {rule.name: "error" for rule in RULES}})
# What is typed, and what the fixes make of it.
FIXED = [
    ("story: As as editor, I want know it so that that I see", "story: As an editor, I want to know it so that I see"),
    ("story: |\n  In order to see\n  As a admin\n  I need x", "story: |\n  In order to see\n  As an admin\n  I need x"),
    ("story: 'As an user, I want to to see'", "story: 'As a user, I want to see'"),
    ("story: As shop owner, I want to able to see", "story: As a shop owner, I want to be able to see"),
    ("story: As a clerk, I I want to be able see", "story: As a clerk, I want to be able to see"),
    ("story: >\n  As as\n  reader, I want it", "story: >\n  As a\n  reader, I want it"),
    ("as a: as an editor\nI want: I want  to see", "as a: editor\nI want: to see"),
    ("as a: editor\nso that: So that\n  I see", "as a: editor\nso that: I see"),
]


def slips(body: str) -> list[Diagnostic]:
    project = Project((Source("page.md", f"```story\nid: US-1\n{body}\n```\n"),), ALL_ON)
    return [one for one in project.diagnostics if one.code == "ST207"]


@pytest.mark.parametrize(("typed", "mended"), FIXED)
def test_a_slip_is_mended_where_it_stands(typed: str, mended: str) -> None:
    found = slips(typed)
    lines = found[0].source.text.split("\n")
    for edit in sorted((edit for one in found for edit in one.finding.fix), key=lambda edit: edit.span, reverse=True):
        span = edit.span
        after = lines[span.end_line - 1][span.end_column - 1 :]
        lines[span.line - 1 : span.end_line] = [lines[span.line - 1][: span.column - 1] + edit.text + after]
    assert "\n".join(lines[2:-2]) == mended
    assert not slips(mended)


def test_words_that_were_not_typed_so_are_not_mended() -> None:
    (found,) = slips('story: "As\\x20a admin, I want to see"')
    assert not found.finding.fix


def test_every_vague_word_is_found_wherever_it_stands() -> None:
    """A first look, which is cheap, does not miss what is there."""
    for word in _VAGUE:
        for typed in (word, word.upper(), "\n  ".join(word.split()), f"({word})"):
            text = f'```story\nid: US-1\nI want: |\n  to see "new books, {typed}!"\n```\n'
            project = Project((Source("page.md", text),), ALL_ON)
            assert "ST208" in {one.code for one in project.diagnostics}, typed


def test_a_slip_is_found_behind_letters_that_have_no_small_one_of_their_size() -> None:
    text = "```story\nid: US-1\nstory: İİ. As an reader, I want to see discounts so that I pay less\n```"
    assert "ST207" in {one.code for one in Project((Source("a.md", text),), ALL_ON).diagnostics}


starts = ["as ", "As a ", "as an ", "AS\tTHE ", "As the ", "as as ", "as I ", "a ", "an ", "as a an ", "has ", "İ"]
starts += ["user ", "euro ", "hour ", "Xen ", "item ", "I want ", "reader, ", "\n", ": ", "**", "   ", ".", "_ * "]


@given(st.lists(st.sampled_from(starts), max_size=12).map("".join))
def test_slips_are_looked_for_where_a_story_can_open(text: str) -> None:
    """What is passed over, since most stories open so, has no slip."""
    opener = re.compile(r"(?:\A|[\n:.,\]>*_])[ \t*_]{0,4}(?=as\s)", re.IGNORECASE)
    assert list(_openers(in_small_letters(text))) == [found.end() for found in opener.finditer(text)]
    for at in range(len(text)):
        if _USUAL.match(text, at):
            assert not any(slip.pattern.match(text, at) for slip in _AT_OPENER)


@pytest.mark.parametrize(
    "piece",
    [
        *("as ", "As a ", "\nas", "*as*", "I want ", "to to ", "be able ", "so that that ", "I I "),
        *("( ", "(a b c d e f ", "[", "a. B ", "A. ", "? A b c ", "\n\n", "  "),
        *("1,", "1 ", "within ", "easily ", "`a(", "``a", "` ", "aB", "a_b ", "a.b(", "x.py ", "://a.js", "1. 2) "),
        *("by adding a ", "by x ing using A", "using the ", "class ", "use A", "spike ", "a-"),
    ],
)
def test_no_text_is_slow(piece: str) -> None:
    """Rules about wording take a time that grows with the text."""

    @cache
    def project_of(size: int) -> Project:
        told = piece * (size // len(piece))
        text, words = json.dumps(told), json.dumps(f"As a clerk, I want {told} so that it is done")
        parts = f"```technical-story\nid: TS-1\nshould: {text}\nso that: {text}\n```\n"
        return Project((Source("page.md", f"{parts}\n```story\nid: US-1\nstory: {words}\n```\n"),))

    def judge(size: int, rule: Rule) -> Callable[[], object]:
        project = project_of(size)
        return lambda: [*chain.from_iterable(rule(one, project.backlog) for one in project.backlog.stories)]

    for rule in RULES:
        if rule.code in ("ST205", "ST206", "ST207", "ST208", "ST209", "ST210", "ST213", "ST214"):
            grows(partial(judge, rule=rule), 6_250)
