"""The views of the example site in a real browser: they fit, scroll inside themselves, and are reached by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_backlog_page import backlog
from tests.browser.test_pages import address, every_look, opened
from tests.sites import Built, site, story

pytestmark = pytest.mark.browser

PLACE = "(css) => { const box = document.querySelector(css).getBoundingClientRect(); return [box.x, box.y, box.width] }"


WORDS = """one => {
    const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), found = []
    while (texts.nextNode()) for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\S+/g)) {
        const range = document.createRange()
        range.setStart(texts.currentNode, index)
        range.setEnd(texts.currentNode, index + word.length)
        const { left, right } = range.getBoundingClientRect()
        found.push({ word, left, right })
    }
    return found
}"""


def overlap(page: Page, css: str) -> list[str]:
    """The elements that hold text which is cut off at their side."""
    found: list[str] = page.evaluate(
        """css => [...document.querySelectorAll(css)]
            .filter(one => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map(one => one.className)""",
        css,
    )
    return found


@every_look
def test_views_fit_a_small_screen(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """At 320 px nothing but the regions that scroll inside themselves is wider than the page."""
    with opened(browser, built, look[1], viewport={"width": 320, "height": 800}) as page:
        for name in ("workings", "planning"):
            page.goto(address(built, name))
            assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
            assert (
                overlap(page, ".stories-actor__story, .stories-tile, .stories-loose li, .stories-graph__list li") == []
            )


@every_look
def test_columns_of_a_board(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Side by side where there is room, one below the other where there is none."""
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "planning"))
        first, second = (f".stories-board__column:nth-child({number})" for number in (1, 2))
        page.set_viewport_size({"width": 1280, "height": 800})
        wide = page.evaluate(PLACE, first), page.evaluate(PLACE, second)
        page.set_viewport_size({"width": 390, "height": 800})
        narrow = page.evaluate(PLACE, first), page.evaluate(PLACE, second)
        assert wide[0][1] == wide[1][1]
        assert wide[0][0] + wide[0][2] <= wide[1][0]
        assert narrow[0][0] == narrow[1][0]
        assert narrow[0][1] < narrow[1][1]


@pytest.mark.parametrize("look", [("material", "light")], ids="-".join)
def test_an_empty_column_is_as_wide_as_its_heading(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], viewport={"width": 1400, "height": 900}) as page:
        page.goto(address(built, "planning"))
        empty = page.locator(".stories-board__column:not(:has(ul))").first
        full = page.locator(".stories-board__column:has(ul)").first
        widths = [one.evaluate("one => one.getBoundingClientRect().width") for one in (empty, full)]
        assert widths[0] < widths[1] / 1.5


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("look", [("material", "light")], ids="-".join)
def test_what_scrolls_fades_where_there_is_more(
    browser: Browser, built: Built, look: tuple[str, str], direction: str
) -> None:
    """At the side that it goes on to, until it is scrolled to its end; not where all is in sight."""
    mask = "one => getComputedStyle(one).maskImage"
    with opened(browser, built, look[1], viewport={"width": 390, "height": 800}) as page:
        page.goto(address(built, "workings"))
        page.evaluate("direction => { document.body.dir = direction }", direction)
        for css in (".stories-matrix", ".stories-graph"):
            region = page.locator(css).first
            before = region.evaluate(mask)
            assert before.startswith(
                f"linear-gradient(to {'left' if direction == 'ltr' else 'right'}, rgba(0, 0, 0, 0)"
            )
            region.evaluate(f"one => {{ one.scrollLeft = {'' if direction == 'ltr' else '-'}one.scrollWidth }}")
            page.wait_for_function(f"one => ({mask})(one) === 'none'", arg=region.element_handle())
        page.goto(address(built, "planning"))
        assert page.locator(".stories-board").first.evaluate(mask) == "none"


@every_look
def test_boxes_of_a_graph_are_reached_by_keyboard(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """From the region on, Tab goes from box to box; a box shows that it has the focus, and Enter leads to its card."""
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "workings"))
        page.locator(".stories-graph").first.focus()
        named = []
        for _ in range(3):
            page.keyboard.press("Tab")
            named.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        shown = page.locator(".stories-graph").first.locator(".stories-graph__node")
        assert named == [shown.nth(number).get_attribute("aria-label") for number in range(3)]
        thick = "getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
        assert page.evaluate(thick) == "3px"
        address_of = page.evaluate("document.activeElement.href.baseVal")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{address_of}")
        assert page.locator(f"#{address_of.partition('#')[2]}").count() == 1


@every_look
def test_regions_that_scroll_are_named_and_focusable(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], viewport={"width": 390, "height": 800}) as page:
        for name, regions in (("workings", ".stories-matrix, .stories-graph"), ("planning", ".stories-board")):
            page.goto(address(built, name))
            found = page.locator(regions).all()
            assert found
            for region in found:
                region.focus()
                assert region.evaluate("one => document.activeElement === one")
                assert region.get_attribute("aria-label")
                assert region.get_attribute("role") == "region"
        page.goto(address(built, "workings"))
        region = page.locator(".stories-graph").first
        region.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize("look", [("material", "light")], ids="-".join)
