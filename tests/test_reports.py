"""Reports are loaded by what others wrote, whatever the stories hold; and they look right on a terminal."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from junitparser import Failure, JUnitXml
from wcwidth import wcswidth

from mkdocs_stories.checker import check
from mkdocs_stories.diagnostics import Diagnostic, Edit, Finding, Related, Severity
from mkdocs_stories.hosts.command_line.console import screen
from mkdocs_stories.project import Project
from mkdocs_stories.reports import PLAIN, REPORTS, Checked, Found, Read, Screen, text_of
from mkdocs_stories.reports.underline import underlined, width
from mkdocs_stories.settings import Settings
from mkdocs_stories.text import Source, Span, visible
from tests.growth import grows
from tests.sites import site, story
from tests.test_properties import data

SCHEMAS = Path(__file__).parent / "schemas"
OWN_SCHEMA = json.loads(files("mkdocs_stories.reports").joinpath("report.schema.json").read_text(encoding="utf-8"))
SARIF_SCHEMA = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
GITLAB_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for. GitLab's own schema, the
file `app/validators/json_schemas/codeclimate.json` of its sources, asks for less."""


def checked(*sources: Source, root: str = "docs/") -> Checked:
    """What `check` finds in pages."""
    project = Project(sources, Settings())
    found = tuple(Found(one, root) for one in project.diagnostics)
    read = tuple(Read(f"{root}{page.path}", page.stories) for page in project.contents)
    return Checked(found, read, 0.214)


def written(name: str, what: Checked) -> str:
    report = REPORTS.find(name)
    assert report
    return "\n".join(report.write(what))


def validate(document: Any, schema: Any) -> None:
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)


def load_text(text: str, what: Checked) -> None:
    assert all(row.isprintable() for row in text.split("\n"))


def load_concise(text: str, what: Checked) -> None:
    load_text(text, what)
    assert text.count("\n") == len(what.found)


def load_json(text: str, what: Checked) -> None:
    document = json.loads(text)
    validate(document, OWN_SCHEMA)
    assert len(document["diagnostics"]) == len(what.found)
    assert sum(document["counts"][one] for one in ("error", "warning", "info")) == len(what.found)
    prints = [one["fingerprint"] for one in document["diagnostics"]]
    assert len(set(prints)) == len(prints)


def load_sarif(text: str, what: Checked) -> None:
    document = json.loads(text)
    validate(document, SARIF_SCHEMA)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(what.found)
    for result, one in zip(run["results"], what.found, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.diagnostic.code
        assert "](" not in result["message"]["text"].replace(r"\](", "")
        assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", result["message"]["text"])
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"], errors="surrogateescape") == one.path
        start, end = ((place["region"][f"{side}Line"], place["region"][f"{side}Column"]) for side in ("start", "end"))
        assert start <= end


def load_github(text: str, what: Checked) -> None:
    """Read as the runner does: `ActionCommand.TryParseV2` of https://github.com/actions/runner."""
    *commands, _summary = text.split("\n")
    assert len(commands) == len(what.found)
    for command, found in zip(commands, what.found, strict=True):
        assert "\r" not in command
        name, message = command.removeprefix("::").split("::", 1)
        name, _, told = name.partition(" ")
        assert name in ("error", "warning", "notice")
        properties = dict(one.split("=", 1) for one in told.split(","))
        assert unescaped(properties["file"]) == found.path
        assert int(properties["line"]) == found.diagnostic.finding.span.line
        assert unescaped(properties["title"]).startswith("ST")
        first = unescaped(message).split("\n")[0]
        assert first == visible(found.diagnostic.finding.message)


def unescaped(words: str) -> str:
    codes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda one: codes[one[0]], words)


def load_gitlab(text: str, what: Checked) -> None:
    document = json.loads(text)
    validate(document, GITLAB_SCHEMA)
    prints = [one["fingerprint"] for one in document]
    assert len(set(prints)) == len(prints) == len(what.found)


