"""What the values of options may be: texts, flags and names; and what to say of those that are wrong."""

from __future__ import annotations

from collections.abc import Iterable

from .text import visible
from .vocabulary import nearest, normal


class SettingsError(ValueError):
    """An option that is wrong: its name, and what is allowed. Shown to the user on one line."""

    def __init__(self, option: str, message: str) -> None:
        self.option = visible(" ".join(option.split()))
        self.message = visible(" ".join(message.split()))
        super().__init__(f"option `{self.option}`: {self.message}")


def listed(names: Iterable[str]) -> str:
    """Names as a message lists them."""
    return ", ".join(f"`{name}`" for name in names)


def read_text(option: str, value: object) -> str:
    """A text that is not empty; a number is one as well. Raises SettingsError, as all that read here do."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool) or not str(value).strip():
        raise SettingsError(option, f"needs a text, not {shown(value)}")
    return str(value).strip()


def shown(value: object) -> str:
    """A wrong value as a message shows it."""
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:60]}…"


def read_flag(option: str, value: object) -> bool:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise SettingsError(option, f"needs `true` or `false`, not {shown(value)}")
    return value


def read_names(option: str, value: object) -> tuple[str, ...]:
    """A list of names, each there once."""
    if not isinstance(value, list) or not value:
        raise SettingsError(option, f"needs a list of names, not {shown(value)}")
    names = tuple(read_text(option, name) for name in value)
    refuse_doubles(option, names)
    return names


def refuse_doubles(option: str, names: tuple[str, ...]) -> None:
    """Raise SettingsError where two names are the same."""
    taken = [normal(name) for name in names]
    for name in names:
        if taken.count(normal(name)) > 1:
            raise SettingsError(option, f"`{name}` is there twice; case, spaces and hyphens make no difference")


def meant(name: object, candidates: Iterable[str]) -> str:
    """What a message of an unknown name ends with: the nearest right one, or all there are."""
    there = tuple(candidates)
    near = nearest(str(name), there)
    return f"did you mean `{near}`?" if near else f"there are {listed(there)}"
