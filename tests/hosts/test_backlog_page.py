"""The backlog page as it is built: its views, its parts where it is long, and what search sees of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from mkdocs_stories.backlog_page import pieces
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.markup import Element, element
from mkdocs_stories.model import Story, View
from mkdocs_stories.views import VIEWS
from mkdocs_stories.views.drawer import Drawer
from tests.sites import Built, attribute, indented, site, story, words


def _draw(_view: View, stories: tuple[Story, ...], _drawing: Drawing) -> Element:
    return element("ol", "", *(element("li", "", one.name, data_story=one.name) for one in stories))


@pytest.fixture
def _a_new_view() -> Iterator[None]:
    """A view that is registered, and nothing else."""
    before = VIEWS.members
    object.__setattr__(VIEWS, "members", (*before, Drawer("roll call", _draw)))
    yield
    object.__setattr__(VIEWS, "members", before)


@pytest.mark.usefixtures("_a_new_view")
def test_a_view_that_is_registered_is_on_the_backlog_page(tmp_path: Path) -> None:
    made = site(tmp_path, {"index.md": story("US-1")}, config={"use_directory_urls": False}, backlog="backlog.md")
    page = made.build().page("backlog.html")
    assert words(page.select("[name=view][value='roll call'] + .stories-tab")[0]) == "Roll call"
    assert page.select_one("[data-pane='roll call'] [data-id='US-1']")


@pytest.fixture
def _five_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("LONG", 4), ("PAGE", 2), ("PIECE", 3)):
        monkeypatch.setattr(pieces, name, number)


@pytest.fixture
def long(tmp_path: Path, _five_are_many: None) -> Built:
    """A site with a long backlog, were five stories many."""
    benefit = (
        """so that: 'href="a/b.html" src="c.png" stays, </tr></tbody> too, and ![it](cover.png) [leads](other.md) on'"""
    )
    stories = "\n".join(story(f"US-{n}", benefit) for n in range(1, 6))
    pages = {"a/page.md": f"# Page\n\n{stories}", "a/other.md": "# Other"}
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "docs" / "a" / "cover.png").write_bytes(b"")
    made = site(tmp_path, pages, config={"use_directory_urls": False}, backlog="b/backlog.md")
    return made.build()


def test_words_of_stories_are_no_markup_of_a_long_backlog(long: Built) -> None:
    assert long.status == 0, long.said()
    for url in ("b/backlog.html", "b/backlog/2.html", "b/backlog/3.html"):
        for value in long.page(url).select("tbody .stories-c-benefit"):
            assert 'href="a/b.html" src="c.png" stays, </tr></tbody> too' in words(value)


def test_each_part_of_a_long_backlog_has_its_stories_and_leads_to_where_they_lead(long: Built) -> None:
    parts = {"b/backlog.html": [1, 2], "b/backlog/2.html": [3, 4], "b/backlog/3.html": [5]}
    views = ("b/backlog/matrix.html", "b/backlog/graph.html", "b/backlog/actors.html")
    for url, numbers in parts.items():
        page = long.page(url)
        assert [words(one) for one in page.select("tbody .stories-id")] == [f"US-{number}" for number in numbers]
        assert [words(one) for one in page.select(".stories-paging a")] == ["1", "2", "3"]
        assert attribute(page.select_one(".stories-paging [aria-current]"), "href") == Path(url).name
    for url in (*parts, *views):
        for link in long.page(url).select(".stories-backlog a[href]"):
            assert long.target(url, attribute(link, "href")) is not None, (url, link)
        for image in long.page(url).select(".stories-backlog img"):
            assert (long.folder / Path(url).parent / attribute(image, "src")).exists(), (url, image)


def scripts(built: Built, url: str) -> list[Path]:
    """The files that a long backlog comes in, in their order, by the address of its page."""
    template = built.page(url).select_one("template.stories-index")
    assert template is not None
    addresses = json.loads(template.decode_contents())[2]
    return [(built.folder / url / ".." / one.partition("?")[0]).resolve() for one in addresses]


def test_a_long_backlog_comes_to_the_script_in_pieces(long: Built) -> None:
    files = [one.read_text(encoding="utf-8") for one in scripts(long, "b/backlog.html")]
    details = [json.loads(one[one.index("detail:") + len("detail:") : one.rindex("}))")]) for one in files]
    assert [[story[0] for story in told] for _, told, _ in details] == [["US-1", "US-2", "US-3"], ["US-4", "US-5"]]
    for _, told, rows in details:
        assert all(f">{story[0]}<" in row and row.startswith("<tr") for story, row in zip(told, rows, strict=True))


@pytest.mark.usefixtures("_five_are_many")
def test_long_backlogs_have_files_of_their_own_whatever_their_pages_are_called(tmp_path: Path) -> None:
    pages = {f"{name}.md": "```backlog\n```\n" for name in ("a-b", "a/b", "previews")}
    stories = {"index.md": "\n".join(story(f"US-{n}") for n in range(1, 6))}
    built = site(tmp_path, pages | stories, config={"use_directory_urls": False}).build()
    files = [file for name in pages for file in scripts(built, name.replace(".md", ".html"))]
    assert len(set(files)) == len(files) == 6
    for file in files:
        assert "CustomEvent('stories:piece'" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_search_does_not_find_a_story_at_the_cards_of_others(tmp_path: Path, theme: str) -> None:
    pages = {
        "index.md": f"# Home\n\n{story('EP-1', 'title: Prices')}{story('US-1', 'title: Discounts', 'epic: EP-1')}",
        "more.md": f"# More\n\n{story('TS-1', 'title: Queue', 'supports: US-1', 'tags: [speed]', notes='Read me.')}",
    }
    built = site(tmp_path, pages, config={"theme": {"name": theme}}, plugins=["search", "stories"]).build()
    docs = json.loads((built.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    sections = {one["location"]: one["title"] + one["text"] for one in docs if "#" in one["location"]}
    for title, place in (
        ("Prices", "#ep-1"),
        ("Discounts", "#us-1"),
        ("Queue", "more/#ts-1"),
        ("Read me", "more/#ts-1"),
    ):
        assert [where for where, text in sections.items() if title in text and where != "#home"] == [place], title
    assert "speed" in sections["more/#ts-1"]
    assert built.page("more/").select(".stories-links__title")[0].text == "Discounts", "a reader sees it"


def test_search_leaves_out_what_authors_leave_out_of_it(tmp_path: Path) -> None:
    notes = "Some notes.\n\nSecret words.\n{ data-search-exclude }\n\nMore of them."
    config = {"theme": {"name": "material"}, "markdown_extensions": ["attr_list"]}
    made = site(tmp_path, {"index.md": story("US-1", notes=notes)}, config=config, plugins=["search", "stories"])
    text = made.build().html("search/search_index.json")
    assert ("Some notes" in text, "Secret words" in text, "More of them" in text) == (True, False, True)


def test_search_goes_on_after_notes_with_sections(tmp_path: Path) -> None:
    """Material ends the build where it cannot tell which section an element belongs to."""
    pages = {"index.md": f"# Home\n\n{story('US-1', notes='## Part')}\n- item\n\n{indented(story('US-2'))}"}
    built = site(tmp_path, pages, config={"theme": {"name": "material"}}, plugins=["search", "stories"]).build()
    docs = json.loads((built.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert [one["location"] for one in docs] == ["", "#us-1", "#part", "#us-2"]


def test_search_does_not_find_numbers_of_lines(tmp_path: Path) -> None:
    notes = "~~~ python\nprint()\nprint()\n~~~"
    pages = {"index.md": f"# Home\n\n{story('US-1', notes=notes)}"}
    extensions = ["pymdownx.superfences", {"pymdownx.highlight": {"linenums": True}}]
    config = {"theme": {"name": "material"}, "markdown_extensions": extensions}
    built = site(tmp_path, pages, config=config, plugins=["search", "stories"]).build()
    docs = json.loads((built.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    (text,) = (one["text"] for one in docs if one["location"] == "#us-1")
    assert built.page().select(".linenodiv")
    assert "print()" in text
    assert "Open:" not in text
    assert re.search(r">\s*1\s*2\s*<", text) is None


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
@pytest.mark.parametrize("extensions", [[], ["pymdownx.striphtml"], [{"toc": {"permalink": True}}]])
def test_search_finds_a_story_at_its_card_and_not_in_views(tmp_path: Path, theme: str, extensions: list[Any]) -> None:
    views = "".join(f"```backlog\nview: {view}\n```\n\n" for view in VIEWS.names)
    notes = "Some notes.\n\n#### Badges\n\nMore of them."
    pages = {
        "more.md": f"# More\n\n{story('US-2', 'title: Queues', notes='<div><div>some</div><div>words</div></div>')}",
        "index.md": f"# Home\n\n{story('US-1', 'title: Discounts', 'acceptance: [Prices <fall>]', notes=notes)}",
        "plan.md": f"# Plan\n\nBefore\n\n{views}\nAfter",
    }
    config = {"theme": {"name": theme}, "markdown_extensions": extensions}
    built = site(tmp_path, pages, config=config, plugins=["search", "stories"]).build()
    docs = json.loads((built.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert "Before" in str([one for one in docs if one["location"] == "plan/"])
    found = [one["location"] for one in docs if "Discounts" in one["title"] + one["text"]]
    assert {one for one in found if one.startswith("plan/")} == set()
    assert "#us-1" in found
    text = {one["location"]: unescape(one["text"]) for one in docs}
    assert [one["title"] for one in docs if one["location"] == "more/#us-2"] == ["Queues"]
    assert "some words" in " ".join(text["more/#us-2"].split())
    assert all(part in text["#us-1"] for part in ("to see discounts", "I pay less", "Some notes."))
    assert "More of them" in text["#badges"]
    # Material knows that a section ends with the element around it.
    facts = text["#us-1" if theme == "material" else "#badges"]
    assert "Prices <fall>" in facts
    assert "Open:" not in facts, "it is for those who do not see the mark"
    page = built.html("plan/")
    assert page.index("Before") < page.index("Discounts") < page.index("After")
    assert "<stories-view" not in page
    assert len(built.page("plan/").select("[data-view]")) == len(VIEWS.members)