def load_junit(text: str, what: Checked) -> None:
    suites = list(JUnitXml.fromstring(text.encode("utf-8")))
    cases = [case for suite in suites for case in suite]
    assert [suite.tests for suite in suites] == [len(list(suite)) for suite in suites]
    named = [(case.classname, case.name) for case in cases]
    assert len(named) == len(set(named))
    told = "".join(f"{outcome.text}\n" for case in cases for outcome in case.result if isinstance(outcome, Failure))
    told += "".join(f"{case.system_out}\n" for case in cases if case.system_out)
    heads = sorted(re.findall(r"^.+?:\d+:\d+: (?:error|warning|info)\[(ST\d+)\]", told, re.M))
    assert heads == sorted(one.diagnostic.code for one in what.found)
    failing = {one.diagnostic.code for one in what.found if one.diagnostic.severity in what.failing}
    assert bool(failing) == any(case.result for case in cases)


LOADERS = {
    "text": load_text,
    "concise": load_concise,
    "json": load_json,
    "sarif": load_sarif,
    "github": load_github,
    "gitlab": load_gitlab,
    "junit": load_junit,
}


def test_every_report_is_loaded() -> None:
    assert tuple(LOADERS) == REPORTS.names


def test_the_documentation_names_everything() -> None:
    page = (Path(__file__).parent.parent / "docs/command-line.md").read_text(encoding="utf-8")
    rows = [row for row in page.split("\n") if row.startswith("| `")]
    assert [row.split("`")[1] for row in rows if row.split("`")[1] in LOADERS] == list(LOADERS)
    told = set(re.findall("`([a-z_]+)`", page[page.index("### JSON") :].split("\n## ")[0]))
    places = OWN_SCHEMA["$defs"]
    for schema in (OWN_SCHEMA, places["diagnostic"], places["span"], *OWN_SCHEMA["properties"].values()):
        assert set(schema.get("properties", ())) <= told


# Hostile stories


