"""Words that want to be more than words stay words: in pages, scripts, class names, ids, file names and terminals."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from mkdocs_stories.addresses import is_safe
from tests import hostile
from tests.conftest import Example
from tests.hostile import HOSTILE, OPTIONS, TWIN, status_names
from tests.sites import Built, words

THEMES = {"mkdocs": {"name": "mkdocs", "highlightjs": False}, "material": {"name": "material", "font": False}}


@pytest.fixture(scope="module", params=THEMES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The hostile site, served: what is wrong with its stories is drawn on them as well."""
    folder = tmp_path_factory.mktemp("hostile")
    return hostile.make(folder, HOSTILE, THEMES[request.param], short_links=True).build(command="serve")


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return hostile.make(tmp_path_factory.mktemp("twin"), TWIN, THEMES["mkdocs"]).build(command="serve")


def parts(built: Built) -> set[tuple[str, str]]:
    """What stories are drawn with on a site: each tag, with each of its attributes and classes."""
    found = set()
    for url in built.urls:
        for one in (one for root in built.page(url).select(".stories") for one in (root, *root.find_all(True))):
            found |= {(one.name, ""), *((one.name, name) for name in one.attrs)}
            found |= {(one.name, f"class={name}") for name in one.get("class") or ()}
    return found


def test_hostile_words_make_no_elements_attributes_or_classes(built: Built, twin: Built, example: Example) -> None:
    rows = [len(one.page("backlog/").select(".stories-row")) for one in (built, twin)]
    assert rows[0] == rows[1] > 40
    assert parts(built) - parts(twin) - parts(example("mkdocs")) == set()


def test_nothing_runs(built: Built) -> None:
    for url in built.urls:
        for one in built.page(url).select("*"):
            assert not [name for name in one.attrs if name.startswith("on")], (url, one.attrs)
            addresses = [str(one[name]) for name in ("href", "src", "xlink:href") if name in one.attrs]
            assert all(map(is_safe, addresses)), (url, addresses)
            assert one.name != "script" or "hit()" not in one.get_text(), url


def test_the_index_of_the_backlog_page_is_data(built: Built) -> None:
    template = built.page("backlog/").select_one("template.stories-index")
    head, stories = json.loads(words(template))
    assert {"US-1", "__proto__", "constructor", '"x', "javascript:hit()"} <= {story[0] for story in stories}
    facets = {name: values for name, _, values, _ in head["facets"]}
    assert set(facets["status"]) == set(status_names(OPTIONS))
    assert {"__proto__", "![a](javascript:hit())"} <= set(facets["owner"])


def test_ids_are_safe_and_unique(built: Built) -> None:
    for url in built.urls:
        names = [str(one["id"]) for one in built.page(url).select("[id]")]
        assert [name for name, count in Counter(names).items() if count > 1] == [], url
        assert all(name.isprintable() and not re.search(r"\s", name) for name in names), url


def test_every_file_is_in_the_folder_of_the_site(built: Built) -> None:
    assert {path.name for path in built.folder.parent.iterdir()} == {"docs", "mkdocs.yml", "site"}
    links = {path.name for path in (built.folder / "stories").iterdir()}
    assert {"__proto__", "constructor", "US-1"} <= links
    assert all(re.fullmatch(r"\w[\w.-]*", name) for name in links)
    assert len({name.casefold() for name in links}) == len(links)
    assert not {"con", "nul.txt", "aux", "index.html"} & {name.casefold() for name in links}


def test_no_message_steers_a_terminal(built: Built) -> None:
    assert len(built.codes) > 100
    for message in (message for _, message in built.records if message.startswith("stories: ")):
        assert all(row.isprintable() for row in message.split("\n")), ascii(message[:300])
