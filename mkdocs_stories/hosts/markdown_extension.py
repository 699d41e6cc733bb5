"""Python-Markdown: the extension `stories`, which puts the processors of this package in their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown import Extension, Markdown

from ..backlog import Backlog
from ..drawing import Drawing
from ..reader import read_page
from ..settings import Settings
from ..text import Source
from .links import FULL, SHORT, LinkDrawings, MendLinks, Reference
from .passage import CutBlocks, GiveBack, Passage, PasteCards, PlaceViews, PutBack, Rendering

__all__ = ["Rendering", "StoriesExtension", "makeExtension"]


class StoriesExtension(Extension):
    """The extension `stories`.

    A host that knows the whole backlog gives `rendering`, which tells of the page that a Markdown instance renders.
    Without it the page is its own backlog; the options are then those of the plugin, given to the extension.
    """

    def __init__(self, rendering: Callable[[Markdown], Rendering] | None = None, **options: Any) -> None:
        super().__init__()
        self.rendering = rendering
        self.settings = Settings.from_mapping(options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register with a Markdown instance."""
        passage = Passage(md, self._tell)
        # After snippets (32) have brought in their text, before anything reads fences (31.1 and below).
        md.preprocessors.register(CutBlocks(passage), "stories", 31.5)
        # Before footnotes (50), inline Markdown (20), the table of contents (5) and relative links (0).
        md.treeprocessors.register(PasteCards(passage), "stories", 60)
        md.treeprocessors.register(PasteCards(passage, "footnote"), "stories-footnotes", 49)
        # Right after inline Markdown (20).
        md.treeprocessors.register(PutBack(passage), "stories-aside", 19.5)
        md.treeprocessors.register(MendLinks(passage), "stories-links", 1)
        # After relative links (0).
        md.treeprocessors.register(LinkDrawings(passage), "stories-drawings", -10)
        # After everything that changes elements.
        md.treeprocessors.register(PlaceViews(passage), "stories-views", -1000)
        # After raw HTML is put back (30).
        md.postprocessors.register(GiveBack(passage), "stories", 25)
        # Before references of the page (170) and of autorefs (168); the short form after everything that is a link.
        md.inlinePatterns.register(Reference(FULL, passage), "stories-reference", 172)
        md.inlinePatterns.register(Reference(SHORT, passage), "stories-short-reference", 125)
        md.registerExtension(self)
        self.passage = passage

    def reset(self) -> None:
        """Forget the page before, where one Markdown instance renders several."""
        self.passage.forget()

    def _tell(self, md: Markdown, text: str) -> Rendering:
        return self.rendering(md) if self.rendering else _alone(text, self.settings)


def _alone(text: str, settings: Settings) -> Rendering:
    """A page that is its own backlog."""
    page = read_page(Source("", text), settings.language)
    drawing = Drawing(Backlog((page,), settings.language), "", issue_url=settings.issue_url, words=settings.words())
    return Rendering(drawing, settings, page, front_matter=True)


def makeExtension(**options: Any) -> StoriesExtension:  # noqa: N802
    """Make the extension; Python-Markdown calls this for `extensions=["mkdocs_stories.hosts.markdown_extension"]`."""
    return StoriesExtension(**options)
