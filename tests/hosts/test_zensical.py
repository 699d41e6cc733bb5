"""Zensical: what is particular to it. That its pages are those of the other hosts, `test_every_host` tests."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from mkdocs_stories.diagnostics import Severity
from mkdocs_stories.hosts.zensical import Context, StoriesError, ZensicalSite, site_of
from tests.hosts.conftest import ROOT, Environment
from tests.sites import places, story

Find = Callable[[str], Environment]
CONFIG = "site_name: Site\nmarkdown_extensions:\n  - stories\nwatch:\n  - docs\n"


def made(folder: Path, config: str = CONFIG, file: str = "mkdocs.yml", **pages: str) -> Path:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / file).write_text(config, encoding="utf-8")
    for name, text in pages.items():
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=["zensical-lowest", "zensical-newest"])
def zensical(request: pytest.FixtureRequest, environment: Find) -> Environment:
    return environment(request.param)


@pytest.fixture
def newest(environment: Find) -> Environment:
    return environment("zensical-newest")


PAGES = {"index": f"# Home\n\n[US-1]\n\n{story()}", "other": f"# Other\n\n{story('TS-1', 'supports: US-1')}"}


def test_style_and_script_come_once_and_only_where_stories_are(tmp_path: Path, zensical: Environment) -> None:
    made(tmp_path, **PAGES, plain="# Plain\n\nNothing.\n")
    assert zensical.run("zensical", "build", cwd=tmp_path).returncode == 0
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert home.count(".stories.stories-card{") >= 1
    assert home.count("<style>.stories{") == 1
    page_ = BeautifulSoup(home, "html.parser")
    assert len(page_.select("script[data-copied]")) == 1
    assert len([one for one in page_.select("script") if "so that" in one.get_text() and "US-1" in one.get_text()]) == 1
    plain = (tmp_path / "site/plain/index.html").read_text(encoding="utf-8")
    assert "stories" not in plain


def test_options_are_those_of_the_extension_or_of_the_plugin_that_zensical_ignores(
    tmp_path: Path, newest: Environment
) -> None:
    option = "rules: {missing-benefit: 'off'}"
    text = story("US-1").replace("so that: I pay less\n", "")
    places_ = {
        "extension": CONFIG.replace("- stories", f"- stories:\n      {option}"),
        "plugin": f"{CONFIG}plugins:\n  - search\n  - stories:\n      {option}\n",
        "none": CONFIG,
    }
    for name, config in places_.items():
        (tmp_path / name).mkdir()
        done = newest.run("zensical", "build", cwd=made(tmp_path / name, config, index=text))
        assert done.returncode == (1 if name == "none" else 0), name
    toml = '[project]\nsite_name = "x"\nwatch = ["docs"]\n[project.markdown_extensions.stories.rules]\nST103 = "off"\n'
    (tmp_path / "toml").mkdir()
    done = newest.run("zensical", "build", cwd=made(tmp_path / "toml", toml, "zensical.toml", index=text))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("backlogg: x.md", "option `backlogg`: there is no such option; did you mean `backlog`?"),
        ("baseline: no.toml", "no.toml"),
    ],
)
def test_a_wrong_option_ends_a_build_with_its_name(tmp_path: Path, newest: Environment, option: str, said: str) -> None:
    made(tmp_path, CONFIG.replace("- stories", f"- stories:\n      {option}"), **PAGES)
    done = newest.run("zensical", "build", cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_strict_build_fails_for_a_warning(tmp_path: Path, newest: Environment) -> None:
    made(tmp_path, index=story("US-1", "status: done"))
    assert newest.run("zensical", "build", cwd=tmp_path).returncode == 0
    done = newest.run("zensical", "build", "--strict", "--clean", cwd=tmp_path)
    assert done.returncode == 1
    assert [code for *_, code in places(re.sub(r"^.*StoriesError: ", "", done.stderr, flags=re.M))] == ["ST306"]
    assert newest.run("zensical", "build", "-cs", cwd=tmp_path).returncode == 1
    (tmp_path / "mkdocs.yml").rename(tmp_path / "other.yml")
    (tmp_path / "mkdocs.yml").write_text(
        CONFIG.replace("- stories", "- stories:\n      rules: {ST306: error}"), "utf-8"
    )
    assert newest.run("zensical", "build", "-c", "-fother.yml", cwd=tmp_path).returncode == 0
    made(tmp_path, f"{CONFIG}strict: true\n")
    assert newest.run("zensical", "build", "-c", cwd=tmp_path).returncode == 1


def test_what_zensical_cannot_do_is_said_once(tmp_path: Path, newest: Environment) -> None:
    config = CONFIG.replace("- stories", "- stories:\n      backlog: plan.md\n      short_links: true")
    made(tmp_path, config.replace("watch:\n  - docs\n", ""), **PAGES)
    said = newest.run("zensical", "build", cwd=tmp_path).stderr
    assert said.count("add `watch: [docs]`") == 1
    assert said.count("write `plan.md`") == 1
    assert said.count("`short_links` has no effect") == 1
    made(tmp_path, plan="# Plan\n\n```backlog\n```\n")
    said = newest.run("zensical", "build", "--clean", cwd=tmp_path).stderr
    assert "stories:" not in said


def test_a_block_where_markdown_is_not_read_is_reported(tmp_path: Path, newest: Environment) -> None:
    made(tmp_path, index=f"# Home\n\n<div>\n{story()}</div>\n")
    done = newest.run("zensical", "build", cwd=tmp_path)
    assert done.returncode == 1
    assert "ST131" in done.stderr


def test_a_cached_page_follows_a_story_of_another_page(tmp_path: Path, newest: Environment) -> None:
    made(tmp_path, **PAGES)
    assert newest.run("zensical", "build", cwd=tmp_path).returncode == 0
    assert "(to do)" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    time.sleep(1.1)  # Zensical goes by seconds
    made(tmp_path, other=PAGES["other"].replace("supports", "status: blocked\nsupports"))
    assert newest.run("zensical", "build", cwd=tmp_path).returncode == 0
    assert 'data-state="blocked"' in (tmp_path / "site/index.html").read_text(encoding="utf-8")


@contextmanager
def served(zensical: Environment, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    said = folder / "said.txt"
    with said.open("wb") as out:
        server = subprocess.Popen(
            [str(zensical.folder / "bin/zensical"), "serve", "--dev-addr", address],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            yield f"http://{address}/", server, said
        finally:
            server.terminate()
            server.wait(20)


def page(url: str) -> str:
    try:
        with urlopen(url, timeout=5) as answer:
            return str(answer.read().decode("utf-8"))
    except OSError:
        return ""


def soon(holds: Callable[[], bool]) -> bool:
    for _ in range(240):
        if holds():
            return True
        time.sleep(0.25)
    return False


def test_serving_lives_through_broken_stories_and_shows_them_mended(tmp_path: Path, zensical: Environment) -> None:
    made(tmp_path, **PAGES)
    with served(zensical, tmp_path) as (url, server, said):
        assert soon(lambda: 'id="us-1"' in page(url)), said.read_text()
        time.sleep(1.1)
        made(tmp_path, other=f"# Other\n\n{story('TS-1', 'supports: US-9')}")
        assert soon(lambda: "which does not exist" in page(f"{url}other/")), said.read_text()
        assert "ST301" in said.read_text()
        time.sleep(1.1)
        made(tmp_path, CONFIG.replace("- stories", "- stories:\n      backlogg: x.md"))
        assert soon(lambda: "did you mean `backlog`?" in said.read_text()), said.read_text()
        time.sleep(1.1)
        (tmp_path / "docs/other.md").write_text(f"# Other\n\n{story('TS-2', 'supports: US-1')}")
        assert soon(lambda: "TS-2" in page(url)), said.read_text()
        assert "ST13" not in said.read_text()  # each story that is drawn was read
        time.sleep(1.1)
        made(tmp_path, other=f"# Other\n\n{story('TS-1', 'supports: US-1', 'status: blocked')}")
        assert soon(lambda: 'data-state="blocked"' in page(url)), said.read_text()
        assert soon(lambda: "which does not exist" not in (page(f"{url}other/") or "which does not exist"))
        assert server.poll() is None


def test_a_round_of_one_page_leaves_no_other_one_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zensical tells of no round: a page that comes a while after others is not drawn from what was read before it.

    Of pages that come at once only the first one looks at all files.
    """
    made(tmp_path, first=story("US-1"), second=story("US-2"))
    time_now, looks = [0.0], []
    site = ZensicalSite(serving=True, now=lambda: time_now[0])
    look = ZensicalSite._stamps

    def counted(*given: Any) -> Any:
        looks.append(1)
        return look(*given)

    monkeypatch.setattr(ZensicalSite, "_stamps", counted)

    def state_of_second(page: str) -> str:
        backlog = site.rendering(Context(f"{page}.md", {"root_dir": str(tmp_path)})).drawing.backlog
        return backlog.vocabulary.status(backlog.stories[1]).name

    assert [state_of_second(page) for page in ("first", "second")] == ["to do", "to do"]
    assert len(looks) == 1
    made(tmp_path, third=story("US-3"))
    assert state_of_second("third") == "to do"
    time_now[0] += 1
    made(tmp_path, second=story("US-2", "status: blocked"))
    looks.clear()
    assert [state_of_second(page) for page in ("first", "third")] == ["blocked", "blocked"]
    assert len(looks) == 2  # to see whether there is something new, and to remember what was read


