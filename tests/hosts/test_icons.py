"""Icons of the site's words: found in the theme and in the docs, and drawn by the style sheet alone."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from mkdocs_stories.assets import style
from tests.conftest import needs
from tests.sites import Built, site, story

SEAL = """\
<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
  <path d="M0 0h9v9z"/>
</svg>
"""


def built(folder: Path, icon: str, theme: str = "mkdocs", **pages: str) -> Built:
    config = {"theme": {"name": theme, **({"font": False} if theme == "material" else {})}}
    statuses: list[Any] = [{"to do": {"icon": icon}}]
    return site(folder, {"index.md": story("US-1"), **pages}, config=config, statuses=statuses).build()


def drawn(of: Built, icon: str) -> str:
    """What the style sheet draws for an icon."""
    style = (of.folder / "assets/stories/stories.css").read_text(encoding="utf-8")
    rule = re.search(rf'\.stories \[data-icon="{re.escape(icon)}"\][^{{]*{{(.*?)}}\n', style)
    assert rule, f"no rule for {icon}"
    return unquote(rule[1])


def test_icons_that_are_built_in(tmp_path: Path) -> None:
    found = built(tmp_path, "pause")
    assert found.page().select_one(".stories-status[data-icon=pause]")
    assert drawn(found, "pause").startswith('--i:url("data:image/svg+xml,<svg xmlns=')


def test_icons_of_material(tmp_path: Path) -> None:
    needs("Material", find_spec("material"))
    found = built(tmp_path, "material/rocket-launch", "material")
    assert found.status == 0
    assert "<svg" in drawn(found, "material/rocket-launch")


def test_icons_of_the_docs(tmp_path: Path) -> None:
    assert "M0 0h9v9z" in drawn(built(tmp_path, "icons/seal.svg", **{"icons/seal.svg": SEAL}), "icons/seal.svg")


@pytest.mark.parametrize("sign", ["💡", "P1", "!!", "☕", "👩‍💻"])
def test_signs(tmp_path: Path, sign: str) -> None:
    assert f'content:"{sign}";content:"{sign}"/""' in drawn(built(tmp_path, sign), sign)


def test_a_site_without_icons_has_the_style_sheet_as_it_is(tmp_path: Path) -> None:
    found = site(tmp_path, story("US-1")).build()
    assert (found.folder / "assets/stories/stories.css").read_text(encoding="utf-8") == style()


def test_a_sign_breaks_out_of_nothing(tmp_path: Path) -> None:
    style = (built(tmp_path, '"}').folder / "assets/stories/stories.css").read_text(encoding="utf-8")
    assert style.endswith("forced-color-adjust:auto}\n")
    assert r'[data-icon="\22 }"]' in style


@pytest.mark.parametrize(
    ("icon", "said"),
    [
        ("icons/seel.svg", "there is no `icons/seel.svg` in the docs folder; did you mean `icons/seal.svg`?"),
        ("../docs/icons/seal.svg", "there is no `../docs/icons/seal.svg` in the docs folder"),
        ("icons/empty.svg", "`icons/empty.svg` holds no SVG"),
        ("material/rocket", "there is no `material/rocket.svg` among the icons of the theme"),
    ],
)
def test_files_that_are_not_there(tmp_path: Path, icon: str, said: str) -> None:
    found = built(tmp_path, icon, **{"icons/seal.svg": SEAL, "icons/empty.svg": "<html>"})
    assert found.status == 1
    assert found.warnings[-1].endswith(f"stories: option `statuses.to do.icon`: {said}")


def test_the_nearest_icon_of_the_theme(tmp_path: Path) -> None:
    needs("Material", find_spec("material"))
    assert built(tmp_path, "octicons/eyee-16", "material").warnings[-1].endswith("; did you mean `octicons/eye-16`?")