HOSTILE = [
    *("\x1b[31m", "\x00", "\x07", "\x7f", "\x9b", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\ufeff", "\ufffd", "\ufffe"),
    *(
        "\ud800",
        "\udce9",
        "\U0001d11e",
        "👩‍👩‍👧",
        "👍🏽",
        "❤️",
        "\u202e",
        "\u200f",
        "مرحبا",
        "漢字",
        "e\u0301",
        "\u0301",
    ),
    *('"', "'", "\\", "]]>", "<![CDATA[", "<b>&amp;", "--", "::", "::error::", "%", "%0A", "%25", ",", "=", "[x](0)"),
    *("{0}", "{{", "}}", "\t", " " * 8, "x" * 100, "\\u0000", "\\ud800", "##[error]", "\x1b]8;;x\x1b\\"),
]
hostile = st.lists(st.sampled_from(HOSTILE), max_size=6).map("".join)
lines = st.one_of(
    hostile.map("id: US-1{}".format),
    hostile.map("story: As a reader, I want {} so that [x](javascript:{})".replace("{}", "{0}").format),
    hostile.map("status: {}".format),
    hostile.map("status: '{}'".format),
    hostile.map('status: "{}"'.format),
    hostile.map("{}: x".format),
    hostile.map("depends on: [US-2, {}]".format),
    hostile.map("prioritty: {}".format),
    hostile,
)
pages = st.lists(lines, max_size=5).map(lambda rows: "```story\n" + "".join(f"{row}\n" for row in rows) + "```\n")
names = st.sampled_from(
    ["a.md", "50%, x: y.md", "ü 漢 😀.md", "caf\udce9.md", "a\x1b[31m.md", "x/../a.md", "\ud800.md"]
)


@pytest.mark.parametrize("name", LOADERS)
@given(text=st.one_of(pages, st.lists(pages, max_size=3).map("\n".join)), path=names)
@settings(max_examples=60)
def test_hostile_stories(name: str, text: str, path: str) -> None:
    what = checked(Source.decode(path, text.encode("utf-8", "surrogatepass")))
    if name == "sarif" and "\ud800" in path:  # no byte of a file's name: the address cannot say it
        validate(json.loads(written(name, what)), SARIF_SCHEMA)
    else:
        LOADERS[name](written(name, what), what)


@pytest.mark.parametrize("name", LOADERS)
@given(typed=data)
@settings(max_examples=60)
def test_any_bytes(name: str, typed: bytes) -> None:
    what = checked(Source.decode("page.md", typed))
    LOADERS[name](written(name, what), what)


@pytest.mark.parametrize("name", LOADERS)
def test_long_lines(name: str) -> None:
    def with_lines_of(size: int) -> Checked:
        long = "漢x́\t👍🏽" * size
        text = f"{story('US-1', f'status: {long}')}\n[US-9] {long} [US-8]\n{story('US-2', f'{long}: x')}"
        return checked(Source("page.md", text))

    def work(size: int) -> Callable[[], object]:
        what = with_lines_of(size)
        return lambda: LOADERS[name](written(name, what), what)

    grows(work, 1_600)
    what = with_lines_of(25_000)
    assert len(what.found) > 3
    if name == "text":
        place_rows = [row for row in written(name, what).split("\n") if re.match(r"\s*\d* \| ", row)]
        assert max(map(width, place_rows)) <= PLAIN.columns


@pytest.mark.parametrize("name", LOADERS)
def test_nothing_is_wrong(name: str) -> None:
    what = checked(Source("page.md", story("US-1")), Source("other.md", "# Words"))
    assert what.found == ()
    LOADERS[name](written(name, what), what)


@pytest.mark.parametrize("name", LOADERS)
def test_the_same_bytes_in_every_run(name: str) -> None:
    text = story("US-1", "so that: ''", "prioritty: “x”")
    first, second = (written(name, checked(Source("page.md", text))) for _ in range(2))
    assert first == second
    if name in ("json", "sarif", "gitlab", "junit"):
        assert first.isascii()
        assert "0.21" not in first


# What each format says


def made(source: Source, span: Span, severity: Severity = Severity.ERROR, **more: Any) -> Diagnostic:
    return Diagnostic("ST103", "missing-benefit", severity, source, Finding(span, "message", "help", "label", **more))


@pytest.mark.parametrize("name", LOADERS)
def test_a_place_beside_the_docs(name: str) -> None:
    """The option file is `../mkdocs.yml` for the docs, and `mkdocs.yml` for those who run the command."""
    options, page = Source("../mkdocs.yml", "plugins:\n  - stories\n"), Source("a.md", "words\n")
    related = Related(options, Span(1, 1, 1, 8), "also here")
    finding = made(page, Span(1, 1, 1, 6), related=(related,))
    what = Checked((Found(made(options, Span(2, 5, 2, 12)), "docs/"), Found(finding, "docs/")), (Read("docs/a.md"),))
    LOADERS[name](written(name, what), what)
    assert "mkdocs.yml" in written(name, what)
    assert ".." not in written(name, what)


def test_a_place_with_a_whole_path() -> None:
    for root, uri in (("/srv/my docs/", "file:///srv/my%20docs/a.md"), ("C:/docs/", "file:///C%3A/docs/a.md")):
        what = checked(Source("a.md", story("US-1", "so that: ''")), root=root)
        document = json.loads(written("sarif", what))
        validate(document, SARIF_SCHEMA)
        place = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": uri}


def test_sarif_counts_as_spans_do() -> None:
    """A character outside the basic plane is one column, and no byte-order mark is a column."""
    source = Source.decode("a.md", b"\xef\xbb\xbf" + f"𝄞 [US-9]\n\n{story('US-1')}".encode())
    run = json.loads(written("sarif", checked(source)))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (4, 8)
    assert source.line(1)[3:7] == "US-9"


def test_sarif_applies_a_fix() -> None:
    text = story("US-1", "prioritty: high")
    run = json.loads(written("sarif", checked(Source("a.md", text))))["runs"][0]
    (change,) = run["results"][0]["fixes"][0]["artifactChanges"]
    rows = text.split("\n")
    for replacement in change["replacements"]:
        region = replacement["deletedRegion"]
        row = rows[region["startLine"] - 1]
        rest = row[region["endColumn"] - 1 :]
        rows[region["startLine"] - 1] = row[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + rest
    assert "\n".join(rows) == text.replace("prioritty", "priority")


def test_every_rule_is_told_in_sarif() -> None:
    from mkdocs_stories.rules import RULES

    source = Source("a.md", "words")
    found = [
        Found(Diagnostic(rule.code, rule.name, Severity.INFO, source, Finding(Span(1, 1, 1, 2), "x", "y")))
        for rule in RULES
    ]
    document = json.loads(written("sarif", Checked(tuple(found), (Read("docs/a.md"),))))
    validate(document, SARIF_SCHEMA)
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == sorted(rule.code for rule in RULES)
    assert all(one["shortDescription"]["text"] and one["fullDescription"]["text"] for one in rules)


def test_junit_fails_by_what_fails_the_run() -> None:
    text = story("US-1", "status: done")
    lenient = checked(Source("a.md", text))
    assert {one.diagnostic.severity for one in lenient.found} == {Severity.WARNING}
    strict = Checked(lenient.found, lenient.read, failing=frozenset({Severity.WARNING}))
    for what, failures in ((lenient, 0), (strict, 1)):
        load_junit(written("junit", what), what)
        assert JUnitXml.fromstring(written("junit", what).encode()).failures == failures


def test_junit_names_each_story_of_a_page() -> None:
    text = "\n".join([story("US-1"), story("US-1"), "```story\n```\n", "```story\n```\n"])
    what = checked(Source("a.md", text), Source("b.md", "# Words"))
    load_junit(written("junit", what), what)
    suites = list(JUnitXml.fromstring(written("junit", what).encode()))
    assert [len(list(suite)) for suite in suites] == [5, 1]


def test_junit_of_problems_whose_page_is_not_told() -> None:
    what = checked(Source("a.md", story("US-1", "so that: ''")))
    bare = Checked(what.found, ())
    load_junit(written("junit", bare), bare)


@pytest.mark.parametrize("name", ["json", "gitlab"])
@given(rows=st.lists(st.sampled_from(["Words.", "", "# Heading", "漢字", "\x1b"]), min_size=1, max_size=5))
def test_fingerprints_stay_when_lines_move(name: str, rows: list[str]) -> None:
    text = "\n".join([story("US-1", "so that: ''", "prioritty: high"), "[US-7] [US-7]", "```story\nstory: x\n```\n"])
    before, after = (
        json.loads(written(name, checked(Source("a.md", typed)))) for typed in (text, "\n\n".join([*rows, text]))
    )
    prints = [
        [one["fingerprint"] for one in (document["diagnostics"] if name == "json" else document)]
        for document in (before, after)
    ]
    assert prints[0] == prints[1]
    assert len(prints[0]) > 4


@pytest.mark.parametrize(
    ("text", "edits", "told"),
    [
        ("statsu: done", [Edit(Span(1, 1, 1, 7), "status")], "writes `status: done`"),
        ("    statsu: done", [Edit(Span(1, 5, 1, 11), "status")], "writes `status: done`"),
        ("title: a #b", [Edit(Span(1, 8, 1, 8), "'"), Edit(Span(1, 12, 1, 12), "'")], "writes `title: 'a #b'`"),
        ("\t- x", [Edit(Span(1, 1, 1, 2), "  ")], "writes `  - x`"),
        ("tags: [a, b, a]", [Edit(Span(1, 12, 1, 15), "")], "writes `tags: [a, b]`"),
        ("tags:\n  - a\n  - a\nx", [Edit(Span(3, 1, 4, 1), "")], "takes out `- a`"),
        ("a\nb", [Edit(Span(1, 1, 1, 2), "A"), Edit(Span(2, 1, 2, 2), "B")], "writes `A` …"),
        ("x: 1", [Edit(Span(1, 1, 1, 1), "new: line\n")], "writes `new: line`"),
        (f"x: {'a' * 90} b {'c' * 90}", [Edit(Span(1, 95, 1, 96), "B")], f"writes `…{'a' * 19} B {'c' * 38}…`"),
        ("x: \x1b[1m", [Edit(Span(1, 1, 1, 2), "y")], "writes `y: \\x1b[1m`"),
    ],
)
def test_what_a_fix_writes(text: str, edits: list[Edit], told: str) -> None:
    diagnostic = made(Source("a.md", text), Span(1, 1, 1, 2), fix=tuple(edits))
    assert text_of(diagnostic).split("\n")[-1] == f"  = fix: mkdocs-stories check --fix {told}"


# The terminal

CLUSTERS = [
    "a",
    "Z",
    " ",
    "é",
    "e\u0301",
    "漢",
    "カ",
    "한",
    "\u1112\u1161\u11ab",
    "👍🏽",
    "❤️",
    "1️⃣",
    "🇩🇪",
    "😀",
    "±",
    "ß",
    "क\u093e",
]
TABS = {"\t": 4, "\x1b": 4, "\u200d": 6, "\u202e": 6}
clusters = st.lists(st.sampled_from([*CLUSTERS, *TABS]), max_size=40)


def columns(parts: list[str]) -> int:
    """The columns that others say they take; tabs and what is shown by its code as this project shows them."""
    return sum(TABS[one] if one in TABS else wcswidth(one) for one in parts)


@given(clusters, clusters.filter(bool), clusters)
@settings(max_examples=300)
def test_marks_stand_below_the_words(before: list[str], marked: list[str], after: list[str]) -> None:
    first, last = len("".join(before)), len("".join([*before, *marked]))
    line = "".join([*before, *marked, *after])
    found = underlined(line, Span(1, first + 1, 1, last + 1), 1000)
    assert (found.start, found.width) == (columns(before), columns(marked))
    assert found.line == visible(line.replace("\t", "    "))


@given(clusters, clusters.filter(bool), clusters, st.integers(20, 120))
@settings(max_examples=300)
def test_marks_stay_in_sight(before: list[str], marked: list[str], after: list[str], most: int) -> None:
    before, after = before * 5, after * 5
    first, last = len("".join(before)), len("".join([*before, *marked]))
    line = "".join([*before, *marked, *after])
    found = underlined(line, Span(1, first + 1, 1, last + 1), most)
    assert width(found.line) <= most
    assert found.start + found.width <= most
    shown = found.line.strip("…")
    assert shown in visible(line.replace("\t", "    "))
    if columns(marked) <= most // 2:
        assert found.width == columns(marked)
        assert visible("".join(marked).replace("\t", "    ")) in found.line


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(1, 1, 1, 1), ("one", 0, 1)),  # an empty place
        (Span(1, 4, 1, 4), ("one", 3, 1)),  # behind the line
        (Span(1, 2, 3, 1), ("one", 1, 2)),  # to the end of the line
        (Span(1, 9, 1, 12), ("one", 8, 1)),  # beyond the line
    ],
)
def test_marks_at_the_edges(span: Span, expected: tuple[str, int, int]) -> None:
    assert underlined("one", span, 80) == expected


