"""A build of a MkDocs site: what it reports, how it ends, what it writes, and what else runs in it."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.sites import Built, attribute, places, site, story, words

BROKEN = {
    "index.md": f"# Page\n\n{story('US-1', 'prioritty: high')}\n{story('TS-1', 'supports: US-9')}",
    "deep/other.md": "# Other\n\n> ```technical-story\n> id: TS-2\n> story: Upgrade webrtc server\n> ```\n",
    "last.md": "See [US-77].\n\n```backlog\nview: tabel\n```\n",
}
PROBLEMS = [
    ("deep/other.md", 5, 10, "ST103"),
    ("deep/other.md", 5, 10, "ST104"),
    ("index.md", 9, 1, "ST113"),
    ("index.md", 17, 11, "ST301"),
    ("last.md", 1, 6, "ST309"),
    ("last.md", 4, 7, "ST401"),
]
WARNING = story("US-1", "status: done")
"""A story with a warning and no error: it is done, and its criterion is not."""


def of_docs(built: Built, folder: Path) -> list[tuple[str, int, int, str]]:
    """The places that a build reports, their paths from the docs folder on."""
    return [(path.removeprefix(f"{folder}/docs/"), *rest) for path, *rest in built.places]  # type: ignore[misc]


# Problems


def test_all_problems_of_all_pages_are_reported_in_one_run(tmp_path: Path) -> None:
    built = site(tmp_path, BROKEN).build()
    assert built.status == 1
    assert sorted(of_docs(built, tmp_path)) == PROBLEMS
    errors = [message for level, message in built.records if level == logging.ERROR]
    assert [code for one in errors for *_, code in places(one)] == ["ST103", "ST113", "ST301", "ST401"]
    assert errors[-1] == "stories: 4 errors, listed above"
    assert any("4 stories" in one or "3 stories" in one for _, one in built.records)


def test_a_diagnostic_shows_the_line_and_says_what_to_write(tmp_path: Path) -> None:
    said = site(tmp_path, BROKEN).build().said()
    expected = f"""\
{tmp_path}/docs/index.md:9:1: error[ST113] unknown-field: user stories have no field `prioritty`
  |
