"""Hostile words in a real browser: nothing runs, nothing breaks, and everything can be found, chosen and compared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests import hostile
from tests.hostile import HOSTILE
from tests.sites import Built

from .test_pages import address

pytestmark = pytest.mark.browser

THEMES: dict[str, dict[str, Any]] = {
    "mkdocs": {"name": "mkdocs", "highlightjs": False},
    "material": {"name": "material", "font": False},
}
WATCH = "window.hits = 0; window.hit = () => { window.hits += 1 }; window.alert = window.hit"
POLLUTED = "() => { const found = []; for (const name in {}) found.push(name); return found }"
ODD = ("__proto__", "constructor", "toString", "hasOwnProperty", "length", "../../x", '"x', "#")


@pytest.fixture(scope="module", params=THEMES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    made = hostile.make(tmp_path_factory.mktemp("hostile"), HOSTILE, THEMES[request.param])
    return made.build(command="serve", use_directory_urls=False)


@contextmanager
def watched(browser: Browser, built: Built) -> Iterator[Page]:
    """A page of which nothing hostile runs, opens or stays."""
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    errors: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.add_init_script(WATCH)
    page.on("dialog", refuse)
    page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
    try:
        yield page
        assert page.evaluate("window.hits") == 0
        assert page.evaluate(POLLUTED) == []
        assert len(context.pages) == 1
    finally:
        context.close()
    assert dialogs == []
    # Scripts of the themes fail at ids that are no CSS selectors.
    assert [one for one in errors if "stories" in one.replace("stories-results", "")] == []


def backlog(page: Page, built: Built, search: str = "") -> None:
    page.goto(address(built, "backlog") + search)
    page.wait_for_selector(".stories-whole[data-on]")


def shown(page: Page) -> list[str]:
    found: list[str] = page.locator(".stories-results .stories-row .stories-id").all_text_contents()
    return found


def test_every_page_opens(browser: Browser, built: Built) -> None:
    with watched(browser, built) as page:
        for path in sorted(built.folder.rglob("*.html")):
            if path.name != "404.html":
                page.goto(path.as_uri())
                assert page.evaluate("window.hits") == 0, path


def test_the_backlog_page_finds_and_chooses(browser: Browser, built: Built) -> None:
    with watched(browser, built) as page:
        backlog(page, built)
        everything = len(shown(page))
        for words in (*ODD, "<script>hit()</script>", "javascript:hit()", "\u202e", "(", "[", "\\", "*"):
            page.locator(".stories-search").fill(words)
            assert len(shown(page)) <= everything, words
            if words in ODD[:5]:
                assert words in shown(page)
        page.locator(".stories-search").fill("")
        for name in ("owner", "status", "epic", "tags", "milestone", "__proto__", "constructor", "toString"):
            for value in ("__proto__", "constructor", "<script>hit()</script>", "toString"):
                backlog(page, built, f"?{name}={value}")
        for name in ODD:
            backlog(page, built, f"?sort={name}&group={name}&view={name}&text={name}#{name}")
        backlog(page, built)
        for choice in page.locator(".stories-toolbar select").all():
            for value in choice.locator("option").evaluate_all("all => all.map(one => one.value)"):
                choice.select_option(value)
                assert page.evaluate(POLLUTED) == []
        for view in ("cards", "board", "matrix", "graph", "summary", "actors", "table"):
            page.locator(f'label:has(input[name="view"][value="{view}"])').click()


def test_stories_are_compared(browser: Browser, built: Built) -> None:
    with watched(browser, built) as page:
        backlog(page, built, "?compare=__proto__,constructor")
        backlog(page, built)
        for name in ("__proto__", "constructor", "toString"):
            page.get_by_label(f"Compare {name}", exact=True).check()
        told = page.locator(".stories-compare__table").inner_text()
        assert all(name in told for name in ("__proto__", "constructor"))
        page.reload()
        page.wait_for_selector(".stories-whole[data-on]")


def test_references_have_previews(browser: Browser, built: Built) -> None:
    with watched(browser, built) as page:
        page.goto(next(built.folder.glob("%23*.html"), built.folder / "#.html").as_uri())
        references = page.locator(".stories-ref")
        assert references.count() > 1
        for reference in references.all():
            reference.hover()
            page.wait_for_timeout(400)
            assert page.evaluate("window.hits") == 0
