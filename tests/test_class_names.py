"""Every part that is drawn has a class name, and the documentation names it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mkdocs_stories.assets import script
from mkdocs_stories.drawing import Drawing
from mkdocs_stories.project import Project
from mkdocs_stories.query import select
from mkdocs_stories.text import Source
from mkdocs_stories.views.table import TABLE
from tests.conftest import Example
from tests.test_cases import CASES, Case
from tests.test_docs import read

IDS = {"stories-text", "stories-hint", "stories-facet-"}
"""What is an id in the script, and no class."""


def classes(pages: Iterable[str]) -> set[str]:
    """Our classes in some HTML; those of columns as one, since a site may have any."""
    found = {css for html in pages for value in re.findall(r'class=\\?"([^"\\]*)', html) for css in value.split()}
    return {column(css) for css in found if re.match(r"stories($|-)", css)}


def column(css: str) -> str:
    """A class; that of any column for the class of one."""
    return re.sub(r"^stories-c-.+", "stories-c-NAME", css)


def table_of(count: int) -> str:
    """The classes of a table of so many stories."""
    stories = "".join(f"```story\nid: US-{number}\n```\n\n" for number in range(count))
    backlog = Project((Source("page.md", f"{stories}```backlog\n```\n"),)).backlog
    (view,) = backlog.views
    return TABLE.draw(view, tuple(select(view, backlog)), Drawing(backlog, "page.md")).get("class", "")


def test_a_long_table_says_so() -> None:
    """Its rows are laid out when they come into sight."""
    assert "stories-is-long" not in table_of(300).split()
    assert "stories-is-long" in table_of(301).split()


def test_every_class_is_documented(example: Example) -> None:
    """Those of cards and views in every state that a case shows, those of a whole site, and those of the script."""
    paths = [path for folder in ("cards", "views") for path in sorted((CASES / folder).glob("*.md"))]
    drawn = classes(str(page) for path in paths for _, page in Case.read(path.read_text(encoding="utf-8")).rendered)
    built = example("mkdocs")
    drawn |= classes(built.html(url) for url in built.urls)
    drawn |= classes(script.read_text(encoding="utf-8") for script in built.folder.glob("assets/stories/**/*.js"))
    drawn |= set(table_of(301).split())
    drawn |= {column(name) for name in re.findall(r"\bstories-[\w-]+", script()) if not name.endswith("-")} - IDS
    told = set(re.findall(r"`\.?(stories(?:-[\w-]+)?)`", read("classes.md")))
    assert not drawn - told, "docs/classes.md does not name them"
    assert not told - drawn, "docs/classes.md names them, and nothing draws them"