9 | prioritty: high
  | ^^^^^^^^^ not a field
  = help: did you mean `priority`?"""
    assert expected in said


def test_paths_are_named_from_the_current_folder_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "docs/index.md" in {path for path, *_ in site(tmp_path, BROKEN).build().places}


def test_a_warning_fails_a_strict_build_only(tmp_path: Path) -> None:
    made = site(tmp_path, WARNING)
    built = made.build()
    assert (built.status, built.codes) == (0, ["ST306"])
    assert (built.folder / "index.html").is_file()
    assert made.build(strict=True).status == 1


def test_the_summary_counts_pages_that_somebody_has_written(tmp_path: Path) -> None:
    made = site(tmp_path, {"index.md": story("US-1")}, backlog="backlog.md")
    assert "1 story on 1 page: no problems" in made.build().said()
    made.write({"backlog.md": "# Backlog\n\n```backlog\n```\n"})
    assert "1 story on 2 pages: no problems" in made.build().said()


def test_information_fails_no_build(tmp_path: Path) -> None:
    built = site(tmp_path, story("US-1").replace("acceptance: [The old price is shown]\n", "")).build(strict=True)
    assert (built.status, built.codes, built.warnings) == (0, ["ST307"], [])


def test_a_site_may_set_how_bad_a_rule_is(tmp_path: Path) -> None:
    rules = {"missing-benefit": "warning", "ST113": False, "unknown-link": "info", "invalid-view": "off"}
    built = site(tmp_path, BROKEN, rules=rules).build()
    assert built.status == 0
    assert sorted(built.codes) == ["ST103", "ST104", "ST301", "ST309"]
    assert len(built.warnings) == 2


def test_the_command_ends_with_the_status(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build"]
    for name, text, options, status in (
        ("error", story("US-1", "so that: ''"), [], 1),
        ("warning", WARNING, [], 0),
        ("strict", WARNING, ["--strict"], 1),
        ("fine", story(), ["--strict"], 0),
    ):
        made = site(tmp_path / name, text)
        done = subprocess.run([*command, *options], cwd=made.folder, capture_output=True, text=True, check=False)
        assert done.returncode == status, name
        assert "Traceback" not in done.stdout + done.stderr
        assert len(places(done.stderr.replace("ERROR   -  ", "").replace("WARNING -  ", ""))) == (name != "fine")


def test_while_serving_nothing_ends_the_server(tmp_path: Path) -> None:
    built = site(tmp_path, {**BROKEN, "warning.md": story("US-5", "status: done")}).build(command="serve")
    assert built.status == 0
    assert sorted(of_docs(built, tmp_path)) == [*PROBLEMS, ("warning.md", 6, 14, "ST306")]
    assert not [message for level, message in built.records if level >= logging.ERROR]
    first = built.card("", "us-1").select_one(".stories-problems")
    assert words(first).startswith("user stories have no field prioritty")
    assert "index.md:9:1 ST113" in words(first)
    assert "did you mean priority ?" in words(first)
    assert "US-9, which does not exist" in words(built.card("", "ts-1")).replace(" ,", ",")
    assert "no such story" in words(built.card("", "ts-1"))
    assert "does not say what it is for" in words(built.card("deep/other/", "ts-2"))
    assert "there is no view tabel" in words(built.page("last/").select_one(".stories-box"))
    assert "1 of 1 criteria open" in words(built.card("warning/", "us-5"))


def test_a_wrong_view_is_a_box_where_the_site_takes_it_for_a_warning(tmp_path: Path) -> None:
    """It would show other stories than those asked for. What is but a warning leaves cards and views alone."""
    pages = {
        "index.md": story("US-1", "status: done"),
        "view.md": "```backlog\nwhere: {status: redy}\n```\n",
        "table.md": "```backlog\nlimit: 5 #all\n```\n",
    }
    built = site(tmp_path, pages, rules={"invalid-view": "warning", "missing-criteria": "warning"}).build()
    assert built.status == 0
    assert "there is no status redy" in words(built.page("view/").select_one(".stories-box"))
    assert built.page("").select(".stories-problems") == built.page("table/").select(".stories-problems") == []
    assert any("table.md" in message and "ST119" in message for _, message in built.records)


def test_while_serving_a_page_may_be_mended(tmp_path: Path) -> None:
    """The plugin object lives on from build to build."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    made = site(tmp_path, story("US-1", "so that: ''"))
    config = load_config(str(made.config_file))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config, serve_url="http://127.0.0.1:8000/")
    assert "stories-problems" in (tmp_path / "site/index.html").read_text()
    made.write({"index.md": story("US-2")})
    again = load_config(str(made.config_file))
    assert again.plugins["stories"] is config.plugins["stories"]
    build(again, serve_url="http://127.0.0.1:8000/")
    page = (tmp_path / "site/index.html").read_text()
    assert "stories-problems" not in page
    assert 'id="us-1"' not in page
    assert page.count("assets/stories/stories.css") == 1


