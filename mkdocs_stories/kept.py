"""What was drawn in the build before: a host that serves pages draws anew only what would look different.

What is drawn of stories depends on them, on what they are linked to, and on what holds for the whole site. Stories of
pages that have not changed are the same objects in the next build (see `memory`): so they are known by their identity.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """Drawn things by what they show. One that a build has not asked for is forgotten with the next one."""

    def __init__(self) -> None:
        self._site: object = None
        self._before: dict[Hashable, tuple[Drawn, Sequence[object]]] = {}
        self._now: dict[Hashable, tuple[Drawn, Sequence[object]]] = {}

    def begin(self, site: object) -> None:
        """Begin a build. `site` is what holds for all that is drawn: where it differs, nothing is known from before."""
        self._before = self._now if site == self._site else {}
        self._now = {}
        self._site = site

    def recall(self, key: Hashable, shown: Sequence[object]) -> Drawn | None:
        """What was kept by a key, if it showed the same objects."""
        key = key, tuple(map(id, shown))
        found = self._now.get(key) or self._before.get(key)
        if found is None:
            return None
        self._now[key] = found
        return found[0]

    def keep(self, key: Hashable, shown: Sequence[object], drawn: Drawn) -> None:
        """Keep what was drawn. The objects it shows live as long, so that no other one gets their identity."""
        self._now[key, tuple(map(id, shown))] = drawn, shown
