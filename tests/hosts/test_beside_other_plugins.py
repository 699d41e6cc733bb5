"""Sites that use other plugins beside ours: each is built by its command, in an environment that has those plugins."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.conftest import Environment
from tests.sites import Built, Site, attribute, site, story, words


@pytest.fixture
def plugins(environment: Callable[[str], Environment]) -> Environment:
    return environment("plugins")


PAGES: dict[str, str | bytes] = {
    "index.md": "# Start\n\nWords.\n",
    "shop/index.md": f"# Shop\n\n{story('US-1', 'title: Discounts', 'depends on: [US-2, TS-1]')}",
    "shop/shelf.md": f"# Shelf\n\nAs with [US-1].\n\n{story('US-2', 'title: Shelves', notes='More on [US-1].')}",
    "tech/service.md": f"# Service\n\n{story('TS-1', 'title: Cache', 'supports: US-1')}",
}
HOMES = {"us-1": "shop/", "us-2": "shop/shelf/", "ts-1": "tech/service/"}
"""The address of the page that each card of `PAGES` stands on."""

MATERIAL = {"theme": {"name": "material", "font": False}}


OURS = {"stories": {"backlog": "backlog.md"}}


def made(folder: Path, *plugins: Any, pages: Mapping[str, str | bytes] | None = None, **config: Any) -> Site:
    """A site of Material with `PAGES` and more; its plugins stand before ours, unless they name its place."""
    plugins = plugins if OURS in plugins else (*plugins, OURS)
    return site(folder, {**PAGES, **(pages or {})}, plugins=list(plugins), config={**MATERIAL, **config})


def sound(
    built: Built, homes: dict[str, str] | None = None, copies: Iterable[tuple[str, str]] = (), backlog: str = "backlog/"
) -> Built:
    """A site that is as it should be: nothing was said, cards are there once, and every link leads somewhere.

    `copies` are cards that another plugin shows on a page of its own as well.
    """
    homes = HOMES if homes is None else homes
    assert (built.status, built.warnings) == (0, []), built.said()
    drawn = [
        (attribute(card.select_one("[id]"), "id"), url)
        for url in built.urls
        for card in built.page(url).select("article.stories-card:not([data-id])")
    ]
    assert sorted(drawn) == sorted([*homes.items(), *copies])
    rows = {words(one).lower() for one in built.page(backlog).select("tr.stories-row .stories-id")}
    assert rows == set(homes)
    links_lead_somewhere(built)
    style_is_where_stories_are(built)
    return built


def links_lead_somewhere(built: Built, besides: str = "") -> None:
    count = 0
    for url in built.urls:
        for link in built.page(url).select(".stories a[href], a.stories[href]"):
            href = attribute(link, "href")
            if not re.match("[a-z]+:", href) and href != besides:
                count += 1
                assert built.target(url, href) is not None, f"{url or 'index'}: {href}"
    assert count > 10


def style_is_where_stories_are(built: Built) -> None:
    for url in [*built.urls, "404.html"]:
        page = built.page(url)
        there = built.folder / url if url.endswith("/") or not url else (built.folder / url).parent
        sheets = [attribute(one, "href") for one in page.select('link[rel="stylesheet"]')]
        scripts = [attribute(one, "src") for one in page.select("script[src]")]
        found = [one for one in (*sheets, *scripts) if "assets/stories/" in one]
        wanted = 2 if page.select_one(".stories") else 0
        assert len(found) == wanted, f"{url}: {found}"
        for one in found:
            assert (there / one.partition("?")[0]).is_file(), f"{url}: {one}"


def found_by_search(built: Built) -> Counter[str]:
    """How often search finds each story, by its anchor."""
    index = json.loads(built.html("search/search_index.json"))
    anchors = (one["location"].partition("#")[2] for one in index["docs"])
    return Counter(one for one in anchors if re.match("(us|ts)-", one))


# Material


def test_blog_tags_and_search(tmp_path: Path, plugins: Environment) -> None:
    head = "---\ndate: 2026-01-31\ntags: [spring]\n"
    rest = f"<!-- more -->\n\nSee [US-1] and [US-3].\n\n{story('US-4', 'depends on: US-3')}"
    pages = {
        "blog/index.md": "# Blog\n",
        "blog/posts/one.md": f"{head}---\n# Post\n\n{story('US-3', 'title: Posts', 'depends on: US-1')}\n{rest}",
        "blog/posts/draft.md": f"{head}draft: true\n---\n# Draft\n\n{story('US-5')}",
        "tags.md": "# Tags\n\n<!-- material/tags -->\n",
        "shop/shelf.md": f"---\ntags: [shelves]\n---\n{PAGES['shop/shelf.md']!s}",
    }
    built = plugins.build(made(tmp_path, "blog", "tags", "search", pages=pages))
    post = "blog/2026/01/31/post/"
    excerpts = [("us-3", "blog/"), ("us-3", "blog/archive/2026/")]
    sound(built, {**HOMES, "us-3": post, "us-4": post}, excerpts)
    assert found_by_search(built) == Counter({"us-1": 1, "us-2": 1, "us-3": 1, "us-4": 1, "ts-1": 1})


def test_privacy_and_offline(tmp_path: Path, plugins: Environment) -> None:
    privacy = {"privacy": {"assets_exclude": ["*"], "links_attr_map": {"target": "_blank"}}}
    source = story("US-3", "issue: https://elsewhere.example/7", notes="From [there](https://elsewhere.example).")
    built = plugins.build(made(tmp_path, privacy, "offline", "search", pages={"wish.md": f"# Wish\n\n{source}"}))
    homes = {"us-1": "shop/", "us-2": "shop/shelf.html", "ts-1": "tech/service.html", "us-3": "wish.html"}
    sound(built, homes, backlog="backlog.html")
    links = built.card("wish.html", "us-3").select('a[href^="https:"]')
    assert [attribute(one, "target") for one in links] == ["_blank"] * 2


# Navigation


def test_awesome_nav(tmp_path: Path, plugins: Environment) -> None:
    nav = "nav:\n  - index.md\n  - Buying: shop\n  - '*'\n"
    built = sound(plugins.build(made(tmp_path, "awesome-nav", pages={".nav.yml": nav})))
    titles = [words(one) for one in built.page().select(".md-nav--primary > .md-nav__list > li > a, li > label")]
    assert "Buying" in titles
    assert "Backlog" in titles


def test_literate_nav_and_section_index(tmp_path: Path, plugins: Environment) -> None:
    pages = {
        "SUMMARY.md": """
            * [Start](index.md)
            * [Shop](shop/index.md)
                * [Shelf](shop/shelf.md)
            * [Tech](tech/)
            * [All](backlog.md)
            """,
        "tech/SUMMARY.md": "* [Service](service.md)\n",
    }
    literate = {"literate-nav": {"nav_file": "SUMMARY.md"}}
    built = sound(plugins.build(made(tmp_path, literate, "section-index", pages=pages, exclude_docs="SUMMARY.md\n")))
    assert "All" in [words(one) for one in built.page().select(".md-nav__link")]


def test_pages_that_are_in_no_nav_or_not_in_the_site(tmp_path: Path, plugins: Environment) -> None:
    pages = {
        "old/page.md": f"# Old\n\n{story('US-1')}",
        "draft.md": f"# Draft\n\n{story('US-2')}",
        "hidden.md": f"# Hidden\n\n{story('US-3', 'depends on: US-1')}",
    }
    config = {"exclude_docs": "old/\n", "draft_docs": "draft.md\n", "not_in_nav": "hidden.md\nbacklog.md\n"}
    nav = ["index.md", "shop/index.md", "shop/shelf.md", "tech/service.md"]
    built = plugins.build(made(tmp_path, "search", pages=pages, nav=nav, **config))
    sound(built, {**HOMES, "us-3": "hidden/"})


# Languages


LANGUAGES = [
    {"locale": "en", "name": "English", "default": True, "build": True},
    {"locale": "de", "name": "Deutsch", "build": True},
]
GERMAN = {f"de-{name}": f"de/{url}" for name, url in HOMES.items()}


@pytest.mark.parametrize("layout", ["suffix", "folder"])
def test_languages(tmp_path: Path, plugins: Environment, layout: str) -> None:
    pages: dict[str, str | bytes] = {**PAGES, "backlog.md": "# Backlog\n\n```backlog\n```\n"}
    german = {name: str(text).replace("# Shop", "# Laden") for name, text in pages.items()}
    if layout == "folder":
        written = {
            f"{folder}/{name}": text for folder, of in (("en", pages), ("de", german)) for name, text in of.items()
        }
    else:
        written = {**pages, **{name.replace(".md", ".de.md"): text for name, text in german.items()}}
    i18n = {"i18n": {"docs_structure": layout, "languages": LANGUAGES}}
    options = {"stories": {"backlog": "backlog.md", "short_links": True}}
    built = plugins.build(site(tmp_path, written, plugins=["search", i18n, options], config=MATERIAL))
    assert (built.status, built.warnings) == (0, []), built.said()
    for folder, said in (("", "As a"), ("de/", "Als")):
        card = built.card(f"{folder}shop/", "us-1")
        assert words(card.select_one(".stories-lead")) == said
        (preview,) = previews(built, f"{folder}shop/")
        assert f">{said}\\u003c" in preview
        (link,) = built.page(f"{folder}stories/US-1/").select("a")
        assert built.target(f"{folder}stories/US-1/", attribute(link, "href")) == card.select_one("[id=us-1]")
        assert {words(one) for one in built.page(f"{folder}backlog/").select("tr.stories-row .stories-id")} == {
            "US-1",
            "US-2",
            "TS-1",
        }
        for name, home in HOMES.items():
            assert built.card(f"{folder}{home}", name)
    links_lead_somewhere(built)
    style_is_where_stories_are(built)


def previews(built: Built, url: str) -> list[str]:
    """The files in which the script finds the previews of a page."""
    loaded = built.page(url).select_one("script[data-previews]")
    many, start, end = attribute(loaded, "data-previews").split(" ")
    folder = (built.folder / url / attribute(loaded, "src")).parent
    return [(folder / f"{start}{n}{end}".partition("?")[0]).read_text(encoding="utf-8") for n in range(int(many))]


# Text from elsewhere


def test_macros(tmp_path: Path, plugins: Environment) -> None:
    told = story("US-3", "depends on: US-1")
    text = f"# Page\n\n{{{{ 40 + 2 }}}}\n\n{told}\n{{% if true %}}\nSee [US-3].\n{{% endif %}}\n"
    built = plugins.build(made(tmp_path, "macros", pages={"page.md": text}))
    sound(built, {**HOMES, "us-3": "page/"})
    assert "<p>42</p>" in built.html("page/")


def said_of(built: Built) -> list[tuple[str, int, str, str]]:
    """The diagnostics of a site in short: the page, the line, the code, and what is said."""
    found = re.findall(r"stories: docs/(.+?):(\d+):\d+: \w+\[(\w+)\] [\w-]+: (.*)", "\n".join(built.warnings))
    return [(page, int(line), code, said) for page, line, code, said in found]


def test_macros_inside_of_stories_and_around_them(tmp_path: Path, plugins: Environment) -> None:
    pages = {
        "filled.md": f"# Filled\n\n{story('US-3', 'owner: {{ 40 + 2 }}')}",
        "left-out.md": f"# Left out\n\n{{% if false %}}\n{story('US-4')}{{% endif %}}\n",
    }
    built = plugins.build(made(tmp_path, "macros", pages=pages))
    assert built.status == 1
    changed = ("filled.md", 3, "ST131", "the story block was changed by another plugin before it was drawn")
    gone = "the story block is in the backlog, but another plugin took it out of its page"
    assert [one for one in said_of(built) if one[2].startswith("ST13")] == [changed, ("left-out.md", 4, "ST131", gone)]


def test_text_of_other_files(tmp_path: Path, plugins: Environment) -> None:
    """Text without stories may come from anywhere. A story is told by a page of the docs, and by one alone."""
    pages = {
        "words.md": '{% include-markdown "../words.md" %}\n\n--8<-- "words.md"\n',
        "again.md": '# Again\n\n{% include-markdown "shop/shelf.md" %}\n',
        "part.md": '# Part\n\nWords.\n\n{% include-markdown "../part.md" %}\n',
        "snippet.md": '# Snippet\n\n--8<-- "part.md"\n',
        "shop.md": "# Shop\n\n::: shop\n",
    }
    python = {"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}}
    one = made(tmp_path, "include-markdown", python, pages=pages, markdown_extensions=["pymdownx.snippets"])
    (tmp_path / "words.md").write_text("See [US-1].\n", encoding="utf-8")
    (tmp_path / "part.md").write_text(story("US-3"), encoding="utf-8")
    docstring = f'"""Shops.\n\n{story("TS-3")}"""\n'
    (tmp_path / "shop.py").write_text(docstring, encoding="utf-8")
    built = plugins.build(one)
    not_read = "is drawn on this page, but is not in the backlog"
    assert said_of(built) == [
        ("again.md", 3, "ST132", "user story US-2 is drawn on this page, but is told by `shop/shelf.md`"),
        ("part.md", 5, "ST132", f"user story US-3 {not_read}: See discounts on shelf 3"),
        ("shop.md", 3, "ST132", f"technical story TS-3 {not_read}: Answer from a cache on shelf 3"),
        ("snippet.md", 3, "ST132", f"user story US-3 {not_read}: See discounts on shelf 3"),
    ]
    assert len(built.page("words/").select('a.stories-ref[href="../shop/#us-1"]')) == 2
    links_lead_somewhere(built)
    style_is_where_stories_are(built)


def test_mkdocstrings_and_autorefs(tmp_path: Path, plugins: Environment) -> None:
    pages = {
        "page.md": """
            # Page

            ::: shop

            See [US-1], [the cache][TS-1], [the shelf page][shelf] and [a function][shop.buy].
            """
    }
    python = {"mkdocstrings": {"handlers": {"python": {"paths": ["."]}}}}
    one = made(tmp_path, python, "autorefs", pages=pages)
    (tmp_path / "shop.py").write_text(
        '"""Shops, see [US-1] and [shelf][]."""\n\ndef buy():\n    """Buy. See [US-2]."""\n'
    )
    sound(plugins.build(one))


def test_monorepo(tmp_path: Path, plugins: Environment) -> None:
    nav = [
        {"Start": "index.md"},
        {"Shop": ["shop/index.md", "shop/shelf.md"]},
        {"Tech": "tech/service.md"},
        {"Sub": "!include ./sub/mkdocs.yml"},
    ]
    one = made(tmp_path, "monorepo", "search", nav=nav)
    site(
        tmp_path / "sub",
        f"# Sub\n\n{story('US-3', 'depends on: TS-1')}\n[US-1]",
        plugins=[],
        config={"site_name": "sub", "nav": [{"Home": "index.md"}]},
    )
    built = plugins.build(one)
    sound(built, {**HOMES, "us-3": "sub/"})


def test_markdown_exec(tmp_path: Path, plugins: Environment) -> None:
    pages = {
        "page.md": """
            # Page

            ```python exec="on"
            print("See **[US-1]**.")
            ```
            """,
        "told.md": f'# Told\n\n```python exec="on"\nprint({story("US-3")!r})\n```\n',
    }
    built = plugins.build(made(tmp_path, "markdown-exec", pages=pages, markdown_extensions=["pymdownx.superfences"]))
    said = "user story US-3 is drawn on this page, but is not in the backlog: See discounts on shelf 3"
    assert said_of(built) == [("told.md", 1, "ST132", said)]
    assert built.page("page/").select('strong > a.stories-ref[href="../shop/#us-1"]')
    links_lead_somewhere(built)


def test_gen_files_and_exclude(tmp_path: Path, plugins: Environment) -> None:
    gen_files = {"gen-files": {"scripts": ["generate.py"]}}
    pages = {"old/page.md": f"# Old\n\n{story('US-1')}"}
    one = made(tmp_path, gen_files, {"exclude": {"glob": ["old/*"]}}, "search", pages=pages)
    generated = f"# Generated\n\nSee [US-1].\n\n{story('US-3', 'depends on: TS-1')}"
    (tmp_path / "generate.py").write_text(
        f"import mkdocs_gen_files\n\nwith mkdocs_gen_files.open('made/page.md', 'w') as file:\n"
        f"    file.write({generated!r})\n"
    )
    built = sound(plugins.build(one), {**HOMES, "us-3": "made/page/"})
    assert found_by_search(built) == Counter({"us-1": 1, "us-2": 1, "us-3": 1, "ts-1": 1})


# What is written


def test_glightbox_and_htmlproofer(tmp_path: Path, plugins: Environment) -> None:
    proofer = {"htmlproofer": {"validate_external_urls": False, "ignore_pages": ["backlog.md"]}}
    pages = {"page.md": f"# Page\n\n{story('US-3', notes='![Shelf](https://pictures.example/shelf.png)')}"}
    built = sound(plugins.build(made(tmp_path, "glightbox", proofer, pages=pages)), {**HOMES, "us-3": "page/"})
    assert built.card("page/", "us-3").select("a.glightbox > img")


def test_rss(tmp_path: Path, plugins: Environment) -> None:
    rss = {"rss": {"use_git": False, "abstract_chars_count": -1, "match_path": r"(?!backlog\b).*"}}
    built = sound(plugins.build(made(tmp_path, rss, site_url="https://shop.example/docs/")))
    told = {one["url"]: one["content_html"] for one in json.loads(built.html("feed_json_created.json"))["items"]}
    assert "Shelves" in told["https://shop.example/docs/shop/shelf/"]


def test_encryption(tmp_path: Path, plugins: Environment) -> None:
    secret = story("US-3", "acceptance: [Nobody else sees it]")
    page = f"---\npassword: Never-9-Guess-4-These-7-Words-2-Here\n---\n# Secret\n\n{secret}\n```backlog\n```\n"
    encryption = {"encryptcontent": {"search_index": "encrypted"}}
    built = plugins.build(made(tmp_path, "search", encryption, pages={"secret.md": page}))
    assert (built.status, built.warnings) == (0, []), built.said()
    assert "Nobody else sees it" not in built.html("secret/")
    assert not built.page("secret/").select(".stories, template")
    assert built.page("secret/").select('link[href="../assets/stories/stories.css"]')
    assert "US-3" in {words(one) for one in built.page("backlog/").select("tr.stories-row .stories-id")}
    assert found_by_search(built) == Counter({"us-1": 1, "us-2": 1, "ts-1": 1})


def test_redirects(tmp_path: Path, plugins: Environment) -> None:
    redirects = {"redirects": {"redirect_maps": {"old.md": "shop/shelf.md#us-2"}}}
    built = sound(plugins.build(made(tmp_path, redirects)))
    assert "../shop/shelf/#us-2" in built.html("old/")


def test_minify_and_git_revision_date(tmp_path: Path, plugins: Environment) -> None:
    minify = {
        "minify": {
            "minify_html": True,
            "minify_js": True,
            "minify_css": True,
            "htmlmin_opts": {"remove_comments": True, "remove_empty_space": True},
        }
    }
    one = made(tmp_path, {"git-revision-date-localized": {"enable_creation_date": True}}, minify, "search")
    git(one.folder, "init", "-q")
    git(one.folder, "add", "docs")
    git(one.folder, "commit", "-qm", "Docs")
    built = sound(plugins.build(one))
    assert found_by_search(built) == Counter({"us-1": 1, "us-2": 1, "ts-1": 1})


def git(folder: Path, *command: str) -> str:
    told = {
        "GIT_AUTHOR_NAME": "x",
        "GIT_AUTHOR_EMAIL": "x@x.example",
        "GIT_COMMITTER_NAME": "x",
        "GIT_COMMITTER_EMAIL": "x@x.example",
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    return subprocess.run(["git", *command], cwd=folder, env=told, check=True, capture_output=True, text=True).stdout


def test_mike(tmp_path: Path, plugins: Environment) -> None:
    one = made(
        tmp_path,
        {"mike": {"alias_type": "copy"}},
        "search",
        site_url="https://shop.example/docs/",
        extra={"version": {"provider": "mike"}},
    )
    git(one.folder, "init", "-q", "-b", "main")
    git(one.folder, "add", "docs", "mkdocs.yml")
    git(one.folder, "commit", "-qm", "Docs")
    git(one.folder, "config", "user.name", "x")
    git(one.folder, "config", "user.email", "x@x.example")
    for version in ("1.0", "2.0"):
        done = plugins.run("mike", "deploy", version, cwd=one.folder, HOME=str(tmp_path))
        assert done.returncode == 0, done.stderr
    git(one.folder, "worktree", "add", "-q", "pages", "gh-pages")
    for version in ("1.0", "2.0"):
        sound(Built(0, tmp_path / "pages" / version, []))


def test_print_site(tmp_path: Path, plugins: Environment) -> None:
    built = plugins.build(made(tmp_path, "search", OURS, "print-site"))
    page = built.page("print_page/")
    assert {attribute(one, "id") for one in page.select(".stories-card__title")} == {
        *("shop-us-1", "shop-shelf-us-2", "tech-service-ts-1"),
    }
    assert page.select('link[rel="stylesheet"][href="../assets/stories/stories.css"]')
    # It takes every address for that of a heading.
    links_lead_somewhere(built, besides="#backlog-stories-results")
    shutil.rmtree(built.folder / "print_page")  # which holds all pages once more
    sound(built)


# Addresses


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_addresses(tmp_path: Path, plugins: Environment, theme: str, directory_urls: bool) -> None:
    themes = {"mkdocs": {}, "material": {"font": False, "features": ["navigation.instant"]}}
    config: dict[str, Any] = {
        "site_url": "https://shop.example/docs/",
        "use_directory_urls": directory_urls,
        "theme": {"name": theme, **themes[theme]},
    }
    built = plugins.build(made(tmp_path, "search", **config))
    homes = HOMES if directory_urls else {"us-1": "shop/", "us-2": "shop/shelf.html", "ts-1": "tech/service.html"}
    sound(built, homes, backlog="backlog/" if directory_urls else "backlog.html")
    assert found_by_search(built) == Counter({"us-1": 1, "us-2": 1, "ts-1": 1})
