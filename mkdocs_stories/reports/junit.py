"""Diagnostics as test results in the XML of JUnit, which nearly every CI system shows.

There is no standard of it. This is what Jenkins reads (the schema is at
https://github.com/jenkinsci/xunit-plugin, `junit-10.xsd`) and GitLab
(https://docs.gitlab.com/ci/testing/unit_test_reports/).

A page is a suite, and each of its stories a case. What stands on a page and in no story is the case `page`. A case
fails by what fails the run; the rest is its output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..text import visible
from .report import NAME, Checked, Found, Read, Report
from .text import text_of

_PAGE = "page"


def _write(checked: Checked) -> Iterator[str]:
    by_path: dict[str, list[Found]] = {}
    for one in checked.found:
        by_path.setdefault(one.path, []).append(one)
    root = Element("testsuites", name=NAME)
    for page in _pages(checked.read, by_path):
        suite = SubElement(root, "testsuite", name=visible(page.path))
        problems = _by_line(page, by_path.get(page.path, ()))
        for name, line in _cases(page):
            case = SubElement(suite, "testcase", classname=visible(page.path), name=name, file=visible(page.path))
            _tell(case, problems.get(line, ()), checked)
        _count(suite)
    _count(root)
    indent(root)
    yield tostring(root, encoding="us-ascii", xml_declaration=True).decode("ascii")


JUNIT = Report("junit", _write)


def _pages(read: Iterable[Read], by_path: Mapping[str, Iterable[Found]]) -> Iterator[Read]:
    """The pages that were read, and behind them other files that something is wrong with."""
    known = set()
    for page in read:
        known.add(page.path)
        yield page
    for path in sorted(set(by_path) - known):
        told = (one.diagnostic.story for one in by_path[path])
        stories = {story.line: story for story in told if story}
        yield Read(path, tuple(stories[line] for line in sorted(stories)))


def _by_line(page: Read, found: Iterable[Found]) -> dict[int, list[Found]]:
    """The problems of each case: by the line of the story, and those in none of them by 0."""
    lines = {story.line for story in page.stories}
    problems: dict[int, list[Found]] = {}
    for one in found:
        story = one.diagnostic.story
        line = story.line if story and story.line in lines else 0
        problems.setdefault(line, []).append(one)
    return problems


def _cases(page: Read) -> Iterator[tuple[str, int]]:
    """The name of each case, and the line of its story or 0. GitLab leaves out the second of two with one name."""
    yield _PAGE, 0
    seen: Counter[str] = Counter()
    for story in page.stories:
        name = visible(" ".join(f"{story.name} {story.heading}".split()))
        seen[name] += 1
        yield (f"{name} ({seen[name]})" if seen[name] > 1 else name), story.line


def _tell(case: Element, found: Iterable[Found], checked: Checked) -> None:
    failing = [one for one in found if one.diagnostic.severity in checked.failing]
    others = [one for one in found if one.diagnostic.severity not in checked.failing]
    if failing:
        names = dict.fromkeys(f"{one.diagnostic.code} {one.diagnostic.name}" for one in failing)
        message = "; ".join(dict.fromkeys(visible(one.diagnostic.finding.message) for one in failing))
        SubElement(case, "failure", message=message, type=", ".join(names)).text = _texts(failing)
    if others:
        SubElement(case, "system-out").text = _texts(others)


def _texts(found: Iterable[Found]) -> str:
    return "\n\n".join(text_of(one.diagnostic, one.root) for one in found)


def _count(element: Element) -> None:
    element.set("tests", str(len(element.findall(".//testcase"))))
    element.set("failures", str(len(element.findall(".//failure"))))
