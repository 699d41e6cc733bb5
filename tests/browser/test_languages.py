"""The backlog page in every language: no word is broken, and counts are in its form, with its signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from mkdocs_stories.words import LANGUAGES
from tests.sites import Built, site, story

from .test_backlog_page import backlog
from .test_pages import opened

pytestmark = pytest.mark.browser

SPLIT = """() => [...document.querySelectorAll('.stories-table thead th, .stories-tally__word, .stories-tab')]
    .filter(one => one.checkVisibility()).flatMap(one => {
        const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), broken = []
        while (texts.nextNode()) for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\S+/g)) {
            const range = document.createRange()
            range.setStart(texts.currentNode, index)
            range.setEnd(texts.currentNode, index + word.length)
            if (range.getClientRects().length > 1) broken.push(word)
        }
        return broken
    })"""


def told(folder: Path, language: str, stories: list[str], **options: Any) -> Built:
    theme = {"name": "material", "language": language, "font": False}
    config = {"theme": theme, "use_directory_urls": False}
    made = site(
        folder,
        {"index.md": "# Book shop\n", "told.md": "\n".join(stories)},
        config=config,
        backlog="backlog.md",
        **options,
    )
    return made.build()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_head_is_broken(browser: Browser, tmp_path: Path, language: str) -> None:
    lines = ("estimate: 987.5", "business value: 987.5", "status: in progress")
    built = told(tmp_path, language, [story("US-1", *lines), *(story(f"TS-{n}", *lines) for n in range(2, 14))])
    with opened(browser, built, "light") as page:
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            for asked in ("", "?sort=estimate", "?view=summary"):
                backlog(page, built, asked)
                assert page.evaluate(SPLIT) == [], f"{asked} at {width} px"


@pytest.mark.parametrize(
    ("language", "one", "points"),
    [
        ("en", "1 story", "0 of 10,987.5 points done"),
        ("de", "1 Story", "0 von 10.987,5 Punkten fertig"),
        ("fr", "1 récit", "0 points sur 10\u202f987,5 terminés"),
        ("es", "1 historia", "0 de 10.987,5 puntos terminados"),
    ],
)
def test_counts_are_as_the_language_has_them(
    browser: Browser, tmp_path: Path, language: str, one: str, points: str
) -> None:
    """Also where the script counts: what it says of a single story is what the page said before."""
    built = told(tmp_path, language, [story("US-1", "estimate: 10987.5")])
    plain = built.page("backlog.html").select_one(".stories-tally__pts")
    with opened(browser, built, "light") as page:
        backlog(page, built)
        assert page.locator(".stories-count__n").inner_text() == one
        said = page.locator(".stories-tally__pts").first.inner_text()
        assert plain is not None
        assert said == plain.get_text() == points


def test_counts_are_as_a_site_has_them(browser: Browser, tmp_path: Path) -> None:
    """A language that is not built in: the script goes by the conventions that the site declares."""
    own = {
        "decimal": ",",
        "thousands": ".",
        "zero_is_one": True,
        "points_done": "{done} de {total} pontos",
        "some_stories": "{n} de {total}",
        "story_count": {"one": "{n} história", "other": "{n} histórias"},
    }
    stories = [story("US-1", "estimate: 10987.25"), story("US-2", "estimate: 0.5", "status: done")]
    built = told(tmp_path, "pt", stories, words=own)
    plain = [
        [one.get_text() for one in built.page("backlog.html").select(css)]
        for css in (".stories-tally__pts", "[data-of=status] .stories-bars__figures")
    ]
    assert "0,5 de 10.987,75 pontos" in plain[0]
    assert "0 história" in plain[1]
    with opened(browser, built, "light") as page:
        backlog(page, built, "?view=summary")
        for css, said in zip((".stories-tally__pts", "[data-of=status] .stories-bars__figures"), plain, strict=True):
            assert page.locator(css).all_text_contents() == said
