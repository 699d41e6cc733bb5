"""What tests in a browser share: Chromium, started once a worker, and the example site."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import Example, needs
from tests.sites import Built

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    needs("chromium", chromium)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def built(request: pytest.FixtureRequest, example: Example) -> Built:
    """The example site in a theme that asks no other server for its parts."""
    theme, scheme = request.getfixturevalue("look")
    themes = {
        "mkdocs": {"theme": {"name": "mkdocs", "color_mode": scheme, "highlightjs": False}},
        "readthedocs": {"theme": {"name": "readthedocs", "highlightjs": False}},
    }
    return example(theme, use_directory_urls=False, **themes.get(theme, {}))