def examples() -> Iterator[Diagnostic]:
    text = f"{story('US-1', 'so that: 漢字', 'prioritty: high', 'status: done')}\n[US-9] \x1b[31m {'x' * 300} [US-8]\n"
    yield from check(Project((Source("a\x1b.md", text),)).backlog, Settings())


SEQUENCE = re.compile("\x1b(?:\\[[0-9;]*m|\\]8;;[^\x1b]*\x1b\\\\)")


def test_colours_change_nothing_else() -> None:
    for diagnostic in examples():
        plain = text_of(diagnostic, "docs/")
        painted = text_of(diagnostic, "docs/", Screen(is_coloured=True, has_links=True))
        assert f"\x1b]8;;{diagnostic.url}\x1b\\" in painted
        assert SEQUENCE.sub("", painted) == plain
        assert "\x1b" not in plain
        for row in painted.split("\n"):
            assert row.count("m") >= row.count("\x1b[0m")
            assert not row.endswith("\x1b")


@pytest.mark.parametrize("most", [20, 40, 80, 200])
def test_rows_of_words_fit(most: int) -> None:
    for diagnostic in examples():
        rows = text_of(diagnostic, "docs/", Screen(columns=most)).split("\n")[1:4]
        assert all(width(row) <= max(most, 30) for row in rows)


