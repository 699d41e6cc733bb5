"""One docs folder under every host: the same cards, references, views and diagnostics."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from tests.hosts.conftest import Environment, Run
from tests.sites import Built, attribute, places, story, words

CORPUS = Path(__file__).parent / "corpus"
PAGES = {"": "index.md", "guide/places/": "guide/places.md", "guide/views/": "guide/views.md", "backlog/": "backlog.md"}
EXTENSIONS = ["admonition", "attr_list", "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}}]
BROKEN = f"# Broken\n\nSee [US-99].\n\n{story('US-1', 'prioritty: high')}\n{story('TS-9', 'supports: US-98')}"


@dataclass(frozen=True)
class Case:
    """A host: its environment, none where it is that of the tests, and what its configuration has besides."""

    environment: str
    config: dict[str, Any]
    program: str = "mkdocs"

    @property
    def file(self) -> str:
        return "properdocs.yml" if self.program == "properdocs" else "mkdocs.yml"


PLUGIN: dict[str, Any] = {"plugins": ["search", "stories"]}
WATCH: dict[str, Any] = {"markdown_extensions": [*EXTENSIONS, "stories"], "watch": ["docs"]}
MKDOCS = {**PLUGIN, "theme": {"name": "mkdocs"}}
CASES = {
    "mkdocs": Case("", MKDOCS),
    "mkdocs lowest": Case("mkdocs-lowest", MKDOCS),
    "material": Case("", {**PLUGIN, "theme": {"name": "material"}}),
    "properdocs": Case("properdocs", MKDOCS, "properdocs"),
    "zensical lowest": Case("zensical-lowest", WATCH, "zensical"),
    "zensical": Case("zensical-newest", WATCH, "zensical"),
    "zensical and mkdocs": Case("zensical-newest", {**PLUGIN, **WATCH}, "zensical"),
    "mkdocs and zensical": Case("", {**MKDOCS, **WATCH}),
}

Find = Callable[[str], Environment]


def run_host(environment: Find, case: Case, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a site by the command of a host."""
    found = environment(case.environment) if case.environment else Environment(Path(sys.prefix))
    return found.run(case.program, "build", cwd=folder, NO_MKDOCS_2_WARNING="1")


def made(case: Case, folder: Path, **pages: str) -> Path:
    """A site for a host."""
    shutil.copytree(CORPUS, folder / "docs")
    for name, text in pages.items():
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    config = {"site_name": "Site", "site_url": "https://shop.example/docs/", "markdown_extensions": EXTENSIONS}
    (folder / case.file).write_text(yaml.safe_dump({**config, **case.config}, sort_keys=False), encoding="utf-8")
    return folder


def link(url: str, one: Tag) -> str:
    """Where a link leads in the site, whichever way it is written."""
    href = attribute(one, "href" if one.get("href") else "xlink:href")
    return unquote(urljoin(f"https://shop.example/{url}", href)).replace("/index.html", "/")


def meant(url: str, html: str) -> dict[str, Any]:
    """What a page says with its cards, views and references."""
    page = BeautifulSoup(html, "html.parser")
    for one in page.select("template, script, style, .headerlink"):
        one.decompose()
    cards = page.select("article.stories-card")
    return {
        "cards": [
            (
                words(one.select_one(".stories-card__title")),
                one.get("aria-labelledby"),
                words(one.select_one(".stories-card__eyebrow")),
                [words(clause) for clause in one.select(".stories-sentence__clause")],
                [words(row) for row in one.select(".stories-card__row, .stories-card__body")],
                [link(url, to) for to in one.select("a[href]:not(.stories-card__source)")],
                [attribute(to, "data-state") for to in one.select("[data-state]")],
            )
            for one in cards
        ],
        "references": [(words(one), link(url, one), one["data-state"]) for one in page.select("a.stories-ref")],
        "views": [
            (one.get("data-view"), words(one), [link(url, to) for to in one.select("a[href], svg a")])
            for one in page.select("[data-view]")
        ],
        "code": [one.get_text().strip() for one in page.select("pre") if "US-77" in one.get_text()],
    }


@pytest.fixture(scope="session")
def expected(tmp_path_factory: pytest.TempPathFactory, environment: Find) -> dict[str, dict[str, Any]]:
    """What every host has to say: what MkDocs says."""
    folder = made(CASES["mkdocs"], tmp_path_factory.mktemp("expected") / "site")
    done = run_host(environment, CASES["mkdocs"], folder)
    assert done.returncode == 0, done.stderr
    built = Built(0, folder / "site", [])
    return {url: meant(url, built.html(url)) for url in PAGES}


