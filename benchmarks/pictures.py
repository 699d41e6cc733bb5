"""Make the pictures of the documentation, of pages of the example site. `make pictures` runs it."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from pathlib import Path

import mkdocs
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import FloatRect, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
FONTS = Path(mkdocs.__file__).parent / "themes/readthedocs/css/fonts"
FACES = (("normal", 400, "normal"), ("bold", 700, "normal"), ("normal-italic", 400, "italic"))
SIZE: ViewportSize = {"width": 1280, "height": 800}
MARGIN = 24


def type_face() -> str:
    """A type face that comes with MkDocs, so that pictures look the same wherever they are made."""
    faces = (
        f"@font-face {{ font-family: Lato; font-weight: {weight}; font-style: {style};"
        f" src: url(data:font/woff2;base64,{base64.b64encode((FONTS / f'lato-{name}.woff2').read_bytes()).decode()}) }}"
        for name, weight, style in FACES
    )
    return "\n".join((*faces, ":root, body { --md-text-font: Lato }"))


def around(page: Page, first: str, last: str) -> FloatRect:
    """The part of a page from one card to another, with a margin."""
    boxes = [page.locator(f".stories-card:has(#{name})").bounding_box() for name in (first, last)]
    top, bottom = (box for box in boxes if box)
    return {
        "x": top["x"] - MARGIN,
        "y": top["y"] - MARGIN,
        "width": top["width"] + 2 * MARGIN,
        "height": bottom["y"] + bottom["height"] - top["y"] + 2 * MARGIN,
    }


def main() -> None:
    """Every picture."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as site:
        build(load_config(str(ROOT / "example-site/mkdocs.yml"), site_dir=site, use_directory_urls=False))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        for name, address in (("backlog", "backlog.html"), ("cards", "catalogue.html")):
            page.goto(f"{Path(site).as_uri()}/{address}")
            page.add_style_tag(content=type_face())
            page.wait_for_timeout(500)
            area = around(page, "us-4", "ts-3") if name == "cards" else None
            page.screenshot(path=ROOT / f"docs/pictures/{name}.png", clip=area, full_page=bool(area))
        browser.close()


if __name__ == "__main__":
    main()