def started(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[bool, bool]:
    """Whether a site fails for warnings, and whether it is served, in a program that was started with these words."""
    monkeypatch.setattr("sys.argv", [*words])
    monkeypatch.setattr("mkdocs_stories.hosts.zensical._SITES", {})
    site = site_of(Context("index.md", {"root_dir": str(folder)}))
    return Severity.WARNING in site.failing, site.serving


@pytest.mark.parametrize(
    "words",
    [
        *(["pytest", "-s"], ["gunicorn", "serve"], ["bin/zensical-docs", "serve", "-s"], ["tool/__main__.py", "-s"]),
        *(["zensical", "-svx"], ["zensical", "--strict=1"], ["zensical", "build", "-oaddopts="], ["zensical"]),
        *(["zensical", "build", "-f", "serve"], [""], []),
    ],
    ids=str,
)
def test_what_says_nothing_of_how_zensical_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    assert started(tmp_path, monkeypatch, *words) == (False, False)


@pytest.mark.parametrize("program", ["bin/zensical", "zensical.exe", "zensical-script.py", "lib/zensical/__main__.py"])
def test_how_zensical_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    assert started(tmp_path, monkeypatch, program, "build") == (False, False)
    assert started(tmp_path, monkeypatch, program, "build", "-cs") == (True, False)
    assert started(tmp_path, monkeypatch, program, "serve", "-a", "localhost:1") == (False, True)


def test_a_configuration_that_another_program_names_is_not_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, index=story("US-1", "so that: ''"))
    (tmp_path / "other.yml").write_text(CONFIG.replace("- stories", "- stories: {rules: {ST103: 'off'}}"), "utf-8")
    context = Context("index.md", {"root_dir": str(tmp_path)})
    for program in ("zensical", "other"):
        started(tmp_path, monkeypatch, program, "build", "-f", str(tmp_path / "other.yml"))
        with nullcontext() if program == "zensical" else pytest.raises(StoriesError):
            site_of(context).rendering(context)
