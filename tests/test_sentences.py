"""How a sentence is taken apart: the cases in `cases/sentences`, and what holds for every text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_stories.sentence import Sentence, parse
from mkdocs_stories.text import Anchor, Phrase, Source, Span

CASES = Path(__file__).parent / "cases" / "sentences"
PAIR = re.compile(r"^```sentence\n(.*?)\n```\n+```parts\n(.*?)```$", re.DOTALL | re.MULTILINE)
PARTS = ("role", "component", "goal", "benefit")


def phrase(text: str) -> Phrase:
    """A phrase as a page holds it, from its first line on."""
    anchors, offset = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        anchors.append(Anchor(offset, number, 1))
        offset += len(line) + 1
    last = anchors[-1]
    return Phrase(text, Span(1, 1, last.line, len(text) - last.offset + 1), tuple(anchors))


def parts(sentence: Sentence) -> dict[str, Phrase]:
    """The parts that the sentence has, by name."""
    found = ((name, getattr(sentence, name)) for name in PARTS)
    return {name: part for name, part in found if part is not None}


def pairs() -> list[object]:
    """Every sentence of the case files with its parts, named after its file."""
    return [
        pytest.param(sentence, expected, id=f"{path.stem}-{number}")
        for path in sorted(CASES.glob("*.md"))
        for number, (sentence, expected) in enumerate(PAIR.findall(path.read_text(encoding="utf-8")), 1)
    ]


@pytest.mark.parametrize(("sentence", "expected"), pairs())
def test_case(sentence: str, expected: str) -> None:
    found = [f"{name}: {' '.join(part.text.split())}" for name, part in parts(parse(phrase(sentence))).items()]
    assert found == expected.splitlines()


def test_every_block_of_every_case_is_read() -> None:
    for path in CASES.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert len(PAIR.findall(text)) == text.count("```sentence") == text.count("```parts") > 0


def test_parts_know_their_lines() -> None:
    sentence = parse(phrase("**As a** baker\n<br>I want to cool\nthe dough,\nso that it\ntastes *better*."))
    assert {name: part.span for name, part in parts(sentence).items()} == {
        "role": Span(1, 10, 1, 15),
        "goal": Span(2, 15, 3, 10),
        "benefit": Span(4, 9, 5, 16),
    }


# Pieces that sentences are made of, and what confuses them: in any order, a text that is nearly a story.
OPENERS = ("As a ", "as an ", "As ", "US-1: ", "Given ", "I want ", "I want to ", "we need ", "should ", "not ")
JOINTS = (
    "so that ",
    " so ",
    "in order to ",
    "because ",
    "to prevent ",
    " to ",
    "to be able to ",
    "when ",
    " who sells",
)
MARKS = (", ", ". ", "  ", "\n", "**", "_", "`", '"', "(", ")", "[", "]", "](x)", "<role>", "<br>", "<!--", "...", "\t")
PIECES = (*OPENERS, *JOINTS, *MARKS, "baker", "\u0130", "\u2019")
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    for part in parts(parse(phrase(text))).values():
        assert part.text
        assert part.text == part.text.strip()
        assert part.text in text


@given(TEXTS)
def test_a_span_slices_back_to_its_words(text: str) -> None:
    text = text.replace("\r", " ")
    source = Source("page.md", text)
    for part in parts(parse(phrase(text))).values():
        assert source.slice(part.span) == part.text


@given(TEXTS)
def test_parts_do_not_overlap(text: str) -> None:
    spans = sorted(part.span for part in parts(parse(phrase(text))).values())
    for first, second in pairwise(spans):
        assert (first.end_line, first.end_column) <= (second.line, second.column)


@pytest.mark.parametrize("piece", [*PIECES, "As a, ", "to add ", "as b: ", "?", "\0", "[user ", "{", "\\ "])
def test_a_text_without_end_is_read(piece: str) -> None:
    """What repeats for 100,000 characters ends in a moment where reading is linear, and never where it is not."""
    for start in ("", "As a cook, I want to bake ", "Add "):
        parse(phrase(start + piece * (100_000 // len(piece))))