def test_drafts_are_shown_while_serving_and_no_part_of_a_build(tmp_path: Path) -> None:
    pages = {"index.md": story("US-1"), "draft.md": story("US-2", "depends on: US-1")}
    made = site(tmp_path, pages, config={"draft_docs": "draft.md"})
    built = made.build(strict=True)
    assert built.status == 0
    assert "US-2" not in built.html()
    served = made.build(command="serve")
    assert served.warnings == []
    assert served.card("draft/", "us-2")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"backlogg": "x.md"}, "option 'backlogg': there is no such option; did you mean `backlog`?"),
        ({"backlog": "backlog"}, "option 'backlog': needs the path of a page inside the docs folder"),
        ({"backlog": "../backlog.md"}, "option 'backlog': needs the path of a page"),
        ({"toc": "yes"}, "option 'toc': needs `true` or `false`, not 'yes'"),
        ({"id_pattern": "["}, "option 'id_pattern': needs a regular expression"),
        ({"issue_url": "7"}, "option 'issue_url': needs an http or https address that holds `{issue}`"),
        ({"statuses": ["a", {"b": "x"}]}, "option 'statuses': a stage is one of `open`, `active`, `blocked`, `done`"),
        ({"priorities": "high"}, "option 'priorities': needs a list, each entry a name"),
        (
            {"rules": {"missing-benefitt": "off"}},
            "there is no rule `missing-benefitt`; did you mean `missing-benefit`?",
        ),
        ({"rules": {"ST103": "bad"}}, "is one of `error`, `warning`, `info`, `off`, not 'bad'"),
        ({"fields": {"status": None}}, "`status` is the name of a built-in field"),
        ({"fields": {"x": {"type": "colour"}}}, "option 'fields.x.type': is one of `text`, `number`"),
        ({"per_path": {"old/*": "ST103"}}, "needs `rule: reason`"),
        ({"something": 1}, "option 'something': there is no such option; there are `backlog`, `id_pattern`"),
    ],
    ids=str,
)
def test_a_wrong_option_is_one_line(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    built = site(tmp_path, story(), **options).build()
    assert built.status == 1
    errors = [one for one in built.warnings if "stories" in one]
    assert len(errors) == 1
    assert said in errors[0]
    assert "\n" not in errors[0].strip()


def test_a_wrong_option_ends_the_command_without_a_traceback(tmp_path: Path) -> None:
    made = site(tmp_path, story(), backlogg="x.md")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=made.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "did you mean `backlog`?" in done.stderr
    assert "Traceback" not in done.stderr


# What is drawn and what is in the backlog


def test_a_block_in_html_without_markdown_is_reported(tmp_path: Path) -> None:
    pages = {"index.md": f"# Page\n\n<div>\n{story()}</div>\n\n[US-1]\n", "other.md": story("US-2")}
    made = site(tmp_path, pages)
    built = made.build()
    assert (built.status, of_docs(built, tmp_path)) == (1, [("index.md", 4, 4, "ST131")])
    assert "id: US-1" in words(made.build(command="serve").page().select_one("[role=main] > div"))


def test_a_page_that_another_plugin_emptied_is_reported(tmp_path: Path) -> None:
    made = site(tmp_path, {"index.md": story(), "other.md": "# Other"}, config={"hooks": ["hook.py"]})
    (tmp_path / "hook.py").write_text("def on_page_markdown(markdown, **_):\n    return '# Nothing'\n")
    built = made.build()
    assert (built.status, of_docs(built, tmp_path)) == (1, [("index.md", 1, 4, "ST131")])


def test_a_block_that_another_plugin_changed_is_reported(tmp_path: Path) -> None:
    made = site(tmp_path, story("US-1", "owner: '{{ name }}'"), config={"hooks": ["hook.py"]})
    (tmp_path / "hook.py").write_text(
        "def on_page_markdown(markdown, **_):\n    return markdown.replace('{{ name }}', 'Ines')\n"
    )
    built = made.build()
    assert built.codes == ["ST131"]
    assert "before templates are filled in" in built.said()


def test_a_story_from_outside_of_the_docs_is_reported(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text(story("US-7"), encoding="utf-8")
    snippets = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    made = site(tmp_path, '# Page\n\n--8<-- "part.md"\n', config={"markdown_extensions": [snippets]})
    built = made.build()
    assert (built.status, of_docs(built, tmp_path)) == (0, [("index.md", 3, 1, "ST132")])
    assert len(built.page().select("article")) == 1
    assert made.build(strict=True).status == 1


def test_a_snippet_of_markdown_without_stories_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "part.md").write_text("Words with [US-1].\n", encoding="utf-8")
    snippets = {"pymdownx.snippets": {"base_path": [str(tmp_path)]}}
    text = f'# Page\n\n--8<-- "part.md"\n\n{story()}'
    built = site(tmp_path, text, config={"markdown_extensions": [snippets]}).build(strict=True)
    assert built.status == 0
    assert built.page().select('a.stories-ref[href="#us-1"]')


def test_a_reference_in_markdown_that_another_plugin_renders_leads_to_its_story(tmp_path: Path) -> None:
    pages = {"index.md": "# Start\n", "guide/page.md": "# Page\n", "guide/shelf.md": f"# Shelf\n\n{story()}"}
    made = site(tmp_path, pages, config={"hooks": ["hook.py"]})
    (tmp_path / "hook.py").write_text(
        "from markdown import markdown\n"
        "def on_page_content(html, config, **_):\n"
        "    extensions, options = config.markdown_extensions, config.mdx_configs\n"
        "    return html + markdown('See [US-1].', extensions=extensions, extension_configs=options)\n"
    )
    built = made.build(strict=True)
    for url in ("", "guide/page/", "guide/shelf/"):
        link = built.page(url).select_one("a.stories-ref")
        assert built.target(url, attribute(link, "href")) is built.element("guide/shelf/", "us-1")


def test_who_encrypts_pages_gets_whole_cards_and_nothing_of_them_comes_back(tmp_path: Path) -> None:
    pages = {"index.md": f"# Start\n\n{story('US-1', 'title: Secrets')}\n\n```backlog\n```\n"}
    made = site(tmp_path, pages, plugins=["search", "stories"], config={"hooks": ["hook.py"]})
    (tmp_path / "hook.py").write_text(
        "from pathlib import Path\n"
        "def on_page_context(context, page, config, **_):\n"
        "    if page.is_homepage:\n"
        "        Path(config.docs_dir, '../seen.html').write_text(page.content, encoding='utf-8')\n"
        "    page.content = '<p>Encrypted</p>'\n"
    )
    built = made.build(strict=True)
    main = built.page().select_one("[role=main]")
    assert words(main) == "Encrypted"
    assert not built.page().select("template")
    assert built.page().select('link[href^="assets/stories/"]')  # for what the browser decrypts
    seen = BeautifulSoup((tmp_path / "seen.html").read_text(encoding="utf-8"), "html.parser")
    assert words(seen.select_one("article.stories-card .stories-id")) == "US-1"
    assert seen.select("tr.stories-row")


# The backlog page


def test_the_backlog_page_is_made_where_the_docs_lack_it(tmp_path: Path) -> None:
    pages = {"index.md": story("US-1"), "deep/other.md": story("TS-1", "supports: US-1")}
    built = site(tmp_path, pages, backlog="plan/backlog.md").build(strict=True)
    assert (built.status, built.warnings) == (0, [])
    page = built.page("plan/backlog/")
    assert [words(one) for one in page.select("h1")] == ["Backlog"]
    assert [words(one) for one in page.select("tr.stories-row .stories-id")] == ["TS-1", "US-1"]
    assert page.select_one("[data-view=summary]")
    for link in page.select("a.stories-row__link"):
        assert built.target("plan/backlog/", attribute(link, "href")) is not None
    assert not (tmp_path / "docs/plan").exists()
    assert [words(one) for one in built.page().select("a[href]") if attribute(one, "href").endswith("plan/backlog/")]


def test_the_backlog_page_of_the_docs_is_used_as_it_is(tmp_path: Path) -> None:
    pages = {"index.md": story("US-1"), "backlog.md": "# Our plan\n\n```backlog\nview: cards\n```\n\nWords.\n"}
    page = site(tmp_path, pages, backlog="backlog.md").build(strict=True).page("backlog/")
    assert words(page.select_one("[role=main] h1")) == "Our plan"
    assert page.select(".stories-table") == []
    assert len(page.select("article")) == 1


@pytest.mark.parametrize(
    ("backlog", "other"), [("index.md", "README.md"), ("plan.md", "plan/index.md"), ("a//plan.md", "a/plan.md")]
)
def test_the_backlog_page_takes_the_place_of_no_other(tmp_path: Path, backlog: str, other: str) -> None:
    made = site(tmp_path, {"shop.md": story("US-1"), other: "# Ours\n"}, backlog=backlog)
    built = made.build()
    assert "Ours" in [words(one) for url in built.urls for one in built.page(url).select("h1")]
    said = f"stories: the page `{backlog}` is not made, since `{other}` is in its place; "
    assert [one[: len(said)] for one in built.warnings] == ([] if backlog == "a//plan.md" else [said])


@pytest.mark.parametrize(("backlog", "part"), [("team-index.md", "team-index/2/"), ("plan/index.md", "plan/2/")])
def test_parts_of_a_backlog_lie_below_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backlog: str, part: str
) -> None:
    monkeypatch.setattr("mkdocs_stories.hosts.delivery.pages_of", lambda _count: 2)
    assert part in site(tmp_path, story("US-1"), backlog=backlog).build().urls


