"""Pages, and what is wrong with them, as bytes and back.

The form is that of `pickle`, but what comes out of it is made of a few classes of this package alone: no file can name
anything else, whoever wrote it. Sources and rulings are left out, since whoever unpacks has them.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, NoReturn

from .checker import Contents, Outcome, Verdict
from .criteria import Criterion, Step
from .diagnostics import Diagnostic, Edit, Finding, Related, Severity
from .link_kinds import LINK_KINDS, LinkKind
from .model import Allowance, Condition, Entry, Field, Headline, Link, Page, SortKey, Story, Value, View
from .settings import Ruling
from .story_types import StoryType
from .strays import Gap, Lookalike, Stray
from .text import Anchor, Elsewhere, Phrase, Source, Span

Made = tuple[Callable[..., Any], tuple[Any, ...]]
"""What makes a value anew, and what of."""


class PackingError(ValueError):
    """Bytes that hold nothing of ours, or what there is no source or ruling for."""


class Packer:
    """Packs values one after the other: tuples of pages, verdicts, diagnostics, headlines, texts and numbers.

    One for many values takes less time than one for each.
    """

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._pickler = pickle.Pickler(self._file, protocol=5)
        self._pickler.dispatch_table = _APART

    def pack(self, value: object) -> bytes:
        """A value as bytes."""
        self._file.seek(0)
        self._file.truncate()
        self._pickler.clear_memo()
        self._pickler.dump(value)
        return self._file.getvalue()


def unpack(packed: bytes, sources: Mapping[str, Source], rulings: Mapping[str, Ruling]) -> Any:
    """What was packed, with sources by their paths, and rulings by the codes of their rules.

    Raises PackingError where it cannot be read, or needs a source or a ruling that is not there.
    """
    try:
        return _Unpacker(packed, sources, rulings).load()
    except Exception as error:  # damaged bytes may make it try anything
        raise PackingError(f"{type(error).__name__}: {error}") from None


def _whole(of: type) -> Callable[[Any], Made]:
    """How to take apart a value whose class takes its fields in their order."""
    if issubclass(of, tuple):
        return lambda value: (of, value[:])
    get = _fields_of(of)
    return lambda value: (of, get(value))


def _fields_of(of: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(one.name for one in fields(of)))


def _story(
    phrases: tuple[tuple[Any, ...] | None, ...], links: tuple[Any, ...], acceptance: tuple[Any, ...], *told: Any
) -> Story:
    phrase = Phrase._make
    by_name: dict[str, Any] = dict(zip(_OTHERS, told, strict=True))
    by_name |= {name: phrase(one) for name, one in zip(_PHRASES, phrases, strict=True) if one}
    return Story(
        links=tuple([Link(_LINK_KINDS[kind], phrase(target)) for kind, target in links]),
        acceptance=tuple([Criterion(phrase(words), *marks) for words, *marks in acceptance]),
        **by_name,
    )


def _view(*told: Any) -> View:
    return View(**dict(zip(_VIEW, told, strict=True)))


_VIEW = tuple(one.name for one in fields(View))
_PHRASES = tuple(one.name for one in fields(Story) if one.type in ("Phrase", "Phrase | None"))
_OTHERS = tuple(one.name for one in fields(Story) if one.name not in (*_PHRASES, "links", "acceptance"))


def _words(*told: Any) -> Phrase:
    return Phrase._make(told)


def _link_kind(name: str) -> LinkKind:
    return _LINK_KINDS[name]


_LINK_KINDS = {kind.name: kind for kind in LINK_KINDS}


def _source(path: str) -> NoReturn:
    """Stands for a source in packed bytes."""
    raise NotImplementedError(path)


def _ruling(code: str) -> NoReturn:
    """Stands for a ruling in packed bytes."""
    raise NotImplementedError(code)


_WHOLE = (
    *(Allowance, Anchor, Condition, Contents, Criterion, Diagnostic, Edit, Elsewhere, Entry, Field, Finding),
    *(Headline, Link, Lookalike, Outcome, Page, Related, SortKey, Span, Step, Stray, Verdict),
)
_OF_VIEW = _fields_of(View)
_phrases_of, _others_of = attrgetter(*_PHRASES), attrgetter(*_OTHERS)


def _story_apart(story: Story) -> Made:
    """A story's phrases, links and criteria go as plain tuples: they are most of what there is, and half as slow so."""
    return _story, (
        tuple([phrase and phrase[:] for phrase in _phrases_of(story)]),
        tuple([(link.kind.name, link.target[:]) for link in story.links]),
        tuple([(one.phrase[:], *one[1:]) for one in story.acceptance]),
        *_others_of(story),
    )


_APART: Mapping[type, Callable[[Any], Made]] = {
    **{of: _whole(of) for of in _WHOLE},
    Phrase: lambda phrase: (_words, phrase[:]),
    Story: _story_apart,
    View: lambda view: (_view, _OF_VIEW(view)),
    LinkKind: lambda kind: (_link_kind, (kind.name,)),
    Source: lambda source: (_source, (source.path,)),
    Ruling: lambda ruling: (_ruling, (ruling.rule.code,)),
}
"""How to take values apart, by their classes."""


class _Unpacker(pickle.Unpickler):
    def __init__(self, packed: bytes, sources: Mapping[str, Source], rulings: Mapping[str, Ruling]) -> None:
        super().__init__(io.BytesIO(packed))
        self.given = {_source.__name__: sources.__getitem__, _ruling.__name__: rulings.__getitem__}

    def find_class(self, module: str, name: str) -> Any:
        return self.given.get(name) or _KNOWN[module, name]


_KNOWN = {
    (one.__module__, one.__name__): one
    for one in (*_WHOLE, Gap, Severity, StoryType, Value, _story, _view, _words, _link_kind)
}
