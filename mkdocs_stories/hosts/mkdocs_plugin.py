"""MkDocs, and ProperDocs: collect the stories before the first page is drawn, report after the last one."""

from __future__ import annotations

import gc
import posixpath
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from markdown import Markdown
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.theme import Theme

try:
    from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
except ImportError:  # where MkDocs was there before, nothing asked for its version
    raise ConfigurationError("stories: needs MkDocs 1.6: pip install --upgrade 'mkdocs>=1.6,<2'") from None

from ..backlog_page import index_of, is_whole
from ..backlog_page.preview import preview_files
from ..baseline import Baseline, BaselineError
from ..diagnostics import Diagnostic, Severity
from ..drawing import Drawing
from ..icons import style_of
from ..kept import Kept
from ..markup import Element, Written
from ..memory import Memory
from ..model import View
from ..project import Project, read_baseline, shown_root
from ..query import select
from ..settings import Settings, SettingsError
from ..text import Source
from .build import Build, failure, whole_backlog
from .delivery import (
    BACKLOG_PAGE,
    Delivered,
    Delivery,
    hide_style,
    lean_search,
    lists_stories,
    page_at,
    short_links,
    show_style,
)
from .icon_files import find_icons
from .markdown_extension import StoriesExtension
from .passage import Course, Rendering, Write
from .site_options import with_origin

log = get_plugin_logger("stories")


class NoOptions(Config):
    """What MkDocs itself validates: nothing, since `Settings` does it for every host."""


