"""The built example site in a real browser, by `file://`: what a reader sees in three themes, in light and dark."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.sites import Built, site, story

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.browser

LOOKS = [
    *(("material", "light"), ("material", "dark"), ("mkdocs", "light"), ("mkdocs", "dark"), ("readthedocs", "light")),
]
PAGES = ("catalogue", "operations", "planning", "workings", "backlog")

Opened = Callable[..., Page]


@contextmanager
def opened(browser: Browser, built: Built, scheme: str, **options: Any) -> Iterator[Page]:
    """A page of a browser that fails where something is asked for over a network, or a script fails."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", **options)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert [url for url in asked if not re.match("file:|data:|blob:|about:", url)] == []
    # Errors of the themes' own: under `file:` scripts may not read other files; MkDocs' dark mode misses code colours.
    themes = ("file:", "origin 'null'", "null (setting 'disabled')")
    assert [one for one in errors if not any(known in one for known in themes)] == []


def address(built: Built, name: str) -> str:
    path, _, fragment = name.partition("#")
    return (built.folder / f"{path}.html").as_uri() + (f"#{fragment}" if fragment else "")


every_look = pytest.mark.parametrize("look", LOOKS, ids="-".join)


@every_look
def test_nothing_is_wider_than_the_window(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        for name in PAGES:
            page.goto(address(built, name))
            for width in (1280, 390, 320):
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
                assert wide <= 0, f"{name} at {width} px: {wide} px too wide"
                out = page.evaluate(
                    """() => [...document.querySelectorAll('.stories')]
                        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                        .map(one => one.className)"""
                )
                assert out == [], f"{name} at {width} px"


IN_VIEW = """anchor => {
    const box = document.getElementById(anchor).getBoundingClientRect()
    return box.top >= 0 && box.bottom <= innerHeight
}"""
CARD = """anchor => {
    const title = document.getElementById(anchor), look = getComputedStyle(title.closest('article'))
    return {border: look.borderTopColor, shadow: look.boxShadow, outline: getComputedStyle(title).outlineStyle}
}"""


@every_look
@pytest.mark.parametrize("width", [1280, 390])
def test_the_card_of_the_fragment_is_in_view_and_marked(
    browser: Browser, built: Built, look: tuple[str, str], width: int
) -> None:
    with opened(browser, built, look[1], viewport={"width": width, "height": 800}) as page:
        page.goto(address(built, "catalogue#us-1"))
        page.wait_for_function(IN_VIEW, arg="us-1")
        here, other = page.evaluate(CARD, "us-1"), page.evaluate(CARD, "us-3")
        # Nothing lies over the words of the title: not the theme's bar at the top of the window either.
        assert page.evaluate(
            """() => { const title = document.getElementById('us-1'), words = document.createRange()
                words.selectNodeContents(title.firstChild)
                const box = words.getBoundingClientRect()
                return title.contains(document.elementFromPoint(box.left + 5, box.top + box.height / 2)) }"""
        )
        # Nor does the title, which reaches over the line above it, lie over the links there.
        assert page.evaluate(
            """() => { const link = document.querySelector('.stories-card:has(#us-1) .stories-card__id')
                const box = link.getBoundingClientRect()
                return link.contains(document.elementFromPoint(box.left + 5, box.top + box.height / 2)) }"""
        )
        assert (here["border"], here["shadow"]) != (other["border"], other["shadow"]) or here["outline"] != "none"


@every_look
def test_a_trace_link_leads_to_the_other_card(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "catalogue"))
        page.locator("article:has(#us-1) .stories-links__link", has_text="TS-1").first.click()
        page.wait_for_url("**/platform.html#ts-1")
        page.wait_for_function(IN_VIEW, arg="ts-1")


@pytest.mark.parametrize("look", [("readthedocs", "light")], ids="-".join)
@pytest.mark.parametrize("card", ["ts-1", "us-19", "ts-14"])
def test_a_card_stays_in_view_when_the_fonts_of_a_theme_come_late(
    browser: Browser, built: Built, look: tuple[str, str], card: str
) -> None:
    """Lines before the card take less room then, and a browser keeps in place what it sees first."""
    with opened(browser, built, look[1]) as page:
        held: list[Route] = []
        page.route("**/*.woff2*", lambda route: held.append(route))
        with page.expect_request("**/*.woff2*"):
            page.goto(address(built, f"platform#{card}"), wait_until="domcontentloaded")
        page.wait_for_function(IN_VIEW, arg=card)
        for route in held:
            route.continue_()
        page.unroute("**/*.woff2*")
        page.wait_for_function("document.fonts.status == 'loaded'")
        page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        assert page.evaluate(IN_VIEW, card)


