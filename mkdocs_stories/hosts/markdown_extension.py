"""Python-Markdown: the extension `stories`, which puts the processors of this package in their places."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown

from ..backlog import Backlog
from ..drawing import Drawing
from ..project import Project
from ..reader import read_page
from ..settings import Settings
from ..text import Source
from .build import Build
from .held_parts import GiveBack, PlaceViews
from .links import LinkDrawings, MendLinks, ReadReferences
from .passage import CutBlocks, Passage, PasteCards, Rendering
from .zensical import Complete, context_of, site_of

__all__ = ["Rendering", "StoriesExtension", "makeExtension"]


class StoriesExtension(Extension):
    """The extension `stories`.

    A host that knows the whole backlog gives `rendering`, which tells of the page that a Markdown instance renders.
    Zensical is known by what it tells. Elsewhere the page is its own backlog, or stands in one: `docs_dir` is the
    folder of all pages, and `page` the path of this one in it. All other options are those of the plugin.
    """

    def __init__(
        self,
        rendering: Callable[[Markdown], Rendering] | None = None,
        docs_dir: str | PathLike[str] = "",
        page: str = "",
        **options: Any,
    ) -> None:
        super().__init__()
        self.rendering = rendering
        self.docs_dir = docs_dir
        self.page = page
        self.options = options

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register with a Markdown instance.

        Raises SettingsError where an option is wrong, and OSError where the docs folder cannot be read.
        """
        passage = Passage(md, self._told_by(md))
        # After snippets (32) have brought in their text, before anything reads fences (31.1 and below).
        md.preprocessors.register(CutBlocks(passage), "stories", 31.5)
        md.preprocessors.register(ReadReferences(passage), "stories-references", 31.4)
        # Before footnotes (50), inline Markdown (20), the table of contents (5) and relative links (0).
        md.treeprocessors.register(PasteCards(passage), "stories", 60)
        md.treeprocessors.register(PasteCards(passage, "footnote"), "stories-footnotes", 49)
        md.treeprocessors.register(MendLinks(passage), "stories-links", 1)
        # After relative links (0).
        md.treeprocessors.register(LinkDrawings(passage), "stories-drawings", -10)
        # After everything that changes elements.
        md.treeprocessors.register(PlaceViews(passage), "stories-views", -1000)
        # After raw HTML is put back (30).
        md.postprocessors.register(GiveBack(passage), "stories", 25)
        context = None if self.rendering else context_of(md)
        if context:
            md.postprocessors.register(Complete(passage, site_of(context), context), "stories-assets", -10)
        md.registerExtension(self)
        self.passage = passage

    def reset(self) -> None:
        """Forget the page before, where one Markdown instance renders several."""
        self.passage.forget()

    def _told_by(self, md: Markdown) -> Callable[[Markdown, str], Rendering]:
        """What tells the page that a Markdown instance renders, by the text that the page has."""
        if rendering := self.rendering:
            return lambda md, _text: rendering(md)
        if context := context_of(md):
            return lambda _md, _text: site_of(context).rendering(context)
        settings = Settings.from_mapping(self.options)
        if not self.docs_dir:
            return lambda _md, text: _alone(text, settings)
        project = Project.load(Path(self.docs_dir), settings)
        return lambda _md, text: _beside(project, Source(self.page, text))


def _alone(text: str, settings: Settings) -> Rendering:
    """A page that is its own backlog."""
    page = read_page(Source("", text), settings.vocabulary)
    backlog = Backlog((page,), settings.vocabulary)
    drawing = Drawing(backlog, "", issue_url=settings.issue_url, words=settings.words(), card=settings.card)
    return Rendering(drawing, settings, page, front_matter=True)


def _beside(project: Project, source: Source) -> Rendering:
    """A page among those of a docs folder, with the text that it has now."""
    sources = project.with_source(source).sources if source.path else project.sources
    build = Build(project, project.settings.words()).of(sources)
    return build.rendering(source.path, front_matter=True)


def makeExtension(**options: Any) -> StoriesExtension:  # noqa: N802
    """Make the extension; Python-Markdown calls this for `extensions=["mkdocs_stories.hosts.markdown_extension"]`."""
    return StoriesExtension(**options)