def test_a_part_of_a_backlog_takes_the_place_of_no_other_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkdocs_stories.hosts.delivery.pages_of", lambda _count: 3)
    pages = {"index.md": story("US-1"), "backlog/2/index.md": "# Ours\n"}
    built = site(tmp_path, pages, backlog="backlog.md").build()
    assert [words(built.page(f"backlog/{n}/").select_one("h1")) for n in (2, 3)] == ["Ours", "Backlog, page 3"]


def test_a_short_link_takes_the_place_of_no_page(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        "index.md": "\n".join(story(f"US-{n}") for n in (1, 2, 3)),
        "stories/US-1.md": "# Ours\n",
        "stories/US-2": b"Ours",
    }
    built = site(tmp_path, pages, short_links=True).build()
    assert (built.status, words(built.page("stories/US-1/").select_one("h1"))) == (0, "Ours")
    assert (built.folder / "stories/US-2").read_bytes() == b"Ours"
    link = attribute(built.page("stories/US-3/").select_one("a"), "href")
    assert built.target("stories/US-3/", link) is built.element("", "us-3")


@pytest.mark.parametrize("link", ["?q=1", "#part", "?q=1#part"])
def test_a_link_within_its_page_leads_there_from_a_copy(tmp_path: Path, link: str) -> None:
    view = "# Plan\n\n```backlog\nview: cards\n```\n"
    pages = {"x/y.md": story("US-1", f"so that: 'I read [more]({link})'"), "plan.md": view, "index.md": "# Home\n"}
    page = site(tmp_path, pages).build().page("plan/")
    assert [attribute(one, "href") for one in page.select("article a") if words(one) == "more"] == [f"../x/y/{link}"]


