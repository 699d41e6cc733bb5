"""What is known of pages from before: how they read, what is wrong with each alone, and what came out of all of them.

A page is known by its path and its content, and forgotten with the settings that it was read under: so what is
remembered is what would be found again. A host that stays passes one `Memory` on from build to build; a command keeps a
`StoredMemory` from run to run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256

from .baseline import Baseline
from .checker import Outcome, Verdict, judge_alone
from .model import Page
from .packing import Packer, unpack
from .reader import read_page
from .settings import Settings
from .text import Source


class Reading:
    """A page as it was read, and what rules say of it alone, once that is asked for."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page = page
        self._settings = settings
        self._verdicts: tuple[Verdict, ...] | None = None
        self._packed: bytes | None = None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What rules say that look at nothing but the page."""
        if self._verdicts is None:
            self._verdicts = tuple(judge_alone(self.page, self._settings))
            self._packed = None
        return self._verdicts

    @property
    def is_new(self) -> bool:
        """Whether more is known than what was unpacked."""
        return self._packed is None

    def pack(self, packer: Packer) -> bytes:
        """The reading as bytes."""
        return self._packed or packer.pack((self.page, self._verdicts))

    @classmethod
    def unpack(cls, packed: bytes, source: Source, settings: Settings) -> Reading:
        """The reading of a source that was packed.

        Raises PackingError where the bytes are none.
        """
        page, verdicts = unpack(packed, {source.path: source}, settings.by_code)
        reading = cls(page, settings)
        reading._verdicts = verdicts
        reading._packed = packed
        return reading


class Memory:
    """What one process knows. A host that stays says when it begins to build anew."""

    def __init__(self) -> None:
        self._settings = Settings()
        self._readings: dict[bytes, Reading] = {}
        self._asked: set[bytes] = set()
        self._outcome_key = b""
        self._outcome: Outcome | None = None

    def begin(self) -> None:
        """Forget the pages that nobody has asked for since the last time."""
        self._readings = {key: reading for key, reading in self._readings.items() if key in self._asked}
        self._asked = set()

    def read(self, sources: Iterable[Source], settings: Settings) -> tuple[Reading, ...]:
        """The readings of some sources, in their order."""
        self._adopt(settings)
        return tuple(self._read(source) for source in sources)

    def outcome(
        self, sources: tuple[Source, ...], settings: Settings, baseline: Baseline, find: Callable[[], Outcome]
    ) -> Outcome:
        """What comes out of some sources: what came out of the same ones before, or else what `find` tells now."""
        self._adopt(settings)
        key = _key_of_all(sources, settings.origin, baseline)
        if self._outcome is None or self._outcome_key != key:
            at_hand = (*sources, baseline.source, *((settings.origin,) if settings.origin else ()))
            self._outcome = self._recall_outcome(key, at_hand) or find()
            self._outcome_key = key
        return self._outcome

    def _adopt(self, settings: Settings) -> None:
        """Forget what was found under other settings. Which file holds them makes no difference to a page."""
        bare = replace(settings, origin=None)
        if bare != self._settings:
            self._forget()
            self._settings = bare

    def _forget(self) -> None:
        self._readings = {}
        self._asked = set()
        self._outcome_key = b""
        self._outcome = None

    def _read(self, source: Source) -> Reading:
        key = source.digest
        reading = self._readings.get(key) or self._recall(key, source)
        if reading is None:
            reading = Reading(read_page(source, self._settings.vocabulary), self._settings)
        self._readings[key] = reading
        self._asked.add(key)
        return reading

    def save(self) -> None:
        """Keep what is known beyond this process. This memory does not."""

    def _recall(self, _key: bytes, _source: Source) -> Reading | None:
        """A reading from before this process."""
        return None

    def _recall_outcome(self, _key: bytes, _sources: Iterable[Source]) -> Outcome | None:
        """An outcome from before this process; `sources` are all that it may speak of."""
        return None


def _key_of_all(sources: Iterable[Source], origin: Source | None, baseline: Baseline) -> bytes:
    """What an outcome is known by: everything but the settings that it depends on."""
    keys = [*sorted(source.digest for source in sources), baseline.source.digest, origin.digest if origin else b""]
    return sha256(b"\0".join((*keys, repr(baseline.entries).encode()))).digest()
