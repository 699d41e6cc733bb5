"""`mkdocs-stories init`: bring stories to a site, whichever host builds it."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...backlog import Backlog
from ...project import Project
from ...text import Source
from ..build import whole_backlog
from ..site_options import CONFIG_FILES, Site, names_stories, read_config, read_site, watches
from .config_edits import with_entry, with_extension, with_watch
from .console import FINE, PROBLEMS, Commands, UsageError, say, write
from .scopes import add_config_file
from .writing import Change, refusal, show_diff, write_page
from .zensical_choice import AS_TOML, entries

_HOSTS = ("mkdocs", "properdocs", "zensical")
_FIRST_PAGE = "stories.md"
_BACKLOG_PAGE = "backlog.md"

_STORY = """\
# Stories

A user story says what the product should do for a person, and what for. Give it the words of your readers.

```story
id: US-1
as a: reader
I want: to see what is planned
so that: I can say what I miss
estimate: 2
business value: 5
acceptance:
  - The backlog lists every story
```

A technical story says the same of a part of the system. So the two can be weighed against each other.

```technical-story
id: TS-1
component: docs build
should: check every story
so that: none is published that says nothing of its value
estimate: 1
business value: 3
supports: US-1
```

Refer to them from anywhere: [US-1]. Write the next ones below, or on any other page.
"""
_NOTHING_TO_DO = "nothing to do: the site has stories already"
_BACKLOG = """\
# Backlog

```backlog
```
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "init",
        help="bring stories to a site",
        description="Add the plugin, or for Zensical the Markdown extension, to the configuration of the site in this "
        "folder, and write a first page with two stories. Comments and layout of the configuration stay. No page is "
        "written over.",
    )
    add_config_file(parser)
    parser.add_argument("--host", choices=_HOSTS, help="what builds the site (default: found by its configuration)")
    parser.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    parser.set_defaults(run=_init)


def _init(parsed: argparse.Namespace) -> int:
    file = parsed.config_file or next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    if file is None:
        host = parsed.host or next(_installed(), "mkdocs")
        raise UsageError(
            f"there is no configuration of a site here: none of {', '.join(CONFIG_FILES)}; "
            f"begin a site with `{host} new .`, then run this again"
        )
    if not file.is_file():
        raise UsageError(f"there is no file `{file}`")
    host = parsed.host or _host_of(file)
    if host != "zensical" and file.suffix == ".toml":
        raise UsageError(f"`{file}` is a configuration of Zensical: {host} does not read it")
    site = _Site(file, host, read_config(file), read_site(file))
    before = Source.decode(file.name, file.read_bytes())
    if before.flaws:
        raise UsageError(f"`{file}` holds bytes that are not UTF-8 text")
    after, left = _configured(site, before.text)
    pages = list(_pages(site))
    change = Change(file.parent, before, Source(file.name, after))
    if parsed.diff:
        _show(site, change, pages)
    else:
        _write(site, change, pages)
    if not (left or pages) and after == before.text:
        write(_NOTHING_TO_DO)
    for words in left:
        say(words)
    if not parsed.diff:
        _say_next(site, change, pages)
    return PROBLEMS if left else FINE


@dataclass(frozen=True)
class _Site:
    """A site, by its configuration file, what builds it, and what the file says: as it stands, and to us."""

    file: Path
    host: str
    config: dict[str, Any]
    known: Site

    @property
    def docs_dir(self) -> str:
        return str(self.config.get("docs_dir") or "docs")

    @property
    def docs(self) -> Path:
        return self.file.parent / self.docs_dir


def _host_of(file: Path) -> str:
    """What builds a site: many Zensical sites are configured by a `mkdocs.yml`, so what is installed tells."""
    own = next((host for host in _HOSTS if file.name.startswith(host)), "mkdocs")
    installed = list(_installed())
    return installed[0] if own == "mkdocs" and installed and own not in installed else own


def _installed() -> Iterator[str]:
    return (host for host in _HOSTS if find_spec(host))


