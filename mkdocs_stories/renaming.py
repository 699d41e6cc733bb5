"""Another id for a story, everywhere: where it is given, and wherever links, words, views and addresses name it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from .backlog import Backlog
from .diagnostics import Edit
from .edits import OverlapError, apply
from .link_kinds import PART_OF
from .model import Page, Story, Value, View
from .project import Project
from .references import link_targets
from .settings import Settings
from .syntax import scan, without_code
from .text import Phrase, Source
from .vocabulary import normal

_PLAIN_ANCHOR = re.compile(r"[^\s()<>%\"']+")


class RenameError(ValueError):
    """Why an id cannot be renamed. Shown to the user on one line."""


@dataclass(frozen=True)
class Renamed:
    """The pages that a new id changes, as they were and as they are to be, and how many places that are.

    `joined` counts what named the new id before, though no story had it.
    """

    changes: tuple[tuple[Source, Source], ...]
    places: int
    joined: int = 0


def rename(project: Project, old: str, new: str) -> Renamed:
    """Give a story another id.

    Raises RenameError where there is no such story or are several, where the new id is taken or is none, and where a
    place cannot be written.
    """
    backlog = project.backlog
    story = _renamable(backlog, old, new)
    changes, places = [], 0
    for page in backlog.pages:
        named = dict.fromkeys((*_ids(page, old, new, backlog), *_addresses(page, story, new, project.settings)))
        if not named:
            continue
        if page.source.flaws:
            raise RenameError(f"{page.source.path} names {old}, and holds bytes that are not UTF-8 text")
        edits = [_edit(page.source, phrase, words) for phrase, words in named]
        try:
            changes.append((page.source, apply(page.source, edits)))
        except OverlapError as error:
            raise RenameError(str(error)) from None
        places += len(edits)
    renamed = Renamed(tuple(changes), places, _named(backlog)[new])
    _verify(project, renamed, old, new)
    return renamed


def _renamable(backlog: Backlog, old: str, new: str) -> Story:
    """The story of the old id."""
    if old == new:
        raise RenameError(f"both ids are `{old}`")
    story = backlog.find(old)
    if story is None:
        near = backlog.nearest_id(old)
        raise RenameError(f"there is no story `{old}`" + (f"; did you mean `{near}`?" if near else ""))
    if sum(one.id is not None and one.id.text == old for one in backlog.stories) > 1:
        raise RenameError(f"there are several stories `{old}`; give them different ids by hand first")
    if not backlog.vocabulary.is_id(new):
        raise RenameError(f"`{new}` is no id: it does not match `{backlog.vocabulary.id_pattern}`")
    taken = backlog.first_at(replace(story, id=Phrase(new, story.head.span)).anchor)
    if taken is not None and taken is not story:
        raise RenameError(f"the id `{taken.name}` is taken, in {taken.source.path}:{taken.span.line}")
    return story


def _ids(page: Page, old: str, new: str, backlog: Backlog) -> Iterator[tuple[Phrase, str]]:
    """Where a page gives an id or refers to it, each with the words to write instead; case does not matter in views."""
    given = (story.id for story in page.stories if story.id)
    linked = (link.target for story in page.stories for link in story.links)
    yield from ((name, new) for name in (*given, *linked, *page.references) if name.text == old)
    asked = (value for view in page.views for value in _asked(view, backlog) if normal(value.text) == normal(old))
    yield from ((value, _in_case_of(value.text, new)) for value in asked)


def _in_case_of(typed: str, new: str) -> str:
    return new.lower() if typed.islower() else new


def _asked(view: View, backlog: Backlog) -> Iterator[Phrase]:
    """The ids that a view asks for: of stories, of those that they refer to, or of the one that it looks around."""
    if view.of:
        yield view.of
    for condition in (*view.where, *view.without):
        field = backlog.vocabulary.field_of_any(condition.field.text)
        if field and (field.attribute == "id" or field.value is Value.IDS):
            yield from condition.values


def _addresses(page: Page, story: Story, new: str, settings: Settings) -> Iterator[tuple[Phrase, str]]:
    """Where the addresses of ordinary links of a page name the story, each with the words to write instead.

    That is the anchor of its card, its short link, or a parameter of the backlog's page.
    """
    if "](" not in page.source.text and "]:" not in page.source.text:
        return
    told = (words for one in page.stories for words in one.words)
    for words in (*scan(page.source).prose, *told):
        for target in link_targets(words._replace(text=without_code(words.text))):
            if parts := _INNER.match(target.text):
                yield from _anchors(target, parts, page, story, new)
                yield from _parameters(target, parts, story, new)
                yield from _short_links(target, parts, story, new) if settings.short_links else ()


_INNER = re.compile(r"(?![A-Za-z][\w+.-]*:|//)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?")
"""An address without a scheme, such as one inside the site has."""
_PARAMETER = re.compile(rf"(?:^|&(?:amp;)?)(?:{PART_OF.name}|compare)=([^&]+)")
_SHORT_LINK = re.compile(r"(?:.*/)?stories/([^/]+)(?:/(?:index\.html)?)?$")


def _anchors(target: Phrase, parts: re.Match[str], page: Page, story: Story, new: str) -> Iterator[tuple[Phrase, str]]:
    anchor = replace(story, id=Phrase(new, story.head.span)).anchor
    if anchor == story.anchor or unquote(parts["fragment"] or "") != story.anchor:
        return
    if _leads_to(parts["path"], page.source.path, story.source.path):
        yield target.cut(*parts.span("fragment")), anchor if _PLAIN_ANCHOR.fullmatch(anchor) else quote(anchor)


def _parameters(target: Phrase, parts: re.Match[str], story: Story, new: str) -> Iterator[tuple[Phrase, str]]:
    """Where an address asks the backlog's page for the story, or for what belongs to it; case does not matter there."""
    for found in _PARAMETER.finditer(parts["query"] or ""):
        if normal(unquote(found[1])) == normal(story.name):
            start, end = (parts.start("query") + at for at in found.span(1))
            yield target.cut(start, end), quote(_in_case_of(found[1], new))


def _short_links(target: Phrase, parts: re.Match[str], story: Story, new: str) -> Iterator[tuple[Phrase, str]]:
    found = _SHORT_LINK.match(parts["path"])
    if found and unquote(found[1]) == story.name:
        yield target.cut(*found.span(1)), quote(new)


def _leads_to(address: str, page: str, wanted: str) -> bool:
    """Whether a relative address on a page is that of the page that is wanted."""
    if not address:
        return page == wanted
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address))) == wanted


def _edit(source: Source, phrase: Phrase, words: str) -> Edit:
    if source.slice(phrase.span) != phrase.text:
        place = f"{source.path}:{phrase.span.line}"
        raise RenameError(f"{place}: `{phrase}` is written with escapes, or over two lines; write it plainly first")
    return Edit(phrase.span, words)


def _verify(project: Project, renamed: Renamed, old: str, new: str) -> None:
    """Read the pages anew: everything that named the old id has to name the new one."""
    written = {source.path: source for _, source in renamed.changes}
    sources = tuple(written.get(source.path, source) for source in project.sources)
    before, after = _named(project.backlog), _named(replace(project, sources=sources).backlog)
    before[new] += before.pop(old)
    if before != after:
        raise RenameError(f"`{new}` cannot be written in all the places of `{old}`")


def _named(backlog: Backlog) -> Counter[str]:
    """How often each id is given or referred to."""
    given = (story.id.text for story in backlog.stories if story.id)
    linked = (link.target.text for story in backlog.stories for link in story.links)
    told = (target.text for page in backlog.pages for target in page.references)
    return Counter((*given, *linked, *told))
