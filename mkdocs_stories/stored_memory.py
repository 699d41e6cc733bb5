"""The memory of a command: it is in the cache from one run to the next.

Two files belong to a docs folder and its settings: what is known of the pages, and the last outcome. Where nothing has
changed, the outcome is all that is read.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

import yaml

from .cache import Cache
from .checker import Outcome
from .memory import Memory, Reading
from .packing import Packer, PackingError, unpack
from .rule import Rule
from .text import DIGEST, Source

_LENGTH = 4
"""The bytes that tell how long a reading is."""

log = logging.getLogger(__name__)


class StoredMemory(Memory):
    """What is known of a docs folder by a cache. Nothing is written before `save`."""

    def __init__(self, cache: Cache, folder: Path) -> None:
        super().__init__()
        self._cache = cache
        self._folder = folder.resolve()
        self._packed: Mapping[bytes, bytes] | None = None
        self._stored_key = b""

    def save(self) -> None:
        """Write what this run has found out, if anything."""
        packer = Packer()
        readings = {key: self._readings[key] for key in sorted(self._asked)}
        if any(reading.is_new for reading in readings.values()):
            records = ((key, one.pack(packer)) for key, one in readings.items())
            self._cache.write(self._file("pages"), (part for one in records for part in _as_record(*one)))
        if self._outcome and self._outcome_key != self._stored_key:
            self._cache.write(self._file("outcome"), (self._outcome_key, packer.pack(self._outcome)))
            self._stored_key = self._outcome_key

    def _forget(self) -> None:
        super()._forget()
        self._packed = None
        self._stored_key = b""

    def _recall(self, key: bytes, source: Source) -> Reading | None:
        if self._packed is None:
            self._packed = self._pages()
        packed = self._packed.get(key)
        try:
            return Reading.unpack(packed, source, self._settings) if packed else None
        except PackingError as error:
            log.debug("%s: not taken from the cache: %s", source.path, error)
            return None

    def _pages(self) -> Mapping[bytes, bytes]:
        return dict(_records(self._cache.read(self._file("pages")) or b""))

    def _recall_outcome(self, key: bytes, sources: Iterable[Source]) -> Outcome | None:
        content = self._cache.read(self._file("outcome"))
        if content is None or content[:DIGEST] != key:
            return None
        try:
            outcome = unpack(content[DIGEST:], {one.path: one for one in sources}, {})
        except PackingError as error:
            log.debug("the outcome for %s is not taken from the cache: %s", self._folder, error)
            return None
        self._stored_key = key
        return outcome if isinstance(outcome, Outcome) else None

    def _file(self, kind: str) -> str:
        told = "\0".join((kind, str(self._folder), *_told(self._settings)))
        return f"{sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}-{kind}"


def _as_record(key: bytes, packed: bytes) -> tuple[bytes, bytes, bytes]:
    return key, len(packed).to_bytes(_LENGTH, "big"), packed


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The keys and the packed readings of a file, as far as it goes."""
    at = 0
    while at < len(content):
        key, at = content[at : at + DIGEST], at + DIGEST + _LENGTH
        end = at + int.from_bytes(content[at - _LENGTH : at], "big")
        yield key, content[at:end]
        at = end


def stamp() -> bytes:
    """What a reading depends on besides its source and settings: this program, Python and PyYAML.

    The files of this program are known by their sizes and times, as Python knows whether what it has compiled is fresh.
    """
    home = Path(__file__).parent
    files = ((path, path.stat()) for path in sorted(home.rglob("*.py")))
    own = (f"{path.relative_to(home)} {status.st_size} {status.st_mtime_ns}" for path, status in files)
    return "\n".join((sys.version, yaml.__version__, str(hasattr(yaml, "CSafeLoader")), *own)).encode()


def _told(value: object) -> Iterator[str]:
    """A value of settings in words: the same in every process, other words for another value.

    Raises TypeError for what settings never hold.
    """
    if isinstance(value, Rule):
        yield value.code
    elif isinstance(value, Enum):
        yield str(value)
    elif is_dataclass(value):
        yield type(value).__name__
        for field in fields(value):
            yield from _told(getattr(value, field.name))
        yield ";"
    elif isinstance(value, (tuple, list)):
        yield "("
        for one in value:
            yield from _told(one)
        yield ")"
    elif isinstance(value, frozenset):
        yield from sorted(" ".join(_told(one)) for one in value)
    elif isinstance(value, Mapping):
        for one in sorted(value):
            yield from (str(one), *_told(value[one]))
    elif value is None or isinstance(value, (str, int, float)):
        yield repr(value)
    else:
        raise TypeError(f"settings hold {value!r}, which has no words for the cache")
