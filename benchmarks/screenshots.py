"""Make pictures of the example site: every view, in every theme, palette and width. `make screenshots` runs it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, sync_playwright

EXAMPLE = Path(__file__).parent.parent / "example-site"
PICTURES = Path("screenshots")
VIEWS = ("table", "cards", "board", "matrix", "graph", "summary", "actors")
PAGES = {
    **{view: f"backlog.html?view={view}" for view in VIEWS},
    "compare": "backlog.html?compare=US-1&compare=TS-1&compare=US-7",
    "group": "backlog.html?group=epic",
    "empty": "backlog.html?text=zeppelin",
    "card": "catalogue.html#us-1",
    "planning": "planning.html",
}
THEMES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "material": (("light", "dark"), {}),
    "mkdocs": (("light", "dark"), {"theme": {"name": "mkdocs", "color_mode": "auto", "highlightjs": False}}),
    "readthedocs": (("light",), {"theme": {"name": "readthedocs", "highlightjs": False}}),
}
WIDTHS = (1280, 390)


def picture(browser: Browser, site: Path, theme: str, scheme: str, width: int) -> None:
    """One picture of each page: the whole of it, or the window that a reader sees where an address leads into it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # a theme that scrolls smoothly has arrived
    )
    page = context.new_page()
    for name, address in PAGES.items():
        page.goto(f"{site.as_uri()}/{address}")
        page.wait_for_timeout(200)
        page.screenshot(path=PICTURES / f"{theme}-{scheme}-{width}-{name}.png", full_page="#" not in address)
    context.close()


def main() -> None:
    """Every theme, palette and width."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for theme, (schemes, options) in THEMES.items():
            site = Path(folder) / theme
            build(load_config(str(EXAMPLE / "mkdocs.yml"), site_dir=str(site), use_directory_urls=False, **options))
            for scheme in schemes:
                for width in WIDTHS:
                    picture(browser, site, theme, scheme, width)
        browser.close()
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}/")


if __name__ == "__main__":
    main()
