"""The script under Zensical, where it comes with the page: previews, and the backlog, also under instant navigation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hosts.conftest import Environment, environment
from tests.sites import story

__all__ = ["environment"]

pytestmark = pytest.mark.browser

CONFIG = """\
[project]
site_name = "Site"
site_url = "http://127.0.0.1/"
watch = ["docs"]

[project.theme]
font = false
features = ["navigation.instant"]

[project.markdown_extensions.stories]
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path, environment: Callable[[str], Environment]) -> Iterator[str]:
    """Where a site of two stories and their backlog is served."""
    zensical = environment("zensical-newest")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# Home\n\nSee [US-1].\n\n{story()}\n{story('US-2')}")
    (tmp_path / "docs/backlog.md").write_text("# Backlog\n\n```backlog\n```\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "site")))
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    (tmp_path / "zensical.toml").write_text(CONFIG.replace("http://127.0.0.1/", url))
    try:
        done = zensical.run("zensical", "build", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield url
        server.shutdown()
    finally:
        server.server_close()


def find(page: Page) -> None:
    page.wait_for_selector(".stories-whole[data-on]")
    page.locator(".stories-toolbar input[type=search]").fill("shelf")
    expect(page.locator("tr.stories-row:visible")).to_have_count(1)


def test_previews_and_the_backlog_work(browser: Browser, address: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    page.hover("a.stories-ref")
    expect(page.locator("#stories-pop")).to_contain_text("I pay less")
    page.evaluate("window.stays = true")
    page.locator('nav a[href$="backlog/"]').first.evaluate("link => link.click()")
    find(page)
    assert page.evaluate("window.stays"), "the page was loaded anew"
    page.goto(f"{address}backlog/")
    find(page)
    assert wrong == []
    page.close()