def test_a_backlog_page_that_the_site_leaves_out_is_reported(tmp_path: Path) -> None:
    made = site(tmp_path, story("US-1"), config={"exclude_docs": "plan.md"}, backlog="plan.md")
    (said,) = made.build().warnings
    assert said.startswith("stories: the page `plan.md` is left out of the site by `exclude_docs`")


def test_the_plugin_is_there_once(tmp_path: Path) -> None:
    made = site(tmp_path, story("US-1"), plugins=["stories", {"stories": {"toc": False}}])
    assert "name it once" in made.build().said()


def test_without_the_option_there_is_no_backlog_page(tmp_path: Path) -> None:
    assert site(tmp_path, story()).build().urls == [""]


def test_a_backlog_without_stories(tmp_path: Path) -> None:
    built = site(tmp_path, "# Page\n", backlog="backlog.md").build(strict=True)
    assert built.status == 0
    assert "There are no stories yet." in words(built.page("backlog/"))


# Style, other plugins, other builds


def test_the_style_sheet_comes_before_those_of_the_site(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {"index.md": story(), "deep/er.md": "# Deep", "own.css": b"h1 { color: red }"}
    built = site(tmp_path, pages, config={"extra_css": ["own.css"]}).build(strict=True)
    for address in built.urls:
        sheets = [attribute(one, "href") for one in built.page(address).select('link[rel="stylesheet"]')]
        ours = [one.endswith("assets/stories/stories.css") for one in sheets]
        if address:  # no story is on it
            assert not any(ours)
            continue
        assert sum(ours) == 1
        assert sheets[ours.index(True) + 1].endswith("own.css")
    css = (built.folder / "assets/stories/stories.css").read_text(encoding="utf-8")
    assert ".stories-card" in css
    assert not (tmp_path / "docs/assets").exists()
    assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", css)


def test_a_file_of_the_browser_that_has_changed_has_another_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded(text: str) -> tuple[str, str]:
        tag = site(tmp_path, text).build().page().select_one("script[data-previews]")
        return attribute(tag, "src"), attribute(tag, "data-previews")

    script, previews = loaded(story())
    same_script, other_previews = loaded(story("US-1", "title: Other"))
    monkeypatch.setattr("mkdocs_stories.hosts.delivery.script", lambda: "other()")
    other_script, same_previews = loaded(story())
    assert (same_script, same_previews) == (script, previews)
    assert other_script != script
    assert other_previews != previews


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    view = "```backlog\ngroup by: tags\n```\n"
    pages = {
        "index.md": f"# Page\n\n{story('US-1', 'tags: [b, a]', 'depends on: TS-1')}\n[TS-1] and [EP-1]",
        "other.md": f"{story('TS-1', 'supports: US-1', 'epic: EP-1')}\n{story('EP-1')}\n{view}",
    }
    made = site(tmp_path, pages, backlog="backlog.md")
    results = []
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", f"site{seed}"]
        environment = {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000", "PATH": "/usr/bin:/bin"}
        subprocess.run(command, cwd=made.folder, env=environment, check=True)
        results.append(contents(tmp_path / f"site{seed}"))
    assert results[0] == results[1]


@pytest.mark.parametrize("order", [["search", "stories"], ["stories", "search"], ["stories", "tags", "search"]])
def test_the_order_of_plugins_does_not_matter(tmp_path: Path, order: list[str]) -> None:
    pages = {
        "index.md": f"# Page\n\n{story('US-1', 'title: Discounts')}",
        "tags.md": "---\ntags: [a]\n---\n# T\n\n[US-1]",
    }
    plugins = ["material/tags" if one == "tags" else one for one in order]
    config = {"theme": {"name": "material"}}
    built = site(tmp_path, pages, plugins=plugins, config=config).build(strict=True)
    assert (built.status, built.warnings) == (0, [])
    assert built.page("tags/").select('a.stories-ref[href="../#us-1"]')
    index = (built.folder / "search/search_index.json").read_text(encoding="utf-8")
    assert '"location":"#us-1"' in index
    assert '"title":"Discounts"' in index


def test_posts_of_a_blog_are_pages_too(tmp_path: Path) -> None:
    post = f"---\ndate: 2026-01-31\n---\n# Post\n\n{story('US-2', 'title: Discounts')}\n<!-- more -->\n\nSee [US-1].\n"
    pages = {
        "index.md": f"# Page\n\n{story('US-1', 'depends on: US-2')}",
        "blog/index.md": "# Blog\n",
        "blog/posts/one.md": post,
    }
    plugins = ["material/blog", "stories"]
    built = site(tmp_path, pages, plugins=plugins, config={"theme": {"name": "material"}}).build()
    assert (built.status, built.codes) == (0, []), built.said()
    link = built.card("", "us-1").select_one(".stories-links a")
    target = built.target("", attribute(link, "href"))
    assert target is not None
    assert words(target).startswith("Discounts")


def test_excluded_pages_are_no_part_of_the_backlog(tmp_path: Path) -> None:
    pages = {
        "index.md": story("US-1"),
        "old/page.md": story("US-1"),
        ".hidden.md": story("US-1"),
        "README.md": story("US-1"),
    }
    built = site(tmp_path, pages, config={"exclude_docs": "old/\n"}, backlog="backlog.md").build()
    assert (built.status, built.codes) == (0, [])


def test_the_plugin_may_be_there_without_any_option(tmp_path: Path) -> None:
    assert site(tmp_path, story(), plugins=["stories"]).build(strict=True).status == 0


def test_an_older_mkdocs_is_told_which_one_is_needed(tmp_path: Path) -> None:
    """Nothing looks at its version where the package is installed beside it."""
    made = site(tmp_path, story())
    older = "from mkdocs import __main__, plugins; del plugins.CombinedEvent; __main__.cli()"
    command = [sys.executable, "-c", older, "build", "--config-file", str(made.config_file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    said = "Error: stories: needs MkDocs 1.6: pip install --upgrade 'mkdocs>=1.6,<2'"
    assert [line for line in ran.stderr.splitlines() if "stories" in line or "Traceback" in line] == [said]