def test_the_corpus_has_everything(expected: dict[str, dict[str, Any]]) -> None:
    places_ = expected["guide/places/"]
    assert [name for _, name, *_ in places_["cards"]] == ["ts-1", "us-2", "us-3", "ts-2"]
    assert "https://shop.example/#us-1" in places_["cards"][0][5]
    assert {name for _, name, *_ in expected[""]["cards"]} == {"us-1", "ep-1"}
    assert [text for text, *_ in expected[""]["references"]][:2] == ["US-1 (in progress)", "the price cache (done)"]
    assert [name for name, *_ in expected["guide/views/"]["views"]][:4] == ["table", "board", "matrix", "graph"]
    assert places_["code"]


@pytest.mark.parametrize("name", [name for name in CASES if name != "mkdocs"])
def test_every_host_says_the_same(
    tmp_path: Path, environment: Find, expected: dict[str, dict[str, Any]], name: str
) -> None:
    case = CASES[name]
    folder = made(case, tmp_path / "site")
    done = run_host(environment, case, folder)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    built = Built(0, folder / "site", [])
    for url in PAGES:
        assert meant(url, built.html(url)) == expected[url], url
    assert places(bare(said)) == [("docs/guide/places.md", 13, 19, "ST306")]
    assert "6 stories on 4 pages" in said


def test_python_markdown_with_a_docs_folder_says_the_same(expected: dict[str, dict[str, Any]]) -> None:
    for url, path in PAGES.items():
        options = {"docs_dir": str(CORPUS), "page": path}
        html = markdown.markdown(
            re.sub(r"\A---\n.*?---\n", "", (CORPUS / path).read_text(encoding="utf-8"), flags=re.DOTALL),
            extensions=["admonition", "attr_list", "pymdownx.superfences", "pymdownx.tabbed", "stories"],
            extension_configs={"stories": options, "pymdownx.tabbed": {"alternate_style": True}},
        )
        by_source = f"https://shop.example/{path}"
        page = BeautifulSoup(html, "html.parser")
        for one in page.select("a"):
            name = "href" if one.get("href") else "xlink:href"
            source, sign, fragment = urljoin(by_source, attribute(one, name)).partition("#")
            led = {f"https://shop.example/{path}": url for url, path in PAGES.items()}[source]
            one[name] = f"https://shop.example/{led}{sign}{fragment}"
        assert meant(url, str(page)) == expected[url], path


@pytest.mark.parametrize("name", CASES)
def test_every_host_ends_a_build_with_all_problems(tmp_path: Path, environment: Find, name: str, run: Run) -> None:
    case = CASES[name]
    folder = made(case, tmp_path / "site", broken=BROKEN)
    done = run_host(environment, case, folder)
    assert done.returncode == 1
    found = places(bare(done.stdout + done.stderr))
    checked = run("check", "--quiet", "--config-file", folder / case.file)
    assert found == [(path.removeprefix("site/"), *rest) for path, *rest in checked.places]
    assert {"ST113", "ST301", "ST306", "ST309"} <= {code for *_, code in found}
    assert "errors, listed above" in done.stdout + done.stderr


def bare(said: str) -> str:
    """What a host says without its own words before each line."""
    return re.sub(
        r"^(?:RuntimeError: Python error: StoriesError: |(?:ERROR|WARNING|INFO)\s+-\s+)", "", said, flags=re.M
    )


def test_properdocs_and_zensical_run_without_mkdocs(tmp_path: Path, environment: Find) -> None:
    for name in ("properdocs", "zensical-lowest", "zensical-newest"):
        found = environment(name)
        code = "import importlib.util; print(importlib.util.find_spec('mkdocs'))"
        assert found.run("python", "-c", code, cwd=tmp_path).stdout.strip() == "None", name
        code = "import mkdocs_stories.hosts.command_line as c; print(c.main(['explain', 'ST103']))"
        assert "missing-benefit" in found.run("python", "-c", code, cwd=tmp_path).stdout


@pytest.mark.parametrize(("name", "index"), [("material", "search/search_index.json"), ("zensical", "search.json")])
def test_the_search_of_a_site_finds_a_story_once_with_its_text_at_its_card(
    tmp_path: Path, environment: Find, name: str, index: str
) -> None:
    case = CASES[name]
    folder = made(case, tmp_path / "site")
    assert run_host(environment, case, folder).returncode == 0
    found = json.loads((folder / "site" / index).read_text(encoding="utf-8"))
    entries = found.get("docs") or found["items"]
    for sign, place in (
        ("The old price is shown", "#us-1"),
        ("I pay less than", "#us-1"),
        ("pages open at once", "guide/places/#ts-1"),
        ("lend a book, so that", "guide/places/#us-3"),
    ):
        assert [one["location"] for one in entries if sign in re.sub(r"<[^>]*>", "", one["text"])] == [place], sign
    text = {one["location"]: one["text"] for one in entries}
    assert "US-1" in text["#us-1"]
    assert [place in ("", "#a-book-shop") for place, one in text.items() if "Words after the story" in one] == [True]
    assert not any("facets" in one for one in text.values())