def _configured(site: _Site, text: str) -> tuple[str, list[str]]:
    """The configuration with stories in it, and what its author has to add where that cannot be done safely."""
    if site.host != "zensical":
        place = "plugins"
        others = "# those that are there, then:" if place in site.config else "- search"
        told = f"{place}:\n  {others}\n  - stories:\n      backlog: {_BACKLOG_PAGE}"
        if names_stories(site.config, place):
            return text, []
        after = with_entry(text, place, "stories", {"backlog": _BACKLOG_PAGE}, before=["search"])
        return (text, [_please(site, told)]) if after is None or _inherits(text, place) else (after, [])
    steps = []
    if not names_stories(site.config, "markdown_extensions"):
        steps.append("extension")
    if not watches(site.config, site.file.parent, site.docs):
        steps.append("watch")
    left = []
    is_toml = site.file.suffix == ".toml"
    before = site.config.get("watch")
    watched = [*(before if isinstance(before, list) else ()), site.docs_dir]
    for step in steps:
        if is_toml:
            told = (
                "[project.markdown_extensions.stories]"
                if step == "extension"
                else f"watch = {json.dumps(watched, ensure_ascii=False)}"
            )
            after = with_extension(text, AS_TOML) if step == "extension" else with_watch(text, site.docs_dir)
        elif step == "extension":
            key, told = "markdown_extensions", "markdown_extensions:\n  - stories"
            after = None if _inherits(text, key) else with_entry(text, key, "stories", {}, before=[*entries()])
        else:
            told = f"watch: {json.dumps(watched, ensure_ascii=False)}"
            after = None if _inherits(text, "watch") else with_entry(text, "watch", site.docs_dir, {})
        if after is None:
            left.append(_please(site, told))
        text = after or text
    return text, left


def _inherits(text: str, key: str) -> bool:
    """Whether a list may come from the file that this one inherits from: a list of its own would replace it."""
    lines = text.splitlines()
    return any(line.startswith("INHERIT:") for line in lines) and not any(line.startswith(f"{key}:") for line in lines)


def _please(site: _Site, told: str) -> str:
    return f"{site.file}: add this by hand, since it is written in a way that could not be changed safely:\n\n{told}\n"


def _pages(site: _Site) -> Iterator[tuple[Path, str]]:
    """The pages to write: a first story, and a backlog where no plugin makes it; each only where there is none."""
    try:
        backlog = Project.load(site.known.folder, site.known.settings, site.known.wanted).backlog
    except FileNotFoundError:
        backlog = Backlog(())
    if not backlog.stories and not (site.docs / _FIRST_PAGE).exists():
        yield site.docs / _FIRST_PAGE, _STORY
    path = site.docs / (site.known.settings.backlog_page or _BACKLOG_PAGE)
    if site.host == "zensical" and not path.exists() and not any(map(whole_backlog, backlog.pages)):
        yield path, _BACKLOG


def _show(site: _Site, change: Change, pages: list[tuple[Path, str]]) -> None:
    root = "" if site.file.parent == Path() else f"{site.file.parent.as_posix()}/"
    show_diff(change, root)
    for path, text in pages:
        show_diff(Change(path.parent, Source(path.name, ""), Source(path.name, text)), f"{path.parent.as_posix()}/")


def _write(site: _Site, change: Change, pages: list[tuple[Path, str]]) -> None:
    """Write the pages, then the configuration: where a page cannot be written, nothing speaks of it."""
    is_changed = change.before.text != change.after.text
    if is_changed and (why := refusal(change, anywhere=True)):
        raise UsageError(f"{site.file} was left alone, since {why}")
    for path, text in pages:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        write(f"wrote {path}")
    if is_changed:
        if why := write_page(change):
            raise UsageError(f"{site.file} was left alone, since {why}")
        write(f"changed {site.file}")


def _say_next(site: _Site, change: Change, pages: list[tuple[Path, str]]) -> None:
    new = [path.relative_to(site.docs).as_posix() for path, _ in pages]
    if site.host != "zensical" and change.before.text != change.after.text:
        new.append(_BACKLOG_PAGE)
    if new and site.config.get("nav"):
        write(f"Name the new pages in `nav`: {', '.join(new)}.")
    if site.host == "zensical" and "markdown_extensions" not in site.config:
        write("The configuration names the extensions that Zensical chose, too: it chooses only where none is named.")
    if not find_spec(site.host):
        write(f"Install what builds the site: pip install 'mkdocs-stories[{site.host}]'")
    is_found = site.file.parent == Path() and site.file.name.startswith((site.host, "mkdocs"))
    write(f"Next: {site.host} serve" + ("" if is_found else f" -f {shlex.quote(str(site.file))}"))
