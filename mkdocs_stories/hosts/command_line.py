"""The command `mkdocs-stories`: check and list stories without building the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..diagnostics import Diagnostic, Severity
from ..language import nearest
from ..model import Condition, Story
from ..project import Project, no_collector
from ..query import facets, find_facet, matches
from ..reports import summary_of, text_of, visible
from ..rule import Rule
from ..rules import RULES
from ..settings import Settings, SettingsError
from ..text import Phrase, Span
from .site_options import CONFIG_FILES, Site, SiteError, read_site

FINE, PROBLEMS, WRONG_USE = 0, 1, 2

_DESCRIPTION = """\
Check, list and explain the user stories and technical stories of a docs folder,
without building the site.

Options come from the `stories` plugin in mkdocs.yml, where there is one."""

_EXIT = """\
exit status:
  0  no errors (with --strict: no warnings either)
  1  something is wrong with the stories
  2  the command was used wrongly, or an option is wrong"""


class _UsageError(ValueError):
    """A wrong use of the command, said on one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        with no_collector():
            return int(parsed.run(parsed))
    except (_UsageError, SiteError, SettingsError) as error:
        print(f"mkdocs-stories: {visible(str(error))}", file=sys.stderr)  # noqa: T201
        return WRONG_USE
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return FINE
        print(f"mkdocs-stories: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)  # noqa: T201
        return WRONG_USE


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("mkdocs-stories", description=_DESCRIPTION, epilog=_EXIT, formatter_class=raw)
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser(
        *("check",),
        help="report everything that is wrong with the stories",
        description="Report everything that is wrong with the stories: the same diagnostics as `mkdocs build`.",
        epilog=_EXIT,
        formatter_class=raw,
    )
    _add_places(check)
    check.add_argument("--strict", action="store_true", help="fail on warnings too")
    check.add_argument("-q", "--quiet", action="store_true", help="leave out what is only information")
    check.set_defaults(run=_check)

    listing = commands.add_parser(
        *("list",),
        help="list stories, a line each",
        description="List stories, what to do next first: id, type, status, priority, title and value.",
        epilog="example:\n  mkdocs-stories list --where status=ready --where type=technical",
        formatter_class=raw,
    )
    _add_places(listing)
    listing.add_argument(
        *("-w", "--where"),
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="only stories with that value; `*` stands for any characters, commas part several values; may be repeated",
    )
    listing.set_defaults(run=_list)

    explain = commands.add_parser(
        *("explain",),
        help="print the manual of a rule",
        description="Print the manual of a rule: what it finds, why, an example and what to write instead.",
    )
    explain.add_argument("rule", metavar="RULE", nargs="?", help="its name or code; without it all rules are listed")
    explain.set_defaults(run=_explain)
    return parser


class _Version(argparse.Action):
    """Looks the version up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        _write(f"{parser.prog} {version('mkdocs-stories')}")
        parser.exit()


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        *("paths",),
        nargs="*",
        type=Path,
        metavar="PATH",
        help="pages or folders; inside of the site's docs folder they narrow down what is shown (default: all of it)",
    )
    parser.add_argument(
        *("-f", "--config-file"), type=Path, metavar="FILE", help="the site's configuration (default: ./mkdocs.yml)"
    )


def _check(parsed: argparse.Namespace) -> int:
    found: list[Diagnostic] = []
    stories = pages = 0
    for project, root, shown in _projects(parsed):
        diagnostics = [one for one in project.diagnostics if shown(one.source.path)]
        found += diagnostics
        stories += sum(shown(story.source.path) for story in project.backlog.stories)
        pages += sum(shown(source.path) for source in project.sources)
        for diagnostic in diagnostics:
            if not (parsed.quiet and diagnostic.severity is Severity.INFO):
                _write(text_of(diagnostic, root) + "\n")
    _write(summary_of(found, stories, pages))
    failing = {Severity.ERROR, Severity.WARNING} if parsed.strict else {Severity.ERROR}
    return PROBLEMS if any(one.severity in failing for one in found) else FINE


def _list(parsed: argparse.Namespace) -> int:
    rows: list[tuple[str, ...]] = []
    for project, _, shown in _projects(parsed):
        backlog = project.backlog
        conditions = tuple(_condition(text, project.settings) for text in parsed.where)
        chosen = (story for story in backlog.stories if shown(story.source.path))
        matching = (story for story in chosen if matches(story, conditions, backlog.language))
        rows += [_row(story, project) for story in backlog.rank(matching)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        _write(visible("  ".join(padded).rstrip()))
    return FINE


def _row(story: Story, project: Project) -> tuple[str, ...]:
    language = project.settings.language
    facts = (story.type.value, language.status(story).name, language.priority(story) or "-")
    benefit = " ".join(story.benefit.text.split()) if story.benefit else "-"
    return (story.name, *facts, story.heading, benefit)


def _condition(text: str, settings: Settings) -> Condition:
    name, equals, values = text.partition("=")
    if not equals or not name.strip():
        raise _UsageError(f"--where needs FIELD=VALUE, not `{text}`")
    facet = find_facet(name, settings.language)
    if facet is None:
        names = [facet.name for facet in facets(settings.language)]
        near = nearest(name, names)
        raise _UsageError(f"there is no field `{name}`; " + (f"did you mean `{near}`?" if near else ", ".join(names)))
    return Condition(_typed(name), tuple(_typed(value.strip()) for value in values.split(",")))


def _typed(words: str) -> Phrase:
    return Phrase(words, Span(1, 1, 1, len(words) + 1))


def _explain(parsed: argparse.Namespace) -> int:
    if not parsed.rule:
        for rule in RULES:
            _write(f"{rule.code}  {rule.severity.value:7}  {rule.name:22}  {rule.manual.summary}")
        return FINE
    asked = RULES.find(parsed.rule)
    if asked is None:
        near = RULES.nearest(parsed.rule)
        raise _UsageError(
            f"there is no rule `{parsed.rule}`; " + (f"did you mean `{near}`?" if near else "see `explain`")
        )
    _write(manual_of(asked))
    return FINE


def manual_of(rule: Rule) -> str:
    """The manual of a rule, as plain Markdown."""
    manual = rule.manual
    parts = [
        f"# {rule.code} {rule.name}",
        manual.summary,
        f"Severity: {rule.severity.value}, unless the site sets another.",
    ]
    if rule.options:
        parts.append(
            "Options: " + ", ".join(f"`{name}` (default {default!r})" for name, default in rule.options.items())
        )
    parts.append(manual.why)
    if manual.example:
        parts += ["Example:", manual.example, "Instead:", manual.instead]
    return "\n\n".join(filter(None, parts))


class _Shown:
    """Which pages of a project were asked for: all, or those at or below some paths."""

    def __init__(self, folder: Path, asked: list[Path]) -> None:
        self.prefixes = [path.resolve().relative_to(folder.resolve()).as_posix() for path in asked]

    def __call__(self, path: str) -> bool:
        if not self.prefixes:
            return True
        return any(prefix in (".", path) or path.startswith(f"{prefix}/") for prefix in self.prefixes)


def _projects(parsed: argparse.Namespace) -> Iterator[tuple[Project, str, _Shown]]:
    """The projects that the paths belong to, with what stands before their pages' names and which pages to show."""
    for path in parsed.paths:
        if not path.exists():
            raise _UsageError(f"there is no file or folder `{path}`")
    site = _site(parsed.config_file)
    settings = site.settings if site else Settings()
    inside = [path for path in parsed.paths if site and _is_inside(path, site.folder)]
    if site and (inside or not parsed.paths):
        if not site.folder.is_dir():
            raise _UsageError(f"there is no docs folder `{site.folder}`")
        yield Project.load(site.folder, settings, site.wanted), _root(site.folder), _Shown(site.folder, inside)
    elif not parsed.paths:
        if not Path("docs").is_dir():
            raise _UsageError(
                "there is no mkdocs.yml and no folder `docs` here; name a folder: mkdocs-stories check PATH"
            )
        yield Project.load(Path("docs"), settings), _root(Path("docs")), _Shown(Path("docs"), [])
    for path in parsed.paths:
        if path in inside:
            continue
        folder = path if path.is_dir() else path.parent
        only = None if path.is_dir() else path.name
        project = Project.load(folder, settings, lambda name, only=only: only in (None, name))  # type: ignore[misc]
        yield project, _root(folder), _Shown(folder, [])


def _site(config_file: Path | None) -> Site | None:
    if config_file is not None:
        return read_site(config_file)
    found = next((Path(name) for name in CONFIG_FILES if Path(name).is_file()), None)
    return read_site(found) if found else None


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _root(folder: Path) -> str:
    relative = os.path.relpath(folder)
    shown = folder.as_posix() if relative.startswith("..") else Path(relative).as_posix()
    return "" if shown == "." else f"{shown}/"


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))  # noqa: T201
