"""The backlog page at work in a real browser: find, compare, preview, also for those who cannot see or point."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from mkdocs_stories.model import Condition, Story, View
from mkdocs_stories.project import Project
from mkdocs_stories.query import find_facet, select
from mkdocs_stories.text import Phrase, Source, Span
from tests.conftest import EXAMPLE, Example
from tests.sites import Built, site, story, words

from .test_pages import address, every_look, opened

pytestmark = pytest.mark.browser

two_themes = pytest.mark.parametrize("look", [("material", "light"), ("mkdocs", "dark")], ids="-".join)
one_theme = pytest.mark.parametrize("look", [("material", "light")], ids="-".join)
VIEWS = ("table", "cards", "board", "matrix", "graph", "summary", "actors")


def backlog(page: Page, built: Built, search: str = "") -> Page:
    """The backlog page, once it can be used."""
    page.goto(address(built, "backlog") + search)
    page.wait_for_selector(".stories-whole[data-on]")
    return page


def ids(page: Page) -> list[str]:
    # Rows below the fold have no inner text.
    found: list[str] = page.locator(".stories-results .stories-row .stories-id").all_text_contents()
    return found


def count(page: Page) -> int:
    return int(page.locator(".stories-count__n").inner_text().split()[0].replace(",", ""))


def search_of(page: Page) -> str:
    found: str = page.evaluate("decodeURIComponent(location.search)")
    return found


def chip(page: Page, value: str) -> Any:
    return page.locator(f'label:has(input[value="{value}"])').first


def sources() -> Iterator[Source]:
    for path in sorted((EXAMPLE / "docs").rglob("*.md")):
        yield Source(path.name, path.read_text(encoding="utf-8"))


def stories(**where: str) -> list[Story]:
    """What a view of the example's backlog would show, by Python."""
    project = Project(tuple(sources()))
    words = Span(1, 1, 1, 1)
    conditions = tuple(Condition(Phrase(name, words), (Phrase(value, words),)) for name, value in where.items())
    view = View(source=Source("", ""), span=words, head=Phrase("", words), where=conditions)
    return select(view, project.backlog)


# -- Find ------------------------------------------------------------------------------------------------------------


@every_look
def test_typing_finds_stories_and_says_how_many_are_left(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        everything = ids(page)
        assert len(everything) == count(page) == len(stories())
        page.locator(".stories-search").type("discount")
        found = ids(page)
        assert 0 < len(found) < len(everything)
        assert count(page) == len(found)
        assert "text=discount" in search_of(page)
        expect(page.locator(".stories-whole > [role=status]")).to_have_text(
            f"{len(found)} of {len(everything)} stories"
        )


@one_theme
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("us-7", "US-7"),
        ("WHETHER payment know", "US-7"),
        ("never pay twice", "US-7"),
        ("book seller discounted", "US-1"),
    ],
)
def test_search_goes_over_ids_titles_sentences_and_tags(
    browser: Browser, built: Built, look: tuple[str, str], words: str, name: str
) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        page.locator(".stories-search").fill(words)
        assert name in ids(page)
        assert len(ids(page)) < 5
        tagged = next(story for story in stories() if story.tags)
        page.locator(".stories-search").fill(tagged.tags[0].text)
        assert tagged.name in ids(page)