@pytest.mark.parametrize("look", LOOKS[:1], ids="-".join)
def test_the_link_to_edit_is_on_the_first_line_of_the_foot(
    browser: Browser, built: Built, look: tuple[str, str]
) -> None:
    """Also where the facts beside it take several lines: it is never alone on one."""
    with opened(browser, built, look[1], viewport={"width": 1400, "height": 900}) as page:
        page.goto(address(built, "catalogue"))
        for foot in page.locator(".stories-card__foot:has(> span)").all():
            facts = foot.locator("> span").bounding_box()
            edit = foot.locator("> .stories-card__source").bounding_box()
            assert facts
            assert edit
            assert edit["y"] == pytest.approx(facts["y"], abs=2)
            assert edit["height"] < 30


SIZES = """() => [...document.querySelectorAll('article.stories-card')].map(card => {
    const size = one => parseFloat(getComputedStyle(one).fontSize)
    const value = card.querySelector('.stories-sentence__clause--value .stories-sentence__text')
    const others = [...card.querySelectorAll('.stories-sentence__text, .stories-lead, .stories-list__item, ' +
        '.stories-card__label, .stories-card__value, .stories-card__foot, .stories-card__eyebrow, ' +
        '.stories-card__body p')]
        .filter(one => one !== value)
    const weight = one => +getComputedStyle(one).fontWeight
    const say = one => ({size: size(one), weight: weight(one), said: one.textContent.slice(0, 40)})
    return {value: say(value), others: others.map(say)}
})"""


@every_look
def test_the_value_is_the_loudest_text_of_a_card(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    """Below the title nothing is larger than the value, nor as large and as heavy."""
    with opened(browser, built, look[1]) as page:
        for name in ("catalogue", "platform"):
            page.goto(address(built, name))
            cards = page.evaluate(SIZES)
            assert len(cards) >= 5
            for card in cards:
                value = card["value"]
                assert value["weight"] >= 700
                for other in card["others"]:
                    assert value["size"] > other["size"], (value, other)


CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")


@every_look
def test_texts_are_easy_to_tell_from_their_ground(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        for name in ("catalogue", "planning", "backlog"):
            page.goto(address(built, name))
            texts = page.evaluate(CONTRAST)
            assert len(texts) > 50
            weak = sorted({(round(one["ratio"], 2), one["css"], one["said"]) for one in texts if one["ratio"] < 4.5})
            assert weak == [], json.dumps(weak[:10])


@pytest.mark.parametrize("look", [look for look in LOOKS if look[0] != "readthedocs"], ids="-".join)
def test_dark_is_dark(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "catalogue"))
        ground, ink = page.evaluate(CONTRAST.replace("/* luminances only */", "return luminances()"))
        assert (ground < ink) == (look[1] == "dark")


@pytest.mark.parametrize("look", [("material", "light"), ("mkdocs", "light"), ("readthedocs", "light")], ids="-".join)
def test_everything_is_there_without_scripts(browser: Browser, built: Built, look: tuple[str, str]) -> None:
    with opened(browser, built, look[1], java_script_enabled=False) as page:
        page.goto(address(built, "catalogue#us-1"))
        card = page.locator("article:has(#us-1)")
        for part in (".stories-card__title", ".stories-sentence__clause--value", ".stories-criteria", ".stories-links"):
            assert card.locator(part).first.is_visible(), part
        card.locator(".stories-links__link", has_text="TS-1").first.click()
        page.wait_for_url("**/platform.html#ts-1")
        page.goto(address(built, "backlog"))
        assert page.locator("tr.stories-row").first.is_visible()
        assert page.locator(".stories-summary").first.is_visible()
        page.locator('tr.stories-row a.stories-row__link[href$="#us-1"] .stories-row__title').click()
        page.wait_for_url("**/catalogue.html#us-1")


VARIABLES = re.findall(r"^\| `(--st-[\w-]+)` \|", (ROOT / "docs/themes.md").read_text(encoding="utf-8"), re.M)
OTHER_VALUES = {"font": "cursive", "mono": "cursive", "radius": "17px", "gutter": "11em", "pad": "3em"}
APPEARANCE = """() => {
  const told = ['color', 'backgroundColor', 'backgroundImage', 'fontFamily', 'borderRadius', 'paddingInlineStart',
    'gridTemplateColumns']
  const look = (one, part) => (style => told.map(name => style[name]))(getComputedStyle(one, part))
  const all = [...document.querySelectorAll('.stories, .stories *')]
  return JSON.stringify(all.map(one => [look(one), look(one, '::before')]))
}"""


@pytest.mark.parametrize("look", [("material", "light")], ids="-".join)
@pytest.mark.parametrize("variable", VARIABLES)
def test_a_site_sets_variables(variable: str, look: tuple[str, str], built: Built, browser: Browser) -> None:
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "operations"))
        before = page.evaluate(APPEARANCE)
        page.add_style_tag(content=f".stories {{ {variable}: {OTHER_VALUES.get(variable[5:], 'rgb(1, 2, 3)')} }}")
        assert page.evaluate(APPEARANCE) != before


