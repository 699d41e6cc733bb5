"""Diagnostics as text for people, in colours where the screen has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..diagnostics import Diagnostic, Severity
from ..text import visible
from .mending import mending
from .report import PLAIN, Checked, Report, Screen, path_of
from .underline import underlined, width

_LEAST = 20
_BOLD = "1"
_FRAME = "1;34"
_HELP = "1;36"
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;34", Severity.OFF: "1"}
"""Colours as the parameters of the control sequence SGR (ECMA-48): of the sixteen that every terminal has."""


def _write(checked: Checked) -> Iterator[str]:
    for one in checked.found:
        yield text_of(one.diagnostic, one.root, checked.screen) + "\n"
    yield closing(checked)


TEXT = Report("text", _write)


def text_of(diagnostic: Diagnostic, root: str = "", screen: Screen = PLAIN) -> str:
    """A diagnostic as lines of text: what and where, the line itself with the words underlined, and the help.

    `root` stands before the paths of sources. The text ends without a line end.
    """
    finding = diagnostic.finding
    margin = " " * len(str(finding.span.line))
    bar = _painted("|", _FRAME, screen)
    rows = [head_of(diagnostic, root, screen)]
    rows += [f"{margin} {bar}", *(f"{left} {bar} {row}".rstrip() for left, row in _place(diagnostic, margin, screen))]
    for related in finding.related:
        place = f"{path_of(related.source.path, root)}:{related.span.line}:{related.span.column}"
        rows.append(_noted(margin, place, related.message, screen))
    rows.append(_noted(margin, "help", finding.help, screen))
    if done := mending(diagnostic):
        rows.append(_noted(margin, "fix", f"mkdocs-stories check --fix {done}", screen))
    return "\n".join(rows)


def head_of(diagnostic: Diagnostic, root: str = "", screen: Screen = PLAIN) -> str:
    """The line that says it all: the place, how bad it is, the rule and the message."""
    span = diagnostic.finding.span
    colour = _COLOURS[diagnostic.severity]
    place = _painted(f"{path_of(diagnostic.source.path, root)}:{span.line}:{span.column}:", _BOLD, screen)
    code = _linked(_painted(diagnostic.code, colour, screen), diagnostic.url, screen)
    opening = _painted(f"{diagnostic.severity.value}[", colour, screen)
    message = _painted(diagnostic.finding.message, _BOLD, screen)
    return f"{place} {opening}{code}{_painted(']', colour, screen)} {visible(diagnostic.name)}: {message}"


def summary_of(diagnostics: Iterable[Diagnostic], stories: int, pages: int, excused: int = 0) -> str:
    """The last line of a report: what was read, and how many problems of each severity there are.

    `excused` is how many more a baseline excuses.
    """
    counts = Counter(one.severity for one in diagnostics)
    return f"{_read(stories, pages)}: {_problems(counts, excused)}{_excused(excused)}"


def closing(checked: Checked) -> str:
    """The summary of a run of the command: how many a fix can mend, and how long it took, as well."""
    mendable = f" ({checked.mendable} can be mended by --fix)" if checked.mendable else ""
    problems = f"{_problems(checked.counts, checked.excused)}{mendable}{_excused(checked.excused)}"
    return f"{_read(checked.stories, checked.pages)}: {problems}, in {checked.seconds:.2f} s"


def _read(stories: int, pages: int) -> str:
    return f"{count(stories, 'story')} on {count(pages, 'page')}"


def _problems(counts: Counter[Severity], excused: int) -> str:
    found = [count(counts[one], one.value) for one in (Severity.ERROR, Severity.WARNING, Severity.INFO) if counts[one]]
    return ", ".join(found) or ("no new problems" if excused else "no problems")


def _excused(excused: int) -> str:
    return f", {excused} excused by the baseline" if excused else ""


def count(number: int, word: str) -> str:
    """So many things, in words."""
    if number == 1 or word == "info":
        return f"{number} {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"


def _place(diagnostic: Diagnostic, margin: str, screen: Screen) -> Iterator[tuple[str, str]]:
    """The rows that show the words, each with what stands left of its bar.

    The label stands behind the marks; below them where it would reach over the edge.
    """
    span, label = diagnostic.finding.span, visible(diagnostic.finding.label)
    columns = max(_LEAST, screen.columns - len(margin) - len(" | "))
    line, start, marked = underlined(diagnostic.source.line(span.line), span, columns)
    colour = _COLOURS[diagnostic.severity]
    marks = " " * start + _painted("^" * marked, colour, screen)
    yield _painted(str(span.line), _FRAME, screen), line
    if not label or start + marked + 1 + width(label) <= columns:
        yield margin, f"{marks} {_painted(label, colour, screen)}"
    else:
        yield margin, marks
        yield margin, " " * max(0, min(start, columns - width(label))) + _painted(label, colour, screen)


def _noted(margin: str, topic: str, words: str, screen: Screen) -> str:
    return f"{margin} {_painted('=', _FRAME, screen)} {_painted(f'{topic}:', _HELP, screen)} {visible(words)}"


def _painted(words: str, colour: str, screen: Screen) -> str:
    """Words with their control characters made visible, and then with the ones that paint them."""
    shown = visible(words)
    return f"\x1b[{colour}m{shown}\x1b[0m" if screen.is_coloured and shown else shown


def _linked(words: str, url: str, screen: Screen) -> str:
    """Words that lead to an address, by the control sequence OSC 8.

    It is described at https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda.
    """
    return f"\x1b]8;;{url}\x1b\\{words}\x1b]8;;\x1b\\" if screen.has_links else words