def test_heads_of_a_matrix_stay_in_sight(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], viewport={"width": 390, "height": 800}) as page:
        page.goto(address(built, "workings"))
        before = page.evaluate(PLACE, ".stories-matrix tbody th")[0]
        page.locator(".stories-matrix").first.evaluate("one => { one.scrollLeft = 200 }")
        assert page.evaluate(PLACE, ".stories-matrix tbody th")[0] == pytest.approx(before, abs=3)
        assert page.evaluate(PLACE, ".stories-matrix tbody td")[0] < before


@pytest.mark.parametrize("look", [("material", "light"), ("material", "dark")], ids="-".join)
def test_forced_colours_keep_marks_and_lines(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], forced_colors="active") as page:
        page.goto(address(built, "workings"))
        paint = "getComputedStyle(document.querySelector('{}'){}).{}"
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        for css, pseudo, kind in (
            (".stories-matrix__mark", ", '::before'", "backgroundColor"),
            (".stories-graph__line", "", "stroke"),
            (".stories-graph__node rect", "", "stroke"),
            (".stories-graph__title", "", "fill"),
        ):
            assert page.evaluate(paint.format(css, pseudo, kind)) not in (paper, "rgba(0, 0, 0, 0)", "none"), css


ARABIC = """\
```epic
{id: EP-1, title: الدفع}
```

```story
{id: US-1, title: اختيار كتاب, as a: قارئ, I want: اختيار كتاب, so that: أقرأ, epic: EP-1, acceptance: [x]}
```

```technical-story
{id: TS-1, title: Prices (cached), the: cache, must: hold prices, so that: pages open at once, supports: US-1}
```

```backlog
view: graph
```
"""


def test_a_graph_on_a_page_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    """Layers begin at the right, and words stand in their boxes, whichever way they run."""
    config = {"use_directory_urls": False, "theme": {"name": "material", "language": "ar", "font": False}}
    made = site(tmp_path, f"# Page\n\n{ARABIC}", config=config).build()
    assert made.status == 0, made.said()
    with opened(browser, made, "light") as page:
        page.goto((made.folder / "index.html").as_uri())
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        boxes = {}
        for node in page.locator(".stories-graph__node").all():
            box = node.locator("rect").first.bounding_box()
            assert box
            name = (node.locator(".stories-graph__id").text_content() or "").split()[0]
            boxes[name] = box
            for text in node.locator("text").all():
                place = text.bounding_box()
                assert place
                assert box["x"] < place["x"] < place["x"] + place["width"] < box["x"] + box["width"]
                gap = box["x"] + box["width"] - place["x"] - place["width"]
                assert gap == pytest.approx(36, abs=3), text.text_content()
        assert boxes["EP-1"]["x"] > boxes["US-1"]["x"] > boxes["TS-1"]["x"]


def test_tables_on_a_page_from_right_to_left(browser: Browser, tmp_path: Path) -> None:
    """Lines and signs are mirrored; words that run the other way keep their order, and begin where the page does."""
    config = {"use_directory_urls": False, "theme": {"name": "material", "language": "ar", "font": False}}
    lone = story("US-9", "acceptance: [{text: The price is in the index, technical: true}]")
    told = f"# Page\n\n{ARABIC.partition('```backlog')[0]}\n{lone}"
    made = site(tmp_path, told, config=config, backlog="backlog.md").build()
    assert made.status == 0, made.said()
    with opened(browser, made, "light") as page:
        backlog(page, made, "?view=matrix")
        borders = "one => [getComputedStyle(one).borderLeftWidth, getComputedStyle(one).borderRightWidth]"
        assert page.locator(".stories-matrix__table tbody th").first.evaluate(borders) == ["1px", "0px"]
        assert page.locator(".stories-matrix__sum").first.evaluate(borders) == ["0px", "1px"]
        number, word = page.locator(".stories-loose .stories-links__kind").evaluate(WORDS)[:2]
        assert number["left"] < word["left"]
        backlog(page, made, "?sort=status")
        sign = "one => parseFloat(getComputedStyle(one, '::after').left)"
        assert page.locator("[aria-sort$='ending'] > .stories-sort").evaluate(sign) < 0
        value = page.locator(".stories-row:has-text('US-9') .stories-c-benefit")
        first, *rest = value.evaluate(WORDS)
        assert all(first["left"] < one["left"] for one in rest)  # "so" stands before what it leads to
        edge = value.bounding_box()
        assert edge
        assert edge["x"] + edge["width"] - max(one["right"] for one in rest) < 2
        arabic = page.locator(".stories-row:has-text('US-1') .stories-c-benefit").evaluate(WORDS)
        assert all(one["right"] < arabic[0]["left"] for one in arabic[2:])
