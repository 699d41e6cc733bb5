"""The backlog page for everyone: by axe, in forced colours, without motion, on narrow screens, on paper, refused."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.sites import Built, indented, site, story

from .test_backlog_page import VIEWS, backlog, chip, count, ids, one_theme, stories
from .test_pages import address, every_look, opened

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDINGS = """async runOnly => {
    const { violations } = await axe.run({ include: ['.stories'] }, { preload: false, runOnly })
    return violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`))
}"""


def findings(page: Page) -> list[str]:
    """What axe finds in what is ours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(FINDINGS, RULES)
    return found


def show_preview(page: Page) -> None:
    """Open the preview of the first row that is in sight."""
    page.locator(".stories-row .stories-id:visible").first.hover()
    page.wait_for_selector(".stories-pop")


@pytest.mark.parametrize("width", [1280, 390])
@every_look
def test_axe_finds_nothing(browser: Browser, built: Built, look: tuple[str, str], width: int) -> None:
    """In every view, with a panel, a comparison and a preview open, with a filter and with nothing found."""
    with opened(browser, built, look[1], viewport={"width": width, "height": 900}) as page:
        backlog(page, built)
        for view in VIEWS:
            chip(page, view).click()
            assert findings(page) == [], view
        backlog(page, built, "?group=epic&type=user&compare=US-1&compare=TS-1&team=gone")
        show_preview(page)
        assert findings(page) == [], "comparison and preview"
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Owner").click()
        assert findings(page) == [], "panel"
        backlog(page, built, "?view=graph&status=done")
        assert findings(page) == [], "a graph that is filtered"
        page.locator(".stories-search").fill("zeppelin")
        assert findings(page) == [], "nothing found"


@one_theme
def test_axe_finds_nothing_in_forced_colours(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], forced_colors="active") as page:
        backlog(page, built, "?compare=US-1")
        for view in VIEWS:
            chip(page, view).click()
            assert findings(page) == [], view


PAINT = """([css, pseudo, kind]) => {
    const one = document.querySelector(css)
    return [getComputedStyle(one, pseudo)[kind], getComputedStyle(document.body).backgroundColor]
}"""
MARKS = (
    ("table", ".stories-row .stories-status", "::before", "backgroundColor"),
    ("table", ".stories-row > .stories-c-story", "::before", "backgroundColor"),
    ("table", "[aria-sort$='ending'] > .stories-sort", "::after", "borderBottomColor"),
    ("table", ".stories-facet > .stories-btn", "::after", "borderBottomColor"),
    ("board", ".stories-row.stories-is-user", "::before", "backgroundColor"),
    ("matrix", ".stories-matrix__mark", "::before", "backgroundColor"),
    ("graph", ".stories-graph__node rect", "", "stroke"),
    ("summary", "[data-pane=summary] .stories-bar__seg[data-state=done]", "", "backgroundColor"),
    ("actors", "[data-pane=actors] .stories-status", "::before", "backgroundColor"),
)


@pytest.mark.parametrize("look", [("material", "light"), ("mkdocs", "light"), ("readthedocs", "light")], ids="-".join)
def test_forced_colours_keep_what_shapes_say(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Glyphs, ticks, bars and what is checked; an arrow stays an arrow, since its other sides stay clear."""
    clear = "rgba(0, 0, 0, 0)"
    with opened(browser, built, look[1], forced_colors="active") as page:
        for view, css, pseudo, kind in MARKS:
            backlog(page, built, f"?view={view}&sort=status")
            paint, paper = page.evaluate(PAINT, [css, pseudo, kind])
            assert paint not in (paper, clear, "none"), css
        backlog(page, built, "?type=user&sort=status")
        side, _ = page.evaluate(PAINT, ["[aria-sort$='ending'] > .stories-sort", "::after", "borderLeftColor"])
        assert side == clear
        chosen, other = (
            page.evaluate(PAINT, [f"[value={one}] + span", "", "backgroundColor"])[0] for one in ("user", "technical")
        )
        assert chosen != other


@one_theme
def test_nothing_moves_for_those_who_ask_for_that(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """No part of ours has a transition or an animation."""
    moving = """() => [...document.querySelectorAll('.stories, .stories *')].flatMap(one => ['', '::before', '::after']
        .map(pseudo => getComputedStyle(one, pseudo))
        .filter(look => /[1-9]/.test(look.transitionDuration) || look.animationName !== 'none')
        .map(() => one.className))"""
    with opened(browser, built, look[1]) as page:
        assert "stories-chip" in backlog(page, built).evaluate(moving)
    with opened(browser, built, look[1], reduced_motion="reduce") as page:
        assert backlog(page, built).evaluate(moving) == []


@every_look
def test_panels_stay_in_the_window(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Wide and narrow, in both directions."""
    with opened(browser, built, look[1]) as page:
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            for direction in ("ltr", "rtl"):
                backlog(page, built)
                page.evaluate("to => { document.documentElement.dir = to }", direction)
                for button in page.locator(".stories-facet > button").all():
                    button.click()
                    start, end, room = page.locator(".stories-panel:visible").evaluate(
                        """one => {
                            const { left, right } = one.getBoundingClientRect()
                            return [left, right, document.documentElement.clientWidth]
                        }"""
                    )
                    assert 0 <= start < end <= room, (width, direction, button.inner_text())
                    page.keyboard.press("Escape")  # a panel may lie over other buttons


# What lies beyond the sheet, or is cut off by something that scrolls; hidden words do not count.
CUT = """() => [...document.querySelectorAll('.stories, .stories *')].filter(one => {
    const { left, right, width, height } = one.getBoundingClientRect(), look = getComputedStyle(one)
    if (width < 2 || height < 2 || look.visibility !== 'visible' || one.closest('.stories-vh, caption')) return false
    const scrolls = ['auto', 'scroll', 'hidden'].includes(look.overflowX) && one.scrollWidth > one.clientWidth + 1
    return left < -1 || right > document.documentElement.clientWidth + 1 || scrolls
}).map(one => `${one.tagName} ${one.getAttribute('class')}`)"""
SHEET = {"width": 718, "height": 1046}
"""A4 less the margins that browsers leave, in CSS pixels."""


@pytest.mark.parametrize("look", [("material", "light"), ("mkdocs", "light"), ("readthedocs", "light")], ids="-".join)
def test_paper_has_all_of_every_view(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], viewport=SHEET) as page:
        for view in VIEWS:
            backlog(page, built, f"?view={view}&compare=US-1&compare=TS-1&compare=US-7&compare=TS-4")
            page.emulate_media(media="print")
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            assert page.evaluate(CUT) == [], view
            for part in (".stories-search", ".stories-bench", ".stories-mark", ".stories-chip"):
                assert page.locator(part).first.is_hidden(), part
            page.emulate_media(media="screen")
        backlog(page, built, "?type=user")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert len(ids(page)) == len(stories(type="user"))
        for name in ("workings", "planning", "catalogue"):
            page.goto(address(built, name))
            assert page.evaluate(CUT) == [], name


def enlarged(page: Page) -> str:
    """How much a page is enlarged on paper: the first scale in what is printed."""
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", page.pdf(format="A4"), re.DOTALL):
        with suppress(zlib.error):
            if scale := re.search(rb"([\d.]+) 0 0 \1 [\d.-]+ [\d.-]+ cm", zlib.decompress(found[1])):
                return scale[1].decode()
    raise AssertionError("nothing is printed")


@pytest.mark.parametrize("look", [("material", "light"), ("mkdocs", "light"), ("readthedocs", "light")], ids="-".join)
def test_no_view_makes_its_page_smaller_on_paper(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """A browser makes a page smaller, with all its text, where something is wider than the sheet."""
    with opened(browser, built, look[1], viewport={"width": 1280, "height": 900}) as page:
        scales = {}
        for view in VIEWS:
            backlog(page, built, f"?view={view}")
            scales[view] = enlarged(page)
        assert len(set(scales.values())) == 1, scales


REFUSED = """() => {
    const refuse = () => { throw new DOMException('no', 'SecurityError') }
    history.pushState = history.replaceState = refuse
    Storage.prototype.getItem = Storage.prototype.setItem = refuse
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
}"""


@one_theme
def test_a_browser_that_refuses(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """History, storage and clipboard: the rest works."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address(built, "backlog"))
    page.wait_for_selector(".stories-whole[data-on]")
    page.evaluate(REFUSED)
    chip(page, "technical").click()
    assert count(page) == len(stories(type="technical"))
    page.get_by_label("Compare TS-4", exact=True).check()
    assert page.locator(".stories-compare__table thead .stories-id").all_inner_texts() == ["TS-4"]
    for view in VIEWS:
        chip(page, view).click()
        assert page.locator("[name=view]:checked").input_value() == view
    page.goto(address(built, "catalogue"))
    page.evaluate(REFUSED)
    page.locator("a.stories-card__id", has_text="US-1").first.click()
    page.wait_for_url("**#us-1")
    assert errors == []
    context.close()


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_axe_finds_nothing_among_stories_without_links(browser: Browser, tmp_path: Path, theme: str) -> None:
    """Such stories stand line by line below a graph and a matrix; in a note, where type is small, a card lists some."""
    told = "\n".join(story(name) for name in ("US-1", "US-2", "US-3", "TS-1", "TS-2", "TS-3"))
    note = "!!! note\n\n" + indented(story("TS-9", "supports: [US-1, US-2, US-3]"))
    plugins = ["search", {"stories": {"backlog": "backlog.md"}}]
    look = {"name": theme, "font": False, "highlightjs": False}
    config = {"theme": look, "use_directory_urls": False, "markdown_extensions": ["admonition"]}
    made = site(tmp_path, {"index.md": f"# Shop\n\n{told}\n{note}"}, plugins=plugins, config=config).build()
    with opened(browser, made, "light") as page:
        for view in ("graph", "matrix"):
            backlog(page, made, f"?view={view}")
            assert findings(page) == [], view
        page.goto(address(made, "index"))
        assert findings(page) == []