class StoriesPlugin(BasePlugin[NoOptions]):
    """The plugin `stories`."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.serving = False
        # While pages are served, this object lives from build to build: so what has not changed is not read again.
        self.memory = Memory()
        self.kept_parts: Kept[Written] = Kept()
        self.kept_views: Kept[tuple[Element, ...]] = Kept()
        self.kept_previews: Kept[Sequence[str]] = Kept()
        self.kept_sought: Kept[str] = Kept()
        self.delivered: dict[str, Delivered] = {}
        """Of the page of each whole backlog, what was delivered with it when it was drawn last."""

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Read the options; return what is wrong with them, as MkDocs reports it."""
        super().load_config({}, config_file_path)
        try:
            self.settings = Settings.from_mapping(options)
        except SettingsError as error:
            return [(error.option, ValueError(error.message))], []
        return [], []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether pages are served: then nothing may end the server."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the Markdown extension and the style sheet; forget the build before."""
        gc.unfreeze()
        if sum(isinstance(one, StoriesPlugin) for one in config.plugins.values()) > 1:
            raise PluginError("stories: the plugin is in the configuration twice; name it once")
        baseline = self._read_baseline(config)
        self.memory.begin()
        project = Project((), self.settings, baseline, self.memory)
        self.build = Build(project, root=shown_root(Path(config.docs_dir)), serving=self.serving)
        self.current: SitePage | None = None
        self.icon_style = self._icon_style(config)
        config.markdown_extensions.append(StoriesExtension(self._rendering))  # type: ignore[arg-type]
        show_style(config)
        return config

    def _icon_style(self, config: MkDocsConfig) -> str:
        """What the style sheet of this site needs to draw its icons."""
        try:
            return style_of(find_icons(self.settings.vocabulary, Path(config.docs_dir), config.theme.dirs))
        except SettingsError as error:
            raise PluginError(f"stories: {error}") from None

    def _read_baseline(self, config: MkDocsConfig) -> Baseline:
        """What the site's configuration excuses, and the places to point to in it."""
        if not config.config_file_path:
            return Baseline()
        config_file, folder = Path(config.config_file_path), Path(config.docs_dir)
        self.settings = with_origin(self.settings, config_file, folder)
        if not self.settings.baseline:
            return Baseline()
        file = config_file.parent / self.settings.baseline
        config.watch.append(str(file))
        try:
            return read_baseline(file, folder)
        except BaselineError as error:
            raise PluginError(f"stories: {error}") from None

    @event_priority(-200)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Make the backlog page where the docs do not have it."""
        # Where a site is built once for each language, only now the theme has that of this build.
        self.build = replace(self.build, words=self.settings.words(_language_of(config.theme)))
        path = self.settings.backlog_page
        if not path or files.get_file_from_path(path):
            return files
        made = File.generated(config, path, content=BACKLOG_PAGE.format(title=self.build.words.backlog))
        if other := page_at(made.dest_uri, files):
            log.warning(
                f"the page `{path}` is not made, since `{other.src_uri}` is in its place; "
                "name another page with the option `backlog`, or write a `backlog` block on that one"
            )
            return files
        files.append(made)
        self.build = replace(self.build, made=frozenset({path}))
        return files

    @event_priority(-200)
    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Read all stories, once every other plugin has said which pages there are."""
        # Drafts are pages while serving only.
        inclusion = InclusionLevel.is_in_serve if self.serving else InclusionLevel.is_included
        found = sorted(files.documentation_pages(inclusion=inclusion), key=lambda file: file.src_uri)
        self.build = self.build.of(Source.decode(file.src_uri, file.content_bytes) for file in found)
        for path in self.build.made - {file.src_uri for file in found}:
            log.warning(
                f"the page `{path}` is left out of the site by `exclude_docs` or `draft_docs`; "
                "take it out of these, or leave out the option `backlog`"
            )
        # The stories stay to the end. Python's collector of cycles would go through them again and again.
        gc.freeze()
        self.files = files
        folder, words = Path(config.site_dir), self.build.words
        sought = self.kept_sought if self.serving else None
        self.delivery = Delivery(folder, _home_of(config), words, self._preview_scripts, self.icon_style, sought)
        lean_search(config.plugins, self._let_search)
        if self.serving:
            places = tuple((file.src_uri, file.dest_uri) for file in files)
            named = [one for one in config.markdown_extensions if isinstance(one, str)]
            extensions = repr((named, config.mdx_configs))
            for kept in (self.kept_parts, self.kept_views, self.kept_previews, self.kept_sought):
                kept.begin((self.settings, words, self.build.root, places, extensions))
        backlog = self.build.project.backlog
        for page in backlog.pages:
            if view := whole_backlog(page):
                count = len(select(view, backlog))
                self.delivery.more_pages(page.source.path, count, config, files)
        return nav

    def on_page_read_source(self, page: SitePage, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Give MkDocs the text of a page that it could not read by itself."""
        read = self.build.project.backlog.page(page.file.src_uri)
        return read.source.text if read and read.source.flaws else None

    def on_page_markdown(self, markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Remember the page that is rendered next, and that it is rendered, whether or not a block is left on it."""
        self.current = page
        self.build.drawn.setdefault(page.file.src_uri, Course())

    @event_priority(200)
    def _on_page_context_first(self, context: Any, page: SitePage, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        """Bring what the browser needs."""
        self.delivery.complete(page)
        return context

    def _let_search(self, read: Callable[..., Any], context: Any, **told: Any) -> Any:
        # Not that of the delivery itself: where a site is built once for each language, each build has its own.
        return self.delivery.let_search(read, context, **told)

    @event_priority(-200)
    def _on_page_context_last(self, context: Any, page: SitePage, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        """Name the style sheet only where there are stories, once other plugins have said what they list there."""
        if not (self.delivery.has_stories or lists_stories(context)):
            hide_style(config)
        return context

    on_page_context = CombinedEvent(_on_page_context_first, _on_page_context_last)

    @event_priority(-200)
    def on_post_page(self, output: str, page: SitePage, config: MkDocsConfig) -> str:
        """Bring what the browser needs where another plugin has put stories on a page."""
        show_style(config)
        return self.delivery.finish(output, page.url)

    def on_pre_template(self, template: Any, template_name: str, config: MkDocsConfig) -> Any:  # noqa: ARG002
        """Leave the style sheet out of pages that are no documents, such as that for an address that is wrong."""
        hide_style(config)
        return template

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Name it again for the pages that follow."""
        show_style(config)
        return output_content

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:  # noqa: ARG002
        """Report everything that is wrong, after the last page was drawn and before the first is written."""
        diagnostics = self.build.diagnostics()
        for diagnostic in diagnostics:
            self._report(diagnostic)
        if summary := self.build.summary(diagnostics):
            log.info(summary)
        if (errors := failure(diagnostics)) and not self.serving:
            raise PluginError(f"stories: {errors}, listed above")
        return env

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the short links, but never over a page of the site."""
        folder = Path(config.site_dir)
        stories = self.build.project.backlog.stories if self.settings.short_links else ()
        spoken = _language_of(config.theme) or self.build.words.code  # a title is in the language of its page
        for path, html in short_links(stories, self.files, self.delivery.home, spoken):
            file = folder / path
            if not file.exists() and not file.parent.is_file():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(html, encoding="utf-8", newline="\n")

    def _report(self, diagnostic: Diagnostic) -> None:
        text = self.build.told(diagnostic)
        if diagnostic.severity is Severity.INFO:
            log.debug(text)
        elif diagnostic.severity is Severity.ERROR and not self.serving:
            log.error(text)
        else:
            log.warning(text)

    def _rendering(self, md: Markdown) -> Rendering:
        file = self.current.file if self.current else None
        is_part = "relpath" not in md.treeprocessors
        if not is_part:
            file = getattr(md.treeprocessors["relpath"], "file", file)
        path = file.src_uri if file else ""
        at_home = self.current is not None and self.current.file.src_uri == path
        edit_url = self.current.edit_url if self.current and at_home else None
        rendering = self.build.rendering(path, edit_url or "")
        if file is None or not at_home:
            return rendering
        drawing = rendering.drawing
        if self.serving:
            rendering = replace(rendering, drawing=replace(drawing, kept=self.kept_parts), kept=self.kept_views)
        address = cache(partial(_address, file, self.files))
        return replace(rendering, address=address, is_part=is_part, place=partial(self._place, drawing))

    def _preview_scripts(self) -> Sequence[str]:
        backlog, kept = self.build.project.backlog, self.kept_previews
        drawing = Drawing(backlog, "", words=self.build.words)
        return kept.recall(backlog.looks) or kept.keep(backlog.looks, preview_files(drawing))

    def _place(self, drawing: Drawing, view: View, drawn: Element, write: Write | None) -> None:
        if self.current is None:
            return
        path, whole = self.current.file.src_uri, is_whole(drawn)
        if write:
            index = index_of(view, drawing) if whole else None
            if delivered := self.delivery.place(drawn, write, self.current, index, self.files):
                self.delivered[path] = delivered
        elif whole:
            self.delivery.place_again(path, self.delivered[path])


def _address(here: File, files: Files, link: str) -> str | None:
    """What MkDocs makes of a link to a source; nothing of one that it is to report."""
    path, sign, rest = link.partition("#")
    if not path or ":" in path or path.startswith("/"):
        return link
    source = posixpath.normpath(posixpath.join(posixpath.dirname(here.src_uri), unquote(path)))
    target = files.get_file_from_path(source)
    return f"{target.url_relative_to(here)}{sign}{rest}" if target else None


def _home_of(config: MkDocsConfig) -> str:
    """The folder of the language that is built, where static-i18n builds the site once for each and it has one."""
    i18n = config.plugins.get("i18n")
    return "" if getattr(i18n, "is_default_language_build", True) else f"{getattr(i18n, 'current_language', '')}/"


def _language_of(theme: Theme) -> str:
    """The language of a theme: Material has an option for it, those of MkDocs have a locale."""
    named = theme.get("language")
    return named if isinstance(named, str) else str(theme.get("locale") or "")
