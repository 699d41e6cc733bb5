"""A theme that nobody has seen: dark without saying so, with the table rules of older Bootstraps, without variables."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.sites import Built, site, story

from .test_backlog_page import VIEWS, backlog, chip
from .test_pages import CONTRAST, address, opened

pytestmark = pytest.mark.browser

THEME = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Site</title>
<style>
  body { background: #222; color: #ddd; }
  .table > tbody + tbody { border-top: 2px solid red; }
  .table-striped tbody tr:nth-of-type(odd) { background-color: #303030; }
</style>
{% for path in extra_css %}<link rel="stylesheet" href="{{ path|url }}">{% endfor %}
<main>{{ page.content }}</main>
<script>
  addEventListener('load', () => {
    for (const one of document.querySelectorAll('table')) one.classList.add('table', 'table-striped')
  })
</script>
</html>
"""


@pytest.fixture
def built(tmp_path: Path) -> Built:
    theme = tmp_path / "theme"
    theme.mkdir()
    for name in ("main.html", "404.html"):
        theme.joinpath(name).write_text(THEME, encoding="utf-8")
    told = "\n".join([story("US-1", "status: done"), story("US-2"), story("TS-1", "supports: [US-1]")])
    shown = "\n".join(f"## {view}\n\n```backlog\nview: {view}\n```\n" for view in VIEWS)
    config = {"theme": {"name": None, "custom_dir": str(theme)}, "use_directory_urls": False}
    made = site(tmp_path, {"index.md": f"# Shop\n\n{told}\n{shown}"}, config=config, backlog="backlog.md")
    return made.build()


def test_every_view_can_be_read(browser: Browser, built: Built) -> None:
    with opened(browser, built, "light") as page:
        backlog(page, built, "?compare=US-1")
        texts = []
        for view in VIEWS:
            chip(page, view).click()
            texts += page.evaluate(CONTRAST)
        page.goto(address(built, "index"))
        texts += page.evaluate(CONTRAST)
        assert len(texts) > 200
        assert [(one["css"], one["said"]) for one in texts if one["ratio"] < 4.5] == []


def test_tables_keep_their_look(browser: Browser, built: Built) -> None:
    with opened(browser, built, "light") as page:
        backlog(page, built, "?view=board&compare=US-1")
        lines = "all => all.map(one => getComputedStyle(one).borderTopWidth)"
        assert set(page.locator(".stories-table tbody").evaluate_all(lines)) == {"0px"}
        grounds = "all => all.map(one => getComputedStyle(one).backgroundColor)"
        assert set(page.locator(".stories-compare__table tr").evaluate_all(grounds)) == {"rgba(0, 0, 0, 0)"}