@pytest.mark.parametrize("look", LOOKS, ids=["-".join(look) for look in LOOKS])
def test_a_site_has_rules_of_its_own(look: tuple[str, str], built: Built, browser: Browser) -> None:
    rules = re.findall(r"^\.stories\.stories .*\}$", (ROOT / "docs/themes.md").read_text(encoding="utf-8"), re.M)
    assert len(rules) == 2
    with opened(browser, built, look[1]) as page:
        page.goto(address(built, "catalogue"))
        progress = page.locator(".stories-card__progress").first
        assert progress.is_visible()
        page.add_style_tag(content="\n".join(rules))
        assert not progress.is_visible()
        title = page.locator(".stories-card__title").first
        assert title.evaluate("one => getComputedStyle(one).fontFamily").startswith("Georgia")


@every_look
def test_a_card_ends_below_its_last_words(browser: Browser, tmp_path: Path, look: tuple[str, str]) -> None:
    """Also where it has nothing for its foot."""
    theme = {"name": look[0], "font": False, "highlightjs": False}
    told = "\n".join([story("US-1"), story("TS-1", notes="Notes.")])
    config = {"theme": theme, "use_directory_urls": False}
    made = site(tmp_path, f"# Shop\n\n{told}", plugins=["search", "stories"], config=config).build()
    with opened(browser, made, look[1]) as page:
        page.goto(address(made, "index"))
        room = """one => one.getBoundingClientRect().bottom - one.lastElementChild.getBoundingClientRect().bottom"""
        for name in ("us-1", "ts-1"):
            card = page.locator(f".stories-card:has(#{name})")
            assert card.locator(".stories-card__foot").count() == 0
            assert card.evaluate(room) > 10, name


@pytest.mark.parametrize("tabs", [(), ("navigation.tabs", "navigation.tabs.sticky")], ids=["plain", "tabs"])
def test_contents_lead_to_a_card_and_mark_it(browser: Browser, tmp_path: Path, tabs: tuple[str, ...]) -> None:
    """A card whose entry is chosen stands below the header, and is the one marked, as a heading would be."""
    theme = {"name": "material", "font": False, "features": list(tabs)}
    stories = "\n\n".join(story(f"US-{number}", f"title: Title {number}") for number in range(1, 9))
    found = site(tmp_path, f"# Shop\n\n{stories}", config={"theme": theme, "use_directory_urls": False}).build()
    with opened(browser, found, "light", viewport={"width": 1400, "height": 700}) as page:
        page.goto(address(found, "index"))
        for number in (3, 5, 2):
            page.get_by_role("navigation", name="Table of contents").get_by_text(f"Title {number}", exact=True).click()
            marked = page.locator(".md-sidebar--secondary .md-nav__link--active").last
            expect(marked).to_have_text(re.compile(rf"^\s*Title {number}\s*$"))
            header = page.locator(".md-header").bounding_box()
            card = page.locator(f".stories-card:has(#us-{number})").bounding_box()
            assert header
            assert card
            assert header["height"] < card["y"] < header["height"] + 60
