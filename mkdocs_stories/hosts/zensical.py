"""Zensical: it runs Markdown extensions and no plugins, and has no other place to report, or to bring in a style.

It renders in one process, each page with a Markdown instance of its own. So what was read of a site, and what was said
of it, lives here, at the level of the module, for as long as the process does: it is the one state of this kind. A
build ends with one exception that tells all problems. While Zensical serves nothing may be raised, since that would end
it for good.
"""

from __future__ import annotations

import logging
import posixpath
import sys
import time
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from ..backlog_page import index_of, is_whole
from ..backlog_page.pieces import template
from ..baseline import Baseline, BaselineError
from ..diagnostics import Diagnostic, Severity
from ..drawing import Drawing
from ..icons import style_of
from ..markup import Element
from ..memory import Memory
from ..model import View
from ..project import Project, read_baseline, shown_root, walk
from ..settings import Settings, SettingsError
from .build import Build, failure
from .icon_files import find_icons
from .page_assets import complete
from .passage import Course, Passage, Rendering, Write
from .site_options import CONFIG_FILES, Site, SiteError, read_site, watches

log = logging.getLogger("mkdocs_stories")

_CONTEXT = "rendering_context"
_FILES = tuple(name for name in CONFIG_FILES if not name.startswith("properdocs"))


class StoriesError(Exception):
    """What ends a build: all problems of the site, or why it cannot be read."""


@dataclass(frozen=True)
class Context:
    """The page that Zensical renders, and the configuration of the site, as Zensical has it."""

    path: str
    config: Mapping[str, Any]

    @property
    def root(self) -> Path:
        """The folder of the site."""
        return Path(str(self.config["root_dir"]))

    @property
    def docs(self) -> Path:
        """The docs folder."""
        return self.root / str(self.config.get("docs_dir") or "docs")

    @property
    def language(self) -> str:
        """The language of the theme."""
        theme = self.config.get("theme")
        return str(theme.get("language") or "") if isinstance(theme, Mapping) else ""

    @property
    def edit_url(self) -> str:
        """Where the source of the page is edited; empty where the site does not say so."""
        template, repository, edit = (self.config.get(name) for name in ("edit_uri_template", "repo_url", "edit_uri"))
        path = quote(self.path)
        if template:
            return str(template).replace("{path}", path)
        return f"{str(repository).rstrip('/')}/{str(edit).strip('/')}/{path}" if repository and edit else ""

    def led(self, address: str) -> str:
        """An address that leads to a source, as it is written on the page; Zensical leaves those of drawings alone."""
        path, sign, fragment = address.partition("#")
        if not path.endswith(".md"):
            return address
        as_folders = bool(self.config.get("use_directory_urls", True))
        source = posixpath.normpath(posixpath.join(posixpath.dirname(quote(self.path)), path))
        target, here = _url(source, as_folders), _url(quote(self.path), as_folders)
        way = posixpath.relpath(target, here if as_folders else posixpath.dirname(here) or ".")
        return f"{way}{'/' if as_folders else ''}{sign}{fragment}"


def _url(path: str, as_folders: bool) -> str:  # noqa: FBT001
    """The address of a page in the site, by the path of its source."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    stem = "index" if name == "README" else name
    if as_folders:
        return posixpath.join(folder, "" if stem == "index" else stem) or "."
    return posixpath.join(folder, f"{stem}.html")


def context_of(md: Markdown) -> Context | None:
    """What Zensical tells a Markdown instance; nothing under other hosts. It is no public interface of Zensical's."""
    told: object = md.preprocessors[_CONTEXT] if _CONTEXT in md.preprocessors else None  # noqa: SIM401 it is no mapping
    path, config = getattr(getattr(told, "page", None), "path", None), getattr(told, "config", None)
    if isinstance(path, str) and isinstance(config, Mapping) and isinstance(config.get("root_dir"), str):
        return Context(path, config)
    if "zensical.markdown.render" in sys.modules:
        _say_once("this release of Zensical does not tell which page it renders: each page is a backlog of its own")
    return None


def site_of(context: Context) -> ZensicalSite:
    """The site that a page belongs to, the same one for all of its pages."""
    if context.root not in _SITES:
        strict = _asked().strict or bool(context.config.get("strict"))
        _SITES[context.root] = ZensicalSite(_arguments()[:1] == ["serve"], strict)
    return _SITES[context.root]


