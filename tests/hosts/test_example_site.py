"""The example site, built by MkDocs with three themes: every story has its card, every link leads to one."""

from __future__ import annotations

import re

import pytest
from bs4 import Tag

from mkdocs_stories.hosts.site_options import read_site
from mkdocs_stories.link_kinds import LINK_KINDS, PART_OF
from mkdocs_stories.model import Story
from mkdocs_stories.project import Project
from tests.conftest import EXAMPLE, Example
from tests.sites import Built, attribute, row, words

SITES = (("material", True), ("material", False), ("mkdocs", True), ("readthedocs", False))
"""Themes, and whether pages have folders of their own in the addresses."""


@pytest.fixture(scope="module")
def project() -> Project:
    site = read_site(EXAMPLE / "mkdocs.yml")
    return Project.load(site.folder, site.settings, site.wanted)


@pytest.fixture
def built(request: pytest.FixtureRequest, example: Example) -> Built:
    theme, directory_urls = request.param
    return example(theme, use_directory_urls=directory_urls)


every_site = pytest.mark.parametrize("built", SITES, indirect=True, ids=str)


def url(story: Story, built: Built) -> str:
    """The address of the page that a story is written on."""
    stem = story.source.path.removesuffix(".md")
    file = built.folder / f"{stem}.html"
    if stem == "index":
        return ""
    return f"{stem}.html" if file.is_file() else f"{stem}/"


def link_to(story: Story, place: Tag | None) -> Tag:
    """The link to a story in a part of a card."""
    assert place is not None, f"there is no place for {story.name}"
    found = [one for one in place.select("a") if attribute(one, "href").endswith(f"#{story.anchor}")]
    assert len(found) == 1, f"{len(found)} links to {story.name} in: {words(place)}"
    return found[0]


@every_site
def test_it_builds_without_a_warning(built: Built) -> None:
    assert built.status == 0
    assert built.warnings == []


@every_site
def test_every_story_is_a_card_on_its_page(built: Built, project: Project) -> None:
    assert len(project.backlog.stories) >= 35
    for story in project.backlog.stories:
        drawn = built.card(url(story, built), story.anchor)
        assert words(drawn.select_one(".stories-card__id")) == story.name
        title = drawn.select_one(".stories-card__title")
        assert words(title).startswith(story.heading)
        assert title
        assert re.fullmatch("h[2-6]", title.name)
        benefit = drawn.select_one(".stories-sentence__clause--value")
        assert words(benefit)
        assert drawn.select_one(".stories-sentence__clause--void") is None


@every_site
def test_no_card_is_there_twice(built: Built, project: Project) -> None:
    for address in built.urls:
        ids = [attribute(one, "id") for one in built.page(address).select(".stories [id], .stories[id]")]
        assert len(ids) == len(set(ids)), address
    titles = [one for address in built.urls for one in built.page(address).select(".stories-card__title[id]")]
    assert len(titles) == len(project.backlog.stories)


@every_site
def test_every_trace_link_leads_to_a_card_and_back(built: Built, project: Project) -> None:
    backlog = project.backlog
    count = 0
    for story in backlog.stories:
        address = url(story, built)
        here = built.card(address, story.anchor)
        for kind in LINK_KINDS:
            for target in backlog.targets(story, kind):
                count += 1
                place = here.select_one(".stories-card__foot") if kind is PART_OF else row(here, kind.label)
                there = built.target(address, attribute(link_to(target, place), "href"))
                assert there is not None
                assert there is built.element(url(target, built), target.anchor)
                back = row(built.card(url(target, built), target.anchor), kind.inverse)
                led = built.target(url(target, built), attribute(link_to(story, back), "href"))
                assert led is built.element(address, story.anchor)
    assert count > 60


@every_site
def test_trace_links_say_how_far_their_target_is(built: Built, project: Project) -> None:
    backlog = project.backlog
    for story in backlog.stories:
        here = built.card(url(story, built), story.anchor)
        for kind in LINK_KINDS:
            for target in backlog.targets(story, kind):
                status = backlog.vocabulary.status(target).name
                if kind is PART_OF:
                    link = link_to(target, here.select_one(".stories-card__foot"))
                    assert words(link).endswith(f"({status})")
                    continue
                item = link_to(target, row(here, kind.label)).find_parent("li")
                assert item is not None
                assert words(item.select_one(".stories-status")).lower() == status
            for referrer in backlog.referrers(story, kind):
                item = link_to(referrer, row(here, kind.inverse)).find_parent("li")
                assert item is not None
                status = backlog.vocabulary.status(referrer).name
                assert words(item.select_one(".stories-status")).lower() == status


@every_site
def test_every_link_of_cards_views_and_prose_leads_somewhere(built: Built) -> None:
    count = 0
    for address in built.urls:
        for link in built.page(address).select(".stories a[href], a.stories[href]"):
            href = attribute(link, "href")
            if re.match("[a-z]+:", href):
                continue
            count += 1
            assert built.target(address, href) is not None, f"{address}: {href}"
    assert count > 300


@every_site
def test_the_backlog_page_lists_every_user_and_technical_story(built: Built, project: Project) -> None:
    address = "backlog/" if (built.folder / "backlog").is_dir() else "backlog.html"
    page = built.page(address)
    rows = [words(one) for one in page.select("tr.stories-row .stories-id")]
    told = [one.name for one in project.backlog.stories if one.type.value != "epic"]
    assert sorted(rows) == sorted(told)
    assert page.select_one("[data-view=summary]")
    benefits = page.select("td.stories-c-benefit")
    assert len(benefits) == len(told)
    assert all(words(one) for one in benefits)


@every_site
def test_the_style_sheet_is_there_for_every_page_with_stories(built: Built) -> None:
    for address in built.urls:
        links = built.page(address).select('link[rel="stylesheet"][href$="assets/stories/stories.css"]')
        assert len(links) == (1 if built.page(address).select_one(".stories") else 0), address
        if not links:
            assert "assets/stories" not in built.html(address), address
            continue
        there = (built.folder / address).parent if address.endswith(".html") else built.folder / address
        assert (there / attribute(links[0], "href")).resolve().is_file()


@every_site
def test_nothing_of_the_machinery_is_left_in_the_pages(built: Built) -> None:
    for address in built.urls:
        assert not re.search(r"stories[0-9a-f]{32}|data-level|data-story=|\x02|\x03", built.html(address)), address


def test_cards_stand_where_they_are_written(example: Example) -> None:
    built = example("material")
    assert built.card("buying/", "us-5").find_parent("ol")
    assert built.card("accounts/", "us-16").find_parent(class_="tabbed-block")
    assert built.card("operations/", "ts-17").find_parent("blockquote")
    assert any(one.find_parent(class_="admonition") for one in built.page("readings/").select("article"))


def test_an_example_in_a_longer_fence_stays_an_example(example: Example) -> None:
    page = example("material").page("")
    assert page.find(id="us-99") is None
    assert any("id: US-99" in code.get_text() for code in page.select("pre"))


def test_titles_are_in_the_table_of_contents(example: Example, project: Project) -> None:
    built = example("material")
    for story in project.backlog.stories:
        contents = built.page(url(story, built)).select(f'.md-nav--secondary a[href="#{story.anchor}"]')
        assert story.heading in {words(one) for one in contents}, story.name
