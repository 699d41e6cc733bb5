"""What was drawn in the build before: a host that serves pages draws anew only what would look different."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """Drawn things by all that they show. One that a build has not asked for is forgotten with the next one."""

    def __init__(self) -> None:
        self._site: object = None
        self._before: dict[Hashable, Drawn] = {}
        self._now: dict[Hashable, Drawn] = {}

    def begin(self, site: object) -> None:
        """Begin a build. `site` is what holds for all that is drawn: where it differs, nothing is known from before."""
        self._before = self._now if site == self._site else {}
        self._now = {}
        self._site = site

    def recall(self, shown: Hashable) -> Drawn | None:
        """What was kept, if anything showed just that."""
        drawn = self._now.get(shown, self._before.get(shown))
        return None if drawn is None else self.keep(shown, drawn)

    def keep(self, shown: Hashable, drawn: Drawn) -> Drawn:
        """Keep what was drawn."""
        self._now[shown] = drawn
        return drawn