def _asked() -> Namespace:
    """What Zensical was started with, which it does not tell: the options of its command, also several as one."""
    parser = ArgumentParser("zensical", add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("-f", "--config-file", type=Path)
    parser.add_argument("-a", "--dev-addr")
    for flag in (("-s", "--strict"), ("-c", "--clean"), ("-o", "--open")):
        parser.add_argument(*flag, action="store_true")
    try:
        return parser.parse_known_args(_arguments())[0]
    except ArgumentError:
        return parser.parse_args([])


def _arguments() -> list[str]:
    """The arguments of `zensical` or `python -m zensical`; none in any other program, whose own mean something else."""
    program = Path(*sys.argv[:1])
    named = program.parent if program.name == "__main__.py" else program
    return sys.argv[1:] if named.stem.lower() in ("zensical", "zensical-script") else []


_SITES: dict[Path, ZensicalSite] = {}
_SAID: set[str] = set()


def _say_once(words: str) -> None:
    if words not in _SAID:
        _SAID.add(words)
        log.warning("stories: %s", words)


_JUST_NOW = 0.1
"""Seconds: a round of many pages would look at every file for each of them."""
Stamps = dict[Path, tuple[int, int]]
"""When files were written, and how large they are."""


class ZensicalSite:
    """A site in this process: what was read of it last, and which pages were rendered since.

    Args:
        serving: Whether pages are served.
        strict: Whether warnings end a build.
        now: Tells the time, in seconds.
    """

    def __init__(
        self,
        serving: bool = False,  # noqa: FBT001, FBT002
        strict: bool = False,  # noqa: FBT001, FBT002
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.serving = serving
        self.failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        self.build: Build | None = None
        self.site: Site | None = None
        self.baseline = Baseline()
        self.memory = Memory()
        self.stamps: Stamps = {}
        self.looked = 0.0
        """When all files were last looked at."""
        self.rendered: set[str] = set()
        self.told: list[str] = []
        self.icon_style = ""
        self.templates: dict[str, str] = {}

    def rendering(self, context: Context) -> Rendering:
        """A page that is about to be rendered. Raises StoriesError where a build has to end."""
        if self.build is None or self._is_another_round(context):
            self._read(context)
        self.rendered.add(context.path)
        assert self.build is not None  # noqa: S101
        rendering = self.build.rendering(context.path, context.edit_url)
        return replace(rendering, place=partial(self._place, context, rendering.drawing))

    def _place(self, context: Context, drawing: Drawing, view: View, drawn: Element, _write: Write | None) -> None:
        """Keep a view out of the search, which finds stories at their cards; remember what the script begins with."""
        drawn.set("data-search-exclude", "")
        for link in drawn.iterfind(".//svg//a"):
            link.set("xlink:href", context.led(link.get("xlink:href", "")))
        if is_whole(drawn):
            self.templates[drawing.path] = template(index_of(view, drawing), ())

    def _is_another_round(self, context: Context) -> bool:
        """Whether sources have changed since they were read.

        Zensical does not tell where a round begins, and a round may be of a few pages. All files are looked at where a
        page comes again, where its file is another, and where the last look was a while ago.
        """
        if not self.serving:
            return False
        file = context.docs / context.path
        is_known = context.path not in self.rendered and _stamps([file]).get(file) == self.stamps.get(file)
        if is_known and self.now() < self.looked + _JUST_NOW:
            return False
        self.rendered.clear()
        self.looked = self.now()
        return self._stamps(context) != self.stamps

    def _stamps(self, context: Context) -> Stamps:
        try:
            pages = [context.docs / path for path in walk(context.docs)]
        except OSError:
            pages = []
        own = [context.root / name for name in _FILES]
        baseline = self.build.project.settings.baseline if self.build else ""
        return _stamps([*pages, *own, *([context.root / baseline] if baseline else [])])

    def _read(self, context: Context) -> None:
        """Read the whole site, and report what is wrong with it."""
        self.stamps = self._stamps(context)
        self.looked = self.now()
        self._configure(context)
        project = self._load(context)
        words = project.settings.words(context.language)
        self.build = Build(project, words, shown_root(context.docs), self.serving).of(project.sources)
        self._report(list(project.diagnostics), self.build)
        if not watches(context.config, context.root, context.docs):
            folder = context.config.get("docs_dir") or "docs"
            _say_once(
                f"add `watch: [{folder}]` to the configuration: "
                "without it Zensical keeps pages as they are when a story on another page changes"
            )
        for missing in _not_here(project.settings, context):
            _say_once(missing)

    def _configure(self, context: Context) -> None:
        """Take the options as they are now. Wrong ones change nothing while pages are served."""
        try:
            site = read_site(_config_file(context))
            baseline = read_baseline(site.baseline, site.folder) if site.baseline else Baseline()
            icon_style = style_of(find_icons(site.settings.vocabulary, context.docs, _themes()))
        except (SiteError, SettingsError, BaselineError, OSError) as error:
            self._fail(f"stories: {error}")
        else:
            self.site, self.baseline, self.icon_style = site, baseline, icon_style

    def _load(self, context: Context) -> Project:
        """The pages as they are now, or where they cannot be read, as they were."""
        self.memory.begin()
        site = self.site or Site(context.docs, Settings(), lambda _path: True)
        try:
            project = Project.load(site.folder, site.settings, site.wanted, self.memory)
        except OSError as error:
            self._fail(f"stories: {error}")
            return self.build.project if self.build else Project(())
        return replace(project, baseline=self.baseline)

    def finish(self, passage: Passage, html: str, context: Context) -> str:
        """A rendered page, with what the browser needs. Raises StoriesError where a build has to end."""
        rendering = passage.rendering
        if self.build:
            # A page that is rendered again begins again.
            shown = [cut.told for cut in passage.cuts if cut.start in passage.pasted]
            course = Course([cut.told for cut in passage.cuts], shown)
            found = self.build.misdrawn({context.path: course})
            self._report(list(found), self.build, everything=False)
        return complete(html, rendering.drawing, self.icon_style, self.templates.pop(context.path, ""))

    def _report(self, diagnostics: list[Diagnostic], build: Build, *, everything: bool = True) -> None:
        told = [build.told(one) for one in diagnostics if one.severity is not Severity.INFO]
        summary = build.summary(diagnostics) if everything else ""
        said = "\n\n".join(filter(None, (*told, summary)))
        if any(one.severity in self.failing for one in diagnostics):
            count = failure(diagnostics) or "warnings in a strict build"
            self._fail(f"{said}\n\nstories: {count}, listed above")
        elif said and (not everything or told != self.told):
            log.warning(said)
        if everything:
            self.told = told

    def _fail(self, words: str) -> None:
        if not self.serving:
            raise StoriesError(words)
        log.warning(words)


def _themes() -> list[str]:
    """Where Zensical keeps the icons of its theme."""
    modules = (sys.modules.get(name) for name in ("zensical", "zensical_ui"))
    files = (getattr(module, "__file__", None) for module in modules)
    return [str(Path(file).parent / "templates") for file in files if file]


def _config_file(context: Context) -> Path:
    """The file that Zensical was started with, or the one that it finds."""
    named: Path | None = _asked().config_file
    found = (context.root / name for name in _FILES)
    return named or next((file for file in found if file.is_file()), context.root / _FILES[0])


def _not_here(settings: Settings, context: Context) -> list[str]:
    """What the site asks for and Zensical cannot do."""
    said = []
    page = settings.backlog_page
    if page and not (context.docs / page).is_file():
        said.append(
            f"Zensical makes no pages: write `{page}` with an empty `backlog` block, as `mkdocs-stories init` does"
        )
    if settings.short_links:
        said.append("Zensical makes no pages: the option `short_links` has no effect")
    return said


def _stamps(files: list[Path]) -> Stamps:
    found = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = status.st_mtime_ns, status.st_size
    return found


class Complete(Postprocessor):
    """Bring what the browser needs into a page, after everything else."""

    def __init__(self, passage: Passage, site: ZensicalSite, context: Context) -> None:
        super().__init__(passage.md)
        self.passage = passage
        self.site = site
        self.context = context

    def run(self, text: str) -> str:
        """The whole page."""
        return self.site.finish(self.passage, text, self.context)
