"""The icons of a site, with the files that some of them are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..icons import Icon, built_in_icons, is_path
from ..options import SettingsError
from ..vocabulary import Vocabulary, nearest


def find_icons(vocabulary: Vocabulary, docs: Path, themes: Iterable[str]) -> Iterator[Icon]:
    """Each icon that the words of a site have, once.

    A path that ends with `.svg` is below the docs folder. Others are icons of the theme: `material/rocket` is the file
    `.icons/material/rocket.svg` in one of the folders of its templates, as Material has it.

    Raises SettingsError, with the name of the option, for a file that is not there or holds no SVG.
    """
    folders = [Path(theme) / ".icons" for theme in themes]
    found: dict[str, Icon] = {}
    declared = {"statuses": vocabulary.statuses, "priorities": vocabulary.priorities, "kinds": vocabulary.kinds}
    for option, terms in declared.items():
        for term in terms:
            if term.icon and term.icon not in found:
                svg = built_in_icons().get(term.icon, "")
                if is_path(term.icon):
                    svg = _read(f"{option}.{term.name}.icon", term.icon, docs, folders)
                found[term.icon] = Icon(term.icon, svg)
    yield from found.values()


def _read(option: str, icon: str, docs: Path, folders: list[Path]) -> str:
    of_docs = icon.endswith(".svg")
    places, where = ([docs], "in the docs folder") if of_docs else (folders, "among the icons of the theme")
    path = icon if of_docs else f"{icon}.svg"
    if ".." in path.split("/"):
        places = []
    file = next((place / path for place in places if (place / path).is_file()), None)
    if file is None:
        folder = path.rpartition("/")[0]
        beside = (
            one.relative_to(place).as_posix() for place in places for one in sorted((place / folder).glob("*.svg"))
        )
        near = nearest(icon, (name if of_docs else name.removesuffix(".svg") for name in beside))
        raise SettingsError(option, f"there is no `{path}` {where}" + (f"; did you mean `{near}`?" if near else ""))
    svg = file.read_text(encoding="utf-8", errors="replace")
    if "<svg" not in svg:
        raise SettingsError(option, f"`{path}` holds no SVG")
    return svg[svg.index("<svg") :]