@pytest.mark.parametrize(
    ("environment", "is_terminal", "expected"),
    [
        ({}, False, Screen(160)),
        ({}, True, Screen(80, is_coloured=True, has_links=True)),
        ({"COLUMNS": "120"}, True, Screen(120, is_coloured=True, has_links=True)),
        ({"COLUMNS": "120"}, False, Screen(160)),
        ({"NO_COLOR": "1"}, True, Screen(80)),
        ({"NO_COLOR": "0"}, True, Screen(80)),
        ({"NO_COLOR": ""}, True, Screen(80, is_coloured=True, has_links=True)),
        ({"TERM": "dumb"}, True, Screen(80)),
        ({"FORCE_COLOR": "1"}, False, Screen(160, is_coloured=True)),
        ({"FORCE_COLOR": ""}, False, Screen(160)),
        ({"FORCE_COLOR": "0"}, True, Screen(80)),
        ({"FORCE_COLOR": "false"}, True, Screen(80)),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, Screen(80, is_coloured=True)),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, Screen(80)),
    ],
    ids=str,
)
def test_screen(
    environment: dict[str, str], is_terminal: bool, expected: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal, raising=False)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((80, 24)))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen() == expected


def on_a_terminal(folder: Path, wide: int, *arguments: str, **environment: str) -> str:
    """What the command shows on a terminal of so many columns."""
    pty, fcntl, termios = map(pytest.importorskip, ("pty", "fcntl", "termios"))  # Windows has none of them
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, wide, 0, 0))
    known = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(
        [sys.executable, "-m", "mkdocs_stories", "check", *arguments],
        cwd=folder,
        stdin=there,
        stdout=there,
        stderr=there,
        env={**known, "TERM": "xterm-256color", "PYTHONUTF8": "1", **environment},
    ):
        os.close(there)
        told = b""
        while True:
            try:
                more = os.read(here, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            told += more
    os.close(here)
    return told.decode().replace("\r\n", "\n")


def test_on_a_terminal(tmp_path: Path) -> None:
    site(tmp_path, story("US-1", "so that: ''", f"I want: to {'see ' * 40}"))
    shown = on_a_terminal(tmp_path, 60)
    assert "\x1b]8;;https://" in shown
    assert "\x1b[1;31m" in shown
    rows = [SEQUENCE.sub("", row) for row in shown.split("\n")]
    assert max(len(row) for row in rows if re.match(r"\s*\d* \|", row)) <= 60
    assert re.fullmatch(r"1 story on 1 page: .+, in \d+\.\d\d s", rows[-2])
    assert "\x1b" not in on_a_terminal(tmp_path, 60, NO_COLOR="1")
    assert json.loads(on_a_terminal(tmp_path, 60, "--format", "json"))


def test_many_diagnostics_are_written_one_by_one() -> None:
    """Each takes as long as it does alone."""
    source = Source("a.md", story("US-1", "so that: ''", "title: 漢字 and more words"))
    (found, *_) = checked(source).found

    def work(count: int) -> Callable[[], None]:
        many = Checked((found,) * count, (), screen=Screen(is_coloured=True, has_links=True))

        def write() -> None:
            assert written("text", many).count("\n") > 5 * count

        return write

    grows(work, 600)
