"""Diagnostics as text for people."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic, Severity
from ..text import Span
from .report import Checked, Report

_SHOWN = 160


def _write(checked: Checked) -> Iterator[str]:
    for one in checked.found:
        yield text_of(one.diagnostic, one.root) + "\n"
    counted = (one.diagnostic for one in (*checked.found, *checked.left_out))
    yield summary_of(counted, checked.stories, checked.pages)


TEXT = Report("text", _write)


def text_of(diagnostic: Diagnostic, root: str = "") -> str:
    """A diagnostic as lines of text: what and where, the line itself with the words underlined, and the help.

    `root` stands before the paths of sources. The text ends without a line end.
    """
    finding = diagnostic.finding
    span = finding.span
    head = f"{root}{diagnostic.source.path}:{span.line}:{span.column}: {diagnostic.severity.value}"
    rows = [f"{head}[{diagnostic.code}] {diagnostic.name}: {finding.message}"]
    margin = " " * len(str(span.line))
    line, marks = _underlined(diagnostic.source.line(span.line), span)
    rows += [f"{margin} |", f"{span.line} | {line}".rstrip(), f"{margin} | {marks} {finding.label}".rstrip()]
    for related in finding.related:
        place = f"{root}{related.source.path}:{related.span.line}:{related.span.column}"
        rows.append(f"{margin} = {place}: {related.message}")
    rows.append(f"{margin} = help: {finding.help}")
    return "\n".join(visible(row) for row in rows)


def summary_of(diagnostics: Iterable[Diagnostic], stories: int, pages: int) -> str:
    """The last line of a report: what was read, and how many problems of each severity there are."""
    counts = Counter(one.severity for one in diagnostics)
    found = [_count(counts[one], one.value) for one in (Severity.ERROR, Severity.WARNING, Severity.INFO) if counts[one]]
    read = f"{_count(stories, 'story')} on {_count(pages, 'page')}"
    return f"{read}: {', '.join(found) or 'no problems'}"


def _count(number: int, word: str) -> str:
    if number == 1 or word == "info":
        return f"{number} {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"


def visible(words: str) -> str:
    """Words without characters that would steer a terminal: each is shown as its code."""
    if words.isprintable():
        return words
    return "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in words)


def _underlined(line: str, span: Span) -> tuple[str, str]:
    """A line of a source and the marks below it, cut around the span where it is long, tabs as spaces."""
    first = span.column - 1
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    start = 0 if len(line) <= _SHOWN else max(0, first - 40)
    shown = line[start : start + _SHOWN]
    before = shown[: first - start]
    marked = shown[first - start : max(last, first + 1) - start]
    head = "…" if start else ""
    tail = "…" if start + _SHOWN < len(line) else ""
    marks = " " * (len(head) + _width(before)) + "^" * max(1, _width(marked))
    return head + shown.replace("\t", "    ") + tail, marks


def _width(words: str) -> int:
    """The columns that words take on a terminal."""
    if words.isascii() and words.isprintable():
        return len(words)
    return sum(_columns(one) for one in visible(words.replace("\t", "    ")))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
