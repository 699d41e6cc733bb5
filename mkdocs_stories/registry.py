"""The one idiom behind rules, views and reports: what a module defines is found by its type, and by its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from .vocabulary import nearest, normal


class Named(Protocol):
    """What can be registered."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names it is found by, its own first."""


Member = TypeVar("Member", bound=Named)


@dataclass(frozen=True)
class Registry(Generic[Member]):
    """Members of one sort, in the order of their definition."""

    members: tuple[Member, ...]

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)

    def find(self, name: str) -> Member | None:
        """The member of that name; case does not matter, nor do spaces for hyphens."""
        wanted = normal(name)
        return next((one for one in self.members if wanted in map(normal, one.names)), None)

    def nearest(self, name: str) -> str | None:
        """The name that was probably meant."""
        return nearest(name, self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The own name of each member."""
        return tuple(one.names[0] for one in self.members)


def collect(sort: type[Member], *modules: ModuleType) -> Registry[Member]:
    """Everything of a sort that the modules define.

    Raises ValueError where two members have a name in common.
    """
    members = tuple(one for module in modules for one in vars(module).values() if isinstance(one, sort))
    taken = [normal(name) for one in members for name in one.names]
    if twice := {name for name in taken if taken.count(name) > 1}:
        raise ValueError(f"defined more than once: {', '.join(sorted(twice))}")
    return Registry(members)
