"""What was found, in every view: a filter reaches all of it, also where it is drawn once for all stories."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from xml.etree.ElementTree import tostring

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from mkdocs_stories.drawing import Drawing
from mkdocs_stories.model import Condition, View
from mkdocs_stories.project import Project
from mkdocs_stories.text import Phrase, Source, Span
from mkdocs_stories.views import VIEWS, draw_view
from tests.conftest import EXAMPLE
from tests.sites import Built, attribute, words

from .test_backlog_page import VIEWS as TABS
from .test_backlog_page import backlog, count, one_theme, search_of, two_themes
from .test_pages import opened

pytestmark = pytest.mark.browser

FILTERS: tuple[dict[str, str], ...] = (
    {"status": "done"},
    {"type": "user"},
    {"type": "technical", "status": "in progress"},
    {"epic": "EP-2"},
    {"status": "dropped"},
)
filtered = pytest.mark.parametrize("where", FILTERS, ids=lambda one: "-".join(one.values()).replace(" ", "-"))


@cache
def project() -> Project:
    paths = sorted((EXAMPLE / "docs").rglob("*.md"))
    return Project(tuple(Source(path.name, path.read_text(encoding="utf-8")) for path in paths))


def drawn(name: str, where: dict[str, str]) -> BeautifulSoup:
    """A view of the example's backlog as a block with `where` draws it."""
    here = Span(1, 1, 1, 1)
    conditions = tuple(Condition(Phrase(field, here), (Phrase(value, here),)) for field, value in where.items())
    head, called = Phrase("", here), Phrase(name, here)
    view = View(source=Source("", ""), span=here, head=head, body="view", name=called, where=conditions)
    html = "".join(tostring(one, "unicode", method="html") for one in draw_view(view, Drawing(project().backlog, "")))
    return BeautifulSoup(html, "html.parser")


def shown(page: Page, view: str) -> BeautifulSoup:
    """A view of the page, without what is out of sight."""
    html = page.evaluate(
        """name => {
            const pane = document.querySelector(`[data-pane=${name}]`), copy = pane.cloneNode(true)
            const all = [...pane.querySelectorAll('*')], copies = [...copy.querySelectorAll('*')]
            const look = one => getComputedStyle(one)
            const isOut = one => look(one).display === 'none' || look(one).visibility === 'hidden'
            all.forEach((one, at) => isOut(one) && copies[at].setAttribute('data-out', ''))
            copy.querySelectorAll('[data-out]').forEach(one => one.remove())
            return copy.outerHTML
        }""",
        view,
    )
    return BeautifulSoup(html, "html.parser")


def names(of: Iterable[Tag]) -> list[str]:
    return [words(one.select_one(".stories-id")) for one in of]


def matrix(soup: BeautifulSoup) -> tuple[Any, ...]:
    """The rows with their sums, the columns, and the lists below with their counts."""
    rows = {names([row])[0]: words(row.select_one(".stories-matrix__sum")) for row in soup.select("tbody tr")}
    marks = {names([row])[0]: len(row.select("td[data-state]")) for row in soup.select("tbody tr")}
    columns = set(names(soup.select("thead th:has(.stories-id)")))
    lists = {
        words(one.select_one(".stories-group")): names(one.select("li")) for one in soup.select(".stories-loose > div")
    }
    return rows, marks, columns, lists


def actors(soup: BeautifulSoup) -> tuple[Any, ...]:
    """The headings with their counts, and what each actor asks for."""
    heads = [words(one) for one in soup.select(".stories-group")]
    asked = {
        words(one.select_one(".stories-actor__name")): names(one.select("li")) for one in soup.select(".stories-actor")
    }
    return heads, asked


def graph(soup: BeautifulSoup) -> tuple[Any, ...]:
    """The stories, in boxes or without links; and each link of the list that says the same."""
    boxes = {str(one["data-ref"]) for one in soup.select(".stories-graph__node")}
    told = {
        (names([item])[0], words(one.select_one(".stories-lead")), name)
        for item in soup.select(".stories-graph__list > li")
        for one in item.select("li")
        for name in names(one.select(".stories-graph__end"))
    }
    return boxes | set(names(soup.select(".stories-loose__list li"))), told


def summary(soup: BeautifulSoup) -> tuple[Any, ...]:
    """The headings with their counts, and each bar with its figures and the sizes of its parts."""
    heads = [words(one) for one in soup.select(".stories-group")]
    bars = {
        words(one.select_one(".stories-bars__name")): (
            words(one.select_one(".stories-bars__figures")),
            [re.sub(r"[\s;]", "", attribute(part, "style")) for part in one.select(".stories-bar > :not([hidden])")],
        )
        for one in soup.select(".stories-bars > li")
    }
    return heads, bars


