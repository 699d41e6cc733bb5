"""Which pages a command speaks of: those of the site, or those of the paths that were asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ...cache import Cache, usual_folder
from ...memory import Memory
from ...project import SUFFIXES, Project, relative_to, shown_root
from ...settings import Settings
from ...stored_memory import StoredMemory, stamp
from ...text import Source
from ..site_options import CONFIG_FILES, Site, read_site
from .console import UsageError


@dataclass(frozen=True)
class Scope:
    """A project, its folder, and which of its pages were asked for: all, or those at or below some paths.

    `baseline` is the file that the site names for it. It is not read yet. `is_typed` tells that one of the pages is
    not in the folder, but on standard input.
    """

    project: Project
    folder: Path
    prefixes: tuple[str, ...] = ()
    baseline: Path | None = None
    is_typed: bool = False

    @property
    def root(self) -> str:
        """What stands before the paths of its pages in messages."""
        return shown_root(self.folder)

    def remember(self) -> None:
        """Keep what is known of the pages for the next run. What is only typed will have changed by then."""
        if not self.is_typed:
            self.project.memory.save()

    def shows(self, path: str) -> bool:
        """Whether a page was asked for."""
        if not self.prefixes:
            return True
        return any(prefix in (".", path) or path.startswith(f"{prefix}/") for prefix in self.prefixes)


def add_scopes(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which pages a command speaks of."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=_path,
        metavar="PATH",
        help="pages or folders; inside the site's docs folder they narrow down what is shown (default: all of it)",
    )
    add_site(parser)


def _path(words: str) -> Path:
    if not words:
        raise argparse.ArgumentTypeError("a path is empty: is a variable of your shell not set?")
    return Path(words)


def add_site(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which site it is, and whether what is known of it counts."""
    add_config_file(parser)
    parser.add_argument("--no-cache", action="store_true", help="read every page anew, and keep nothing for next time")


def add_config_file(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the site's configuration."""
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        metavar="FILE",
        help="the configuration of the site (default: the one in this folder)",
    )


def scopes(parsed: argparse.Namespace) -> Iterator[Scope]:
    """The projects that the paths belong to, each with the pages to show.

    Raises UsageError where a path or the docs folder is not there.
    """
    for path in parsed.paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder `{path}`")
        if path.is_file() and not path.name.lower().endswith(SUFFIXES):
            raise UsageError(f"`{path}` is no page: the name of a page ends with {' or '.join(SUFFIXES)}")
    site = find_site(parsed.config_file)
    # Excuses for pages of the site are not needed elsewhere, which is nothing to report.
    settings = replace(site.settings, origin=None) if site else Settings()
    inside = [path for path in parsed.paths if site and _is_inside(path, site.folder)]
    if inside or not parsed.paths:
        yield whole_site(parsed, inside)
    for path in parsed.paths:
        if path in inside:
            continue
        if path.is_dir():
            yield Scope(Project.load(path, settings, memory=_memory(parsed, path)), path)
        else:
            source = Source.decode(path.name, path.read_bytes())
            yield Scope(Project((source,), settings), path.parent)


def whole_site(parsed: argparse.Namespace, shown: list[Path] | None = None) -> Scope:
    """The docs of the site, or the folder `docs` where nothing is configured; `shown` are the pages to show of it.

    Raises UsageError where neither is there.
    """
    site = find_site(parsed.config_file)
    if site is None:
        folder = Path("docs")
        if not folder.is_dir():
            advice = "name a folder: mkdocs-stories check PATH" if "paths" in parsed else "name one with --config-file"
            raise UsageError(f"there is no configuration of a site and no folder `docs` here; {advice}")
        return Scope(Project.load(folder, memory=_memory(parsed, folder)), folder)
    if not site.folder.is_dir():
        raise UsageError(f"there is no docs folder `{site.folder}`")
    home = site.folder.resolve()
    prefixes = tuple(path.resolve().relative_to(home).as_posix() for path in shown or ())
    project = Project.load(site.folder, site.settings, site.wanted, _memory(parsed, site.folder))
    return Scope(project, site.folder, prefixes, site.baseline)


def _memory(parsed: argparse.Namespace, folder: Path) -> Memory:
    """What is known of a docs folder from the run before.

    `parsed` holds it to the end of the process: to take apart what was read takes longer than to report.
    """
    memory = Memory() if parsed.no_cache else StoredMemory(Cache(usual_folder(), stamp()), folder)
    parsed.memory = memory
    return memory


def typed_page(parsed: argparse.Namespace) -> Scope:
    """The page on standard input, in the place of the file of the name that was given with it.

    A page of the site is checked beside the others; any other name, or none, is a page by itself.
    """
    name = parsed.stdin_filename
    if sys.stdin is None:
        raise UsageError("there is no standard input")
    if name and name.is_dir():
        raise UsageError(f"--stdin-filename needs the name of a page, and `{name}` is a folder")
    data = sys.stdin.buffer.read()
    site = find_site(parsed.config_file)
    if name is None or site is None or not _is_inside(name, site.folder):
        settings = replace(site.settings, origin=None) if site else Settings()
        source = Source.decode(name.name if name else "standard input", data)
        return Scope(Project((source,), settings), name.parent if name else Path())
    scope = whole_site(parsed)
    path = relative_to(site.folder.resolve(), name.resolve())
    project = scope.project.with_source(Source.decode(path, data))
    return replace(scope, project=project, prefixes=(path,), is_typed=True)


def find_site(config_file: Path | None) -> Site | None:
    """The site of a configuration file, or of the one in this folder, if there is one."""
    if config_file is not None:
        return read_site(config_file)
    found = next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    return read_site(found) if found else None


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