@one_theme
def test_a_filter_means_what_where_means(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    asked = [
        *(("type", "technical"), ("status", "in progress"), ("status", "blocked"), ("priority", "high")),
        *(("kind", "upgrade"), ("milestone", "2.10")),
    ]
    vocabulary = Project(()).backlog.vocabulary
    for name in ("epic", "actor", "owner", "tags"):
        facet = find_facet(name, vocabulary)
        assert facet
        asked += [(name, value) for value in sorted({one for story in stories() for one in facet.values(story)})[:3]]
    with opened(browser, built, look[1]) as page:
        for name, value in asked:
            backlog(page, built, f"?{name}={value}")
            wanted = [story.name for story in stories(**{name: value})]
            assert ids(page) == wanted, (name, value)
            assert page.locator(".stories-notice").is_hidden()
        backlog(page, built, "?status=IN-progress&customer-impact=all")
        assert 0 < count(page) < 38


@two_themes
def test_counts_tell_what_a_click_gives(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        chip(page, "technical").click()
        told = int(chip(page, "done").locator(".stories-n").inner_text())
        assert 0 < told < count(page)
        chip(page, "done").click()
        assert count(page) == told
        # Inside of a facet a click adds.
        more = int(chip(page, "blocked").locator(".stories-n").inner_text())
        more += int(chip(page, "ready").locator(".stories-n").inner_text())
        chip(page, "blocked").click()
        chip(page, "ready").click()
        assert count(page) == told + more
        page.get_by_role("button", name="Owner").click()
        first = page.locator(".stories-panel:visible .stories-check").first
        told = int(first.locator(".stories-n").inner_text())
        first.click()
        assert count(page) == told
        assert "owner=" in search_of(page)


@two_themes
def test_an_address_opens_the_same_view(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        chip(page, "user").click()
        chip(page, "board").click()
        page.locator("[name=sort]").select_option("priority")
        page.locator(".stories-turn").click()
        page.locator("[name=group]").select_option("epic")
        page.locator(".stories-search").fill("book")
        before, url = ids(page), page.url
        assert "q=" not in url
        page.goto("about:blank")
        page.goto(url)
        page.wait_for_selector(".stories-whole[data-on]")
        assert ids(page) == before
        assert page.locator("[name=view]:checked").input_value() == "board"
        assert page.locator("[name=group]").input_value() == "epic"
        assert page.locator("[name=sort]").input_value() == "priority"
        assert page.locator("[name=desc]").is_checked()
        assert page.locator(".stories-search").input_value() == "book"


@two_themes
def test_back_and_forward_go_through_what_was_asked(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        everything = count(page)
        chip(page, "technical").click()
        technical = count(page)
        page.locator(".stories-search").type("card")
        both = count(page)
        assert everything > technical > both
        page.go_back()
        assert (count(page), page.locator(".stories-search").input_value()) == (technical, "")
        page.go_back()
        assert count(page) == everything
        page.go_forward()
        page.go_forward()
        assert (count(page), page.locator(".stories-search").input_value()) == (both, "card")


@two_themes
def test_an_address_with_filters_that_are_gone(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        gone = "status=someday&team=a&view=gantt&sort=mood&compare=US-999&__proto__=1"
        backlog(page, built, f"?type=technical&utm_source=x&h=w&{gone}")
        assert set(ids(page)) == {story.name for story in stories(type="technical")}
        said = page.locator(".stories-notice").inner_text()
        for part in gone.split("&"):
            assert part in said
        assert "utm" not in said
        assert "h=w" not in said
        chip(page, "done").click()
        assert page.locator(".stories-notice").is_hidden()


@one_theme
def test_sorting_by_headers_and_groups(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        header = page.locator("thead .stories-c-story")
        header.locator("button").click()
        assert header.get_attribute("aria-sort") == "ascending"
        ordered = ids(page)
        assert ordered.index("TS-9") < ordered.index("TS-10")
        header.locator("button").click()
        assert header.get_attribute("aria-sort") == "descending"
        assert ids(page) == ordered[::-1]
        page.locator("[name=group]").select_option("milestone")
        titles = page.locator(".stories-group th").all_text_contents()
        assert len(titles) > 1
        counted = sum(int(title.split()[-1]) for title in titles)
        assert counted == 38


# -- Compare ---------------------------------------------------------------------------------------------------------


@two_themes
def test_up_to_four_stories_side_by_side(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        assert page.locator(".stories-compare").is_hidden()
        for name in ("US-7", "TS-4", "TS-5", "US-14"):
            page.get_by_label(f"Compare {name}", exact=True).check()
        table = page.locator(".stories-compare__table")
        heads = table.locator("thead th .stories-id").all_inner_texts()
        assert heads == ["US-7", "TS-4", "TS-5", "US-14"]
        rows = {row.locator("th").inner_text(): row.locator("td") for row in table.locator("tbody tr").all()}
        labels = (
            "Type Actor Goal Value Points;Business value;Value per point;Supports;Supported by;Depends on;Needed by"
        )
        assert [*rows] == [*labels.split(";")[0].split(), *labels.split(";")[1:]]
        told = {story.name: story for story in stories()}
        assert rows["Actor"].nth(0).inner_text() == str(told["US-7"].actor)
        assert rows["Value"].nth(1).inner_text() == f"to prevent {told['TS-4'].benefit}"
        assert rows["Points"].nth(2).inner_text() == f"{told['TS-5'].points:g}"
        assert "TS-4" in rows["Supported by"].nth(0).inner_text()
        assert "US-7" in rows["Supports"].nth(1).inner_text()
        assert page.get_by_label("Compare US-1", exact=True).is_disabled()
        url = page.url
        page.get_by_label("Take TS-4 out").click()
        assert table.locator("thead th .stories-id").all_inner_texts() == ["US-7", "TS-5", "US-14"]
        assert page.get_by_label("Compare US-1", exact=True).is_enabled()
        page.goto(url)
        page.wait_for_selector(".stories-whole[data-on]")
        assert table.locator("thead th .stories-id").all_inner_texts() == heads
        table.locator("thead a").first.click()
        page.wait_for_url("**/buying.html#us-7")


@two_themes
def test_a_fifth_story_is_refused_and_it_is_said(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        names = [story.name for story in stories()][:5]
        backlog(page, built)
        for name in names:
            page.get_by_label(f"Compare {name}", exact=True).click(force=True)
        heads = page.locator(".stories-compare__table thead th .stories-id")
        assert heads.all_inner_texts() == names[:4]
        fifth = page.get_by_label(f"Compare {names[4]}", exact=True)
        assert not fifth.is_checked()
        said = "Four stories can be compared at a time."
        assert fifth.get_attribute("title") == said
        expect(page.locator(".stories-whole > [role=status]")).to_have_text(said)
        assert search_of(page).count("compare=") == 4
        # A link may ask for more than that.
        backlog(page, built, "?" + "&".join(f"compare={name}" for name in names))
        assert heads.all_inner_texts() == names[:4]
        assert page.locator(".stories-notice").inner_text() == said


@one_theme
def test_what_has_no_words_tells_its_name_on_pointing(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        assert page.get_by_label("Compare US-7", exact=True).get_attribute("title") == "Compare US-7"
        assert page.locator(".stories-turn").get_attribute("title") == "Reverse the order"
        trace = page.locator(".stories-row.stories-is-user .stories-trace:not(.stories-trace--criteria)").first
        assert trace.get_attribute("title") == "technical stories done"


@one_theme
def test_a_comparison_names_links_as_cards_do(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built, "?compare=US-1&compare=US-2")
        row = page.get_by_role("row", name="Needed by")
        assert row.locator("td").first.locator(".stories-id").all_inner_texts() == ["US-2"]


@one_theme
def test_no_divider_stands_at_the_end_of_a_line(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Between two sets of chips on one line there is one; where the second begins a line it is cut off."""
    within = """() => {
        const line = document.querySelector('.stories-fieldset').parentNode, set = line.lastElementChild
        const { left } = set.getBoundingClientRect(), css = getComputedStyle(set, '::before')
        return left + parseFloat(css.left) > line.getBoundingClientRect().left + parseFloat(css.fontSize)
    }"""
    with opened(browser, built, look[1], viewport={"width": 1400, "height": 900}) as page:
        backlog(page, built)
        assert page.evaluate(within)
        page.evaluate("document.querySelectorAll('.stories-chip > .stories-n').forEach(n => { n.textContent = 12345 })")
        assert not page.evaluate(within)


WATCHED = """one => {
    window.watch?.disconnect()
    window.left = 0
    window.watch = new MutationObserver(found => {
        for (const { removedNodes } of found) for (const gone of removedNodes) if (gone.contains(one)) window.left++
    })
    window.watch.observe(document.body, { childList: true, subtree: true })
    window.pressed = one
}"""


@two_themes
def test_what_is_pressed_keeps_the_focus(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Nothing that is under the finger is drawn anew."""
    with opened(browser, built, look[1]) as page:

        def press(control: Locator, key: str = "Space") -> None:
            before = page.evaluate("location.href")
            control.focus()
            control.evaluate(WATCHED)
            page.keyboard.press(key)
            assert page.evaluate("location.href") != before, control
            assert page.evaluate("document.activeElement === window.pressed"), control
            assert page.evaluate("window.left") == 0, control

        backlog(page, built)
        for _ in ("on", "off"):
            press(page.get_by_label("Compare TS-4", exact=True))
        for _ in ("up", "down"):
            press(page.locator("[data-sort=status]"), "Enter")
        press(page.locator("[name=status]").nth(2))
        page.get_by_role("button", name="Owner").click()
        press(page.locator(".stories-panel:visible input").first)


@one_theme
def test_addresses_that_others_have_had_a_hand_in(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Parameters of others stay, and case does not matter."""
    with opened(browser, built, look[1]) as page:
        backlog(page, built, "?utm_source=letter&VIEW=Board&Status=DONE&sort=Priority&group=EPIC&compare=us-1&h=book")
        assert page.locator(".stories-notice").is_hidden()
        assert page.locator("[name=view]:checked").input_value() == "board"
        assert page.locator("[name=sort]").input_value() == "priority"
        assert page.locator("[name=group]").input_value() == "epic"
        assert page.locator(".stories-compare__table thead .stories-id").all_inner_texts() == ["US-1"]
        assert {*ids(page)} == {story.name for story in stories(status="done")}
        chip(page, "user").click()
        parts = set(search_of(page).removeprefix("?").split("&"))
        told = {"status=done", "type=user", "view=board", "sort=priority", "group=epic", "compare=US-1"}
        assert parts == {"utm_source=letter", "h=book", *told}


# -- Preview, anchors, short links -----------------------------------------------------------------------------------


@every_look
def test_a_reference_shows_its_story_in_small(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "planning"))
        reference, shown = page.locator("p .stories-ref").first, page.locator(".stories-pop")
        story = next(one for one in stories() if one.name == reference.get_attribute("data-ref"))
        reference.hover()
        shown.wait_for()
        said = shown.inner_text()
        assert story.heading in said
        assert str(story.goal).split()[-1].strip("`*") in said
        assert shown.locator(".stories-status").is_visible()
        shown.hover()  # it stays while it is pointed at
        page.wait_for_timeout(300)
        assert shown.is_visible()
        page.keyboard.press("Escape")
        assert shown.count() == 0
        page.mouse.move(0, 0)
        page.keyboard.press("Tab")
        page.evaluate("document.querySelector('p .stories-ref').focus()")
        shown.wait_for()
        assert reference.get_attribute("aria-describedby") == shown.get_attribute("id")
        page.keyboard.press("Escape")
        assert shown.count() == 0
        assert reference.get_attribute("aria-describedby") is None


EVERYWHERE = (
    *(("planning", "p .stories-ref"), ("planning", ".stories-tile .stories-row__link")),
    *(("catalogue", ".stories-links__link"), ("workings", ".stories-matrix thead a")),
    *(("workings", ".stories-graph__node"), ("workings", ".stories-actor .stories-row__link")),
    *(("backlog", ".stories-row .stories-row__link"), ("backlog?view=board", ".stories-row .stories-row__link")),
    *(("backlog?view=matrix", "tbody .stories-row__link"), ("backlog?view=matrix", ".stories-loose a")),
    *(("backlog?view=graph", ".stories-graph__node"), ("backlog?view=actors", ".stories-actor a")),
    ("backlog?compare=US-1&compare=TS-1", ".stories-compare__table thead a"),
)


@two_themes
def test_every_reference_has_a_preview(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    told = {story.name: story for story in Project(tuple(sources())).backlog.stories}
    with opened(browser, built, look[1]) as page:
        for place, css in EVERYWHERE:
            name, _, search = place.partition("?")
            page.goto(f"{address(built, name)}?{search}")
            if name == "backlog":
                page.wait_for_selector(".stories-whole[data-on]")
            reference, shown = page.locator(f"{css}:visible").first, page.locator(".stories-pop")
            story = told[reference.evaluate("one => one.dataset.ref || one.querySelector('.stories-id').textContent")]
            number = reference.locator(".stories-id")
            (number if number.count() else reference).hover()  # a link of two lines has nothing in its middle
            shown.wait_for()
            assert story.heading in shown.inner_text(), place
            # In full, in the window, and over everything else.
            assert shown.evaluate(
                """one => {
                    const { left, right, top, bottom } = one.getBoundingClientRect()
                    return [[left + 5, top + 5], [right - 5, bottom - 5]].every(at =>
                        one.contains(document.elementFromPoint(...at)))
                }"""
            ), place
            page.keyboard.press("Escape")
            assert shown.count() == 0
            page.mouse.move(0, 0)


@one_theme
def test_no_preview_on_touch(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], has_touch=True, viewport={"width": 390, "height": 800}) as page:
        page.goto(address(built, "planning"))
        page.evaluate("document.addEventListener('click', event => event.preventDefault(), true)")
        page.locator("p .stories-ref").first.tap()
        page.wait_for_timeout(500)
        assert page.locator(".stories-pop").count() == 0


@two_themes
def test_the_id_of_a_card_is_its_permalink_and_is_copied(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        page.add_init_script(
            """Object.defineProperty(navigator, 'clipboard', {
                value: { writeText: async words => { if (window.refused) throw Error('no'); window.copied = words } }
            })"""
        )
        page.goto(address(built, "catalogue"))
        page.locator("a.stories-card__id", has_text="US-1").first.click()
        expect(page.locator(".stories-copied")).to_have_text("Link copied")
        assert page.evaluate("window.copied") == address(built, "catalogue#us-1")
        assert page.url.endswith("#us-1")
        page.evaluate("window.refused = true")
        page.locator("a.stories-card__id", has_text="US-3").first.click()
        page.wait_for_timeout(200)
        assert page.url.endswith("#us-3")
        assert page.locator(".stories-card:has(#us-3) .stories-copied").count() == 0


def test_short_links_lead_to_cards(browser: Browser, tmp_path: Path) -> None:
    page_text = (
        "# Shop\n\n```story\nid: US-1\nas a: reader\nI want: to see\nso that: I pay less\nacceptance: [x]\n```\n"
    )
    plain = site(tmp_path / "plain", {"a/shop.md": page_text}).build()
    assert not (plain.folder / "stories").exists()
    made = site(tmp_path / "short", {"a/shop.md": page_text}, config={"use_directory_urls": False}, short_links=True)
    built = made.build()
    page = browser.new_page()
    page.goto((built.folder / "stories" / "US-1" / "index.html").as_uri())
    page.wait_for_url("**/a/shop.html#us-1")
    page.close()


# -- For everyone ----------------------------------------------------------------------------------------------------


@every_look
def test_keys_alone_do_everything(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        backlog(page, built)
        url = page.url
        focused = "document.activeElement"
        page.evaluate("document.querySelector('.stories-skip').focus()")
        page.keyboard.press("Tab")
        assert page.evaluate(f"{focused}.value") == "user"
        page.keyboard.press("Space")
        assert "type=user" in search_of(page)
        outline = page.evaluate(f"getComputedStyle({focused}.nextElementSibling).outlineStyle")
        assert outline == "solid"
        page.focus("[name=view]:checked")
        page.keyboard.press("ArrowRight")
        assert "view=cards" in search_of(page)
        page.keyboard.press("ArrowLeft")
        button = page.get_by_role("button", name="Owner")
        button.focus()
        page.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert "owner=" in search_of(page)
        page.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false"
        assert page.evaluate(f"{focused}.getAttribute('aria-controls')") == button.get_attribute("aria-controls")
        # The theme `mkdocs` takes s, n and p for orders of its own.
        page.focus("[name=sort]")
        for key in "snp":
            page.keyboard.press(key)
        page.wait_for_timeout(200)
        assert page.url.split("?")[0] == url
        assert page.locator(".modal.show").count() == 0
        page.locator(".stories-count [data-clear]").press("Enter")
        links = page.locator(".stories-row__link")
        links.first.focus()
        page.keyboard.press("ArrowDown")
        assert page.evaluate(f"{focused}.textContent") == links.nth(1).text_content()


@every_look
def test_no_view_is_wider_than_the_window(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """At 320 px, and at 640 px, which is what 200 % zoom leaves of 1280."""
    with opened(browser, built, look[1]) as page:
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 800})
            for view in VIEWS:
                backlog(page, built, f"?view={view}&compare=US-1&compare=TS-1")
                wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, f"{view} at {width} px: {wide} px too wide"


@every_look
def test_without_scripts_everything_is_there(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], java_script_enabled=False) as page:
        page.goto(address(built, "backlog"))
        assert page.locator(".stories-results .stories-row:visible").count() == 38
        for view in VIEWS[3:]:
            assert page.locator(f'[data-pane="{view}"] .stories-pane__title').is_visible(), view
        for useless in (".stories-search", ".stories-bench", ".stories-count", ".stories-empty"):
            assert page.locator(useless).first.is_hidden(), useless
        assert chip(page, "done").is_visible()


# -- What is loaded, and how -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_pages_without_stories_load_nothing_of_ours(tmp_path: Path, theme: str) -> None:
    """One style sheet and one script where there is a card, a view or a reference, and nothing elsewhere."""
    reference = "# It rests on stories\n\nIt rests on [US-1].\n"
    made = site(
        tmp_path,
        {"index.md": "# Plain\n\nNo story, though stories are spoken of.\n", "shop.md": SHOP, "prose.md": reference},
        config={"theme": {"name": theme}, "use_directory_urls": False},
        backlog="backlog.md",
    )
    built = made.build()
    for name in ("shop", "prose", "backlog"):
        page = built.html(f"{name}.html")
        assert page.count("assets/stories/stories.css") == page.count("assets/stories/stories.js") == 1, name
    for name in ("index", "404"):
        assert "assets/stories" not in built.html(f"{name}.html"), name


def test_search_finds_a_story_once_at_its_card(example: Example) -> None:
    for theme in ("material", "mkdocs"):
        built = example(theme, use_directory_urls=False)
        index = json.loads((built.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
        title = next(story for story in stories() if story.name == "US-7").heading
        found = [entry["location"] for entry in index["docs"] if title in entry["title"]]
        assert found == ["buying.html#us-7"], theme
        assert not any(title in entry["text"] for entry in index["docs"] if entry["location"].startswith("backlog"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An address, and the folder that it serves."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", folder
    server.shutdown()
    server.server_close()


SHOP = """\
# Shop

It rests on [US-1].

```story
id: US-1
title: Prices
as a: reader
I want: to see prices
so that: I pay less
acceptance: [It is shown]
```

```story
id: US-2
title: Covers
as a: reader
I want: to see covers
so that: I know the book
status: done
acceptance: [It is shown]
```
"""


def test_instant_navigation(browser: Browser, served: tuple[str, Path]) -> None:
    """Pages come without a load: one without stories, the backlog, another page, and back."""
    url, folder = served
    made = site(
        folder.parent / "docs",
        {"index.md": "# Home\n\nNothing here.\n", "shop.md": SHOP},
        config={
            "site_url": url,
            "site_dir": str(folder),
            "theme": {"name": "material", "font": False, "features": ["navigation.instant"]},
        },
        backlog="backlog.md",
    )
    made.build(site_dir=str(folder))
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    loads: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert not any("assets/stories" in one for one in asked)

    def go(name: str) -> None:
        page.locator(".md-nav--primary a.md-nav__link", has_text=name).first.click()

    go("Backlog")
    page.wait_for_selector(".stories-whole[data-on]")
    assert page.locator(".stories-search").is_visible()
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.stories-whole .stories-vh')).position === 'absolute'"
    )  # the style sheet came too
    chip(page, "done").click()
    assert count(page) == 1
    assert page.url == f"{url}backlog/?status=done"
    # The pointer is there before the script of the page is.
    held: list[Route] = []
    page.route("**/stories.js*", lambda route: held.append(route))
    with page.expect_request("**/stories.js*"):
        go("Shop")
    page.wait_for_selector("article.stories-card")
    page.locator("p .stories-ref").first.hover()
    for route in held:
        route.continue_()
    page.unroute("**/stories.js*")
    page.wait_for_selector(".stories-pop")
    page.keyboard.press("Escape")
    page.go_back()
    page.wait_for_selector(".stories-whole[data-on]")
    assert count(page) == 1
    page.go_back()
    expect(page.locator(".stories-count__n")).to_have_text("2 stories")
    go("Home")
    page.wait_for_selector("text=Nothing here")
    go("Backlog")
    page.wait_for_selector(".stories-whole[data-on]")
    page.locator(".stories-search").type("cov")
    assert ids(page) == ["US-2"]
    assert len(loads) == 1
    assert errors == []
    context.close()


def late(route: Route) -> None:
    time.sleep(0.8)
    route.continue_()


def test_a_copied_link_is_told_of_while_the_page_is_drawn_anew(browser: Browser, served: tuple[str, Path]) -> None:
    """Instant navigation fetches a page on the first link into it: the one that was pressed is another element then."""
    url, folder = served
    theme = {"name": "material", "font": False, "features": ["navigation.instant"]}
    config = {"site_url": url, "site_dir": str(folder), "theme": theme}
    site(folder.parent / "docs", {"index.md": SHOP}, config=config).build(site_dir=str(folder))
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    pressed = page.locator("a.stories-card__id", has_text="US-1")
    before = pressed.element_handle()
    # The word stands for two seconds: what waits for it has to be there before.
    page.evaluate(
        """before => {
            new MutationObserver(() => {
                const note = document.querySelector('.stories-card:has(#us-1) .stories-copied')
                if (!before.isConnected && note) window.told = note.textContent
            }).observe(document, { childList: true, subtree: true })
        }""",
        before,
    )
    page.route(lambda asked: asked.partition("#")[0] == url, late)
    pressed.click()
    page.wait_for_function("window.told === 'Link copied'")
    page.wait_for_url("**#us-1")
    assert page.evaluate("navigator.clipboard.readText()") == f"{url}#us-1"
    context.close()


def test_a_board_has_the_columns_that_are_asked_for(browser: Browser, tmp_path: Path) -> None:
    """As the view does: one for each status of the site, but not for those that the filter rules out."""
    told = "\n".join([story("US-1", "status: done"), story("US-2", "status: later")])
    statuses = ["later", {"building": "active"}, "done"]
    config = {"use_directory_urls": False, "theme": {"name": "mkdocs", "highlightjs": False}}
    plugins = ["search", {"stories": {"backlog": "backlog.md", "statuses": statuses}}]
    board = "```backlog\nview: board\n```\n"
    built = site(tmp_path, f"# Page\n\n{told}\n{board}", config=config, plugins=plugins).build()
    view = [words(one) for one in built.page("index.html").select(".stories-board .stories-group")]
    with opened(browser, built, "light") as page:
        columns = page.locator(".stories-results .stories-group")
        backlog(page, built, "?view=board")
        assert columns.all_inner_texts() == view == ["Later 1", "Building 0", "Done 1"]
        chip(page, "done").click()
        assert columns.all_inner_texts() == ["Done 1"]
        # Nothing has this status today, and the link still means it.
        backlog(page, built, "?status=building")
        assert page.locator(".stories-notice").is_hidden()
        assert count(page) == 0
        assert chip(page, "building").locator("input").is_checked()


def test_a_backlog_without_stories(browser: Browser, tmp_path: Path) -> None:
    config = {"use_directory_urls": False, "theme": {"name": "readthedocs", "highlightjs": False}}
    built = site(tmp_path, "# Page\n", config=config, backlog="backlog.md").build()
    with opened(browser, built, "light") as page:  # which fails where a script does
        page.goto(address(built, "backlog"))
        assert page.locator(".stories-empty").is_visible()


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """150 stories; each of 45 owners has several, but for the last, who has one."""
    owners = [f"Person {n % 44}" for n in range(149)] + ["Zebra"]
    told = "\n".join(story(f"US-{n + 1}", f"owner: {owner}") for n, owner in enumerate(owners))
    config = {"use_directory_urls": False, "theme": {"name": "mkdocs", "highlightjs": False}}
    plugins = ["search", {"stories": {"backlog": "backlog.md"}}]
    return site(tmp_path_factory.mktemp("owned"), f"# Page\n\n{told}\n", config=config, plugins=plugins).build()


def test_what_a_panel_leaves_out_is_found_by_the_search(browser: Browser, owned: Built) -> None:
    with opened(browser, owned, "light") as page:
        backlog(page, owned)
        page.get_by_role("button", name="Owner").click()
        panel = page.locator(".stories-panel:visible")
        assert panel.locator("input").count() == 40
        assert "5 rarer ones: type them into the search" in panel.inner_text()
        assert "Zebra" not in panel.inner_text()
        page.locator(".stories-search").fill("zebra")
        assert ids(page) == ["US-150"]
        # Whose values can all be ticked is not searched: each user story would have the word "user".
        page.locator(".stories-search").fill("user story")
        assert count(page) == 0


def test_the_figures_of_a_bar_are_written_anew_whatever_signs_they_have(browser: Browser, owned: Built) -> None:
    """As French has them, with a narrow space between thousands."""
    with opened(browser, owned, "light") as page:
        backlog(page, owned)
        bar = page.locator(".stories-summary [data-value=user] [data-state=todo]").first
        bar.evaluate("one => { one.title = one.title.replace(/^\\d+/, '12\\u202f345') }")
        page.locator(".stories-search").fill("zebra")
        expect(bar).to_have_attribute("title", "1 to do")


def test_showing_more_goes_on_with_the_first_of_it(browser: Browser, owned: Built) -> None:
    """Whoever works with the keyboard is not thrown back to the top of the page."""
    with opened(browser, owned, "light") as page:
        backlog(page, owned)
        page.get_by_role("button", name="Show more").focus()
        page.keyboard.press("Enter")
        assert page.locator(".stories-results .stories-row").count() == 150
        focused = page.locator(".stories-row:has(:focus) .stories-id")
        expect(focused).to_have_text(ids(page)[100])


# -- A long backlog --------------------------------------------------------------------------------------------------

MANY = 2_500


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("long")
    block = (
        "```story\nid: US-{n}\ntitle: Wish {n}\nas a: reader of shelf {shelf}\nI want: to find book {n}\n"
        "so that: '</script> I read [it](other.md) & *all*'\nstatus: {status}\nacceptance: [It is shown]\n```\n"
    )
    pages = {"a/other.md": "# Other\n"}
    for start in range(0, MANY, 500):
        blocks = (
            block.format(n=n, shelf=n % 60, status="done" if n % 5 == 0 else "to do") for n in range(start, start + 500)
        )
        pages[f"a/part-{start}.md"] = f"# Part {start}\n\n" + "\n".join(blocks)
    return site(
        folder,
        pages,
        config={"use_directory_urls": False, "theme": {"name": "material", "font": False}},
        backlog="backlog.md",
        plugins=["search", {"stories": {"backlog": "backlog.md"}}],
    ).build()


def test_a_long_backlog_is_searched_as_a_whole(browser: Browser, long: Built) -> None:
    assert long.status == 0, long.said()
    with opened(browser, long, "light") as page:
        backlog(page, long)
        assert count(page) == MANY
        assert len(ids(page)) == 100
        page.locator("[data-more]").click()
        assert len(ids(page)) == 200
        page.locator(".stories-search").fill("wish 2499")
        assert ids(page) == ["US-2499"]
        assert page.locator(".stories-c-benefit a").first.get_attribute("href") == "a/other.html"
        page.locator(".stories-count [data-clear]").click()
        chip(page, "done").click()
        assert count(page) == MANY / 5
        page.get_by_role("button", name="Actor").click()
        assert page.locator(".stories-panel:visible input").count() == 40
        backlog(page, long, "?actor=reader of shelf 59")
        assert count(page) == len(range(59, MANY, 60))
        chip(page, "actors").click()
        page.wait_for_selector('[data-pane="actors"] .stories-id:text-is("US-59")')
        assert page.locator('[data-pane="actors"] .stories-id:text-is("US-58")').is_hidden()
        assert page.locator(".stories-paging").is_hidden()


def test_pieces_that_do_not_come(browser: Browser, long: Built) -> None:
    """The page says so, and works with what there is."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    assets = long.folder / "assets" / "stories"
    gone = [*assets.glob("backlog/*/2.js"), *assets.glob("backlog/*/matrix.js"), assets / "previews/0.js"]
    assert len(gone) == 3
    for path in gone:
        path.rename(path.with_suffix(".gone"))
    try:
        backlog(page, long)
        said = page.locator(".stories-notice")
        assert "could not be loaded" in said.inner_text()
        expect(page.locator(".stories-whole > [role=status]")).to_contain_text("could not be loaded")
        assert count(page) == MANY - 1000
        first = ids(page)[0]
        page.locator(".stories-search").fill(first)
        assert first in ids(page)
        assert "could not be loaded" in said.inner_text()
        page.locator(".stories-count [data-clear]").click()
        chip(page, "done").click()
        assert count(page) == int(chip(page, "done").locator(".stories-n").inner_text())
        chip(page, "matrix").click()
        page.wait_for_timeout(300)
        assert "could not be loaded" in said.inner_text()
        assert page.locator("[data-pane=matrix] a[href]").is_visible()  # to its own page
        chip(page, "actors").click()
        page.wait_for_selector("[data-pane=actors] .stories-actor__story:visible")
        assert errors == []
    finally:
        for path in gone:
            path.with_suffix(".gone").rename(path)
        context.close()


def test_without_scripts_a_long_backlog_has_pages(browser: Browser, long: Built) -> None:
    assert len(long.html("backlog.html").encode()) < 2_000_000
    found: list[str] = []
    with opened(browser, long, "light", java_script_enabled=False) as page:
        page.goto(address(long, "backlog"))
        links = page.locator(".stories-paging a")
        hrefs = [link.get_attribute("href") for link in links.all()]
        assert len(hrefs) == MANY / 250
        for href in hrefs:
            page.goto((long.folder / str(href)).as_uri())
            found += page.locator(".stories-row .stories-id").all_text_contents()
        assert sorted(found) == sorted(f"US-{n}" for n in range(MANY))
        page.locator(".stories-row__link").last.press("Enter")  # rows above may still grow, and a click would miss
        page.wait_for_url(re.compile(r"/a/part-\d+\.html#us-\d+"))
        page.goto(address(long, "backlog"))
        page.locator('[data-pane="actors"] a').press("Enter")
        page.wait_for_url("**/backlog/actors.html")
        assert page.locator(".stories-actor").count() == 60
        assert not (long.folder / "stories").exists()
    for url in ("backlog/2.html", "backlog/actors.html"):
        for link in long.page(url).select(".stories-backlog a[href]")[:50]:
            assert long.target(url, str(link["href"])) is not None


def test_character_references_in_titles_are_words(browser: Browser, tmp_path: Path) -> None:
    """The index stands in a template, where the browser decodes them."""
    titles = ("Write &quot;old&quot; as R&D", "&lt;b&gt; &amp;quot; &#34;]")
    told = "\n".join(story(f"US-{number}", f"title: '{title}'") for number, title in enumerate(titles, 1))
    theme = {"name": "material", "font": False}
    built = site(tmp_path, told, config={"use_directory_urls": False, "theme": theme}, backlog="backlog.md").build()
    with opened(browser, built, "light") as page:
        assert ids(backlog(page, built)) == ["US-1", "US-2"]
        page.locator(".stories-search").fill("old R&D")
        expect(page.locator(".stories-count__n")).to_have_text("1 of 2 stories")
        assert ids(page) == ["US-1"]