READ = {"matrix": matrix, "actors": actors, "graph": graph, "summary": summary}


@one_theme
@filtered
def test_a_filter_shows_what_a_block_with_it_draws(
    browser: Browser, built: Built, look: tuple[str, str], where: dict[str, str]
) -> None:
    asked = "&".join(f"{name}={value}" for name, value in where.items())
    with opened(browser, built, look[1]) as page:
        for view, read in READ.items():
            backlog(page, built, f"?view={view}&{asked}")
            assert read(shown(page, view)) == read(drawn(view, where)), view
            # And all of it again without the filter.
            page.locator(".stories-count [data-clear]").click()
            assert read(shown(page, view)) == read(drawn(view, {})), view


@one_theme
def test_lines_of_a_graph_lead_to_what_was_found(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built, "?view=graph&status=done")
        page.locator(".stories-graph").first.focus()
        found = set(graph(drawn("graph", {"status": "done"}))[0])
        reached = []
        for _ in found:
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.dataset.ref"))
        boxes = page.locator(".stories-graph__node:not(.stories-is-out)")
        assert reached[: boxes.count()] == [one.get_attribute("data-ref") for one in boxes.all()]
        assert {name for name in reached if name} <= found
        ends = page.evaluate(
            """() => [...document.querySelectorAll('[data-pane=graph] svg')].flatMap(svg => {
                const nodes = [...svg.querySelectorAll('.stories-graph__node')].map(one => one.dataset.ref)
                return [...svg.querySelectorAll('[data-ends]')].filter(one => getComputedStyle(one).display !== 'none')
                    .flatMap(one => one.dataset.ends.split(' ').map(at => nodes[at]))
            })"""
        )
        assert ends
        assert set(ends) <= found


@one_theme
def test_the_summary_above_is_of_the_stories_found(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """In every view; what is below does not jump while somebody types; one story is told in the singular."""
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        top, search = page.locator(".stories-summary").first, page.locator(".stories-search")
        assert "20 user stories" in words(BeautifulSoup(top.inner_html(), "html.parser"))
        before = search.bounding_box()
        search.fill("US-11")
        told = words(BeautifulSoup(top.inner_html(), "html.parser"))
        assert "1 user story" in told
        assert "0 technical stories" in told
        assert "1 of 1 states its value" in told
        assert [one.get_attribute("title") for one in top.locator("[data-value=user] [title]:visible").all()] == [
            f"1 {project().backlog.vocabulary.status(found).name}"
            for found in [project().backlog.find("US-11")]
            if found
        ]
        assert search.bounding_box() == before
        search.fill("zeppelin")
        assert search.bounding_box() == before
        assert top.locator("[data-line]:visible").count() == 0


@two_themes
def test_nothing_found_says_what_to_do_and_clears(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    assert set(TABS) == set(VIEWS.names)
    with opened(browser, built, look[1]) as page:
        for view in TABS:
            backlog(page, built, f"?view={view}&status=done")
            page.locator(".stories-search").fill("zeppelin")
            assert count(page) == 0
            empty = page.locator(".stories-empty")
            assert empty.is_visible(), view
            assert page.locator(".stories-results:visible, .stories-pane:visible").count() == 0, view
            expect(page.locator(".stories-whole > [role=status]")).to_contain_text("No story matches")
            empty.get_by_role("button").click()
            assert count(page) == 38
            assert empty.is_hidden()
            assert page.locator(".stories-results:visible, .stories-pane:visible").count() == 1, view
            assert search_of(page) == ("" if view == "table" else f"?view={view}")
            assert page.evaluate("document.activeElement.name") == "text"


BOLD = """() => [...document.querySelectorAll('[data-pane=graph] .stories-graph__node')]
    .filter(one => parseFloat(getComputedStyle(one.querySelector('rect')).strokeWidth) > 2)
    .map(one => one.dataset.ref)"""


@one_theme
def test_neighbours_of_a_box_stand_out(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """By mouse and by keyboard. (An epic has no line to what supports one of its stories.)"""
    told = graph(drawn("graph", {}))[1]
    near = {end for start, _, end in told if start == "US-16"} | {start for start, _, end in told if end == "US-16"}
    assert len(near) > 2
    with opened(browser, built, look[1]) as page:
        backlog(page, built, "?view=graph")
        assert page.evaluate(BOLD) == []
        for act in ("hover", "focus"):
            getattr(page.locator("[data-ref='US-16']").first, act)()
            assert set(page.evaluate(BOLD)) == {"US-16", *near}, act
            page.mouse.move(0, 0)
