"""Read the vocabulary that a site declares: its statuses, priorities and kinds, its fields, roles and components."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .icons import built_in_icons, is_path, is_sign
from .model import FIELDS, Field, Value
from .options import SettingsError, listed, meant, read_names, read_text, refuse_doubles, shown
from .plain_text import as_label
from .story_types import EVERY, StoryType
from .vocabulary import STATUSES, Actor, Stage, Status, Term, actor_key, normal


def read_statuses(option: str, value: object) -> tuple[Status, ...]:
    """A list of names, each alone, as `name: stage`, or with settings. The built-in ones have their stage."""
    usual = {normal(status.name): status.stage for status in STATUSES}
    statuses = []
    for name, told in _entries(option, value, "a name, or `name: stage`"):
        where = f"{option}.{name}"
        settings = _settings(where, told, ("stage", "label", "icon")) if isinstance(told, dict) else {}
        stage = usual.get(normal(name), Stage.OPEN)
        if "stage" in settings:
            stage = _stage(f"{where}.stage", settings["stage"])
        elif told is not None and not settings:
            stage = _stage(option, told)
        statuses.append(Status(name, stage, label=_label(where, settings), icon=_icon(where, settings)))
    refuse_doubles(option, tuple(status.name for status in statuses))
    return tuple(statuses)


def read_terms(option: str, value: object) -> tuple[Term, ...]:
    """A list of names, each alone or with settings."""
    terms = []
    for name, told in _entries(option, value, "a name"):
        where = f"{option}.{name}"
        settings = _settings(where, told or {}, ("label", "icon"))
        terms.append(Term(name, label=_label(where, settings), icon=_icon(where, settings)))
    refuse_doubles(option, tuple(term.name for term in terms))
    return tuple(terms)


def _entries(option: str, value: object, form: str) -> Iterator[tuple[str, object]]:
    """The names of a list, each with what is told of it: nothing, or the value of a mapping of one name."""
    if not isinstance(value, list) or not value:
        raise SettingsError(option, f"needs a list, each entry {form}, not {shown(value)}")
    for one in value:
        if isinstance(one, dict) and len(one) != 1:
            raise SettingsError(option, f"needs {form}, or `name:` with its settings indented below, not {shown(one)}")
        name, told = next(iter(one.items())) if isinstance(one, dict) else (one, None)
        yield read_text(option, name), told


def _settings(option: str, told: object, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(told, dict):
        raise SettingsError(option, f"needs a mapping with any of {listed(known)}, not {shown(told)}")
    for key in told:
        if key not in known:
            raise SettingsError(f"{option}.{key}", f"there is no such setting; {meant(key, known)}")
    return told


def _stage(option: str, value: object) -> Stage:
    try:
        return Stage(value)
    except ValueError:
        stages = listed(stage.value for stage in Stage)
        raise SettingsError(option, f"a stage is one of {stages}, not {shown(value)}") from None


def _label(option: str, settings: Mapping[str, Any]) -> str:
    return read_text(f"{option}.label", settings["label"]) if "label" in settings else ""


def _icon(option: str, settings: Mapping[str, Any]) -> str:
    """The name of an icon. Whether a file of the theme or the docs is there, the host knows."""
    if "icon" not in settings:
        return ""
    icon = read_text(f"{option}.icon", settings["icon"])
    if is_sign(icon) or is_path(icon) or icon in built_in_icons():
        return icon
    raise SettingsError(f"{option}.icon", f"there is no icon `{icon}`; {meant(icon, built_in_icons())}")


def read_actors(option: str, value: object) -> tuple[Actor, ...]:
    """Names with their descriptions, or a list of names. Those in the plural, or with an article, are the same."""
    if isinstance(value, dict) and value:
        told = tuple(value.items())
    elif isinstance(value, list) and value:
        told = tuple((name, None) for name in value)
    else:
        raise SettingsError(option, f"needs a mapping of names to descriptions, or a list of names, not {shown(value)}")
    actors = []
    taken: dict[str, str] = {}
    for typed, description in told:
        name = read_text(option, typed)
        said = "" if description is None else read_text(f"{option}.{name}", description)
        key = actor_key(name)
        if key in taken:
            same = f"`{name}` is the same as `{taken[key]}`; case, plural, hyphens and articles make no difference"
            raise SettingsError(option, same)
        taken[key] = name
        actors.append(Actor(name, said))
    return tuple(actors)


_FIELD_TYPES = {one.value: one for one in (Value.TEXT, Value.NUMBER, Value.DATE, Value.URL, Value.CHOICE, Value.LIST)}
_FIELD_KEYS = ("label", "type", "choices", "types", "required")


def read_fields(option: str, value: object) -> tuple[Field, ...]:
    """Fields of the site's own: a mapping of names to their settings."""
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of names to their settings, not {shown(value)}")
    fields = tuple(_field(f"{option}.{name}", name, told or {}) for name, told in value.items())
    refuse_doubles(option, tuple(field.name for field in fields))
    return fields


def _field(option: str, name: object, told: object) -> Field:
    if not isinstance(told, dict):
        raise SettingsError(option, f"needs a mapping with any of {listed(_FIELD_KEYS)}, not {shown(told)}")
    for key in told:
        if key not in _FIELD_KEYS:
            raise SettingsError(f"{option}.{key}", f"there is no such setting; {meant(key, _FIELD_KEYS)}")
    plain = normal(read_text(option, name))
    taken = {normal(one) for built_in in FIELDS for one in (built_in.name, *built_in.aliases)}
    if plain in (*taken, "type", "stage", "actor", "value per point", "trace"):
        raise SettingsError(option, f"`{name}` is the name of a built-in field; choose another one")
    choices = read_names(f"{option}.choices", told["choices"]) if "choices" in told else ()
    sort = told.get("type", "choice" if choices else "text")
    if not isinstance(sort, str) or sort not in _FIELD_TYPES:
        raise SettingsError(f"{option}.type", f"is one of {listed(_FIELD_TYPES)}, not {shown(sort)}")
    if (sort == "choice") != bool(choices):
        raise SettingsError(f"{option}.choices", "goes with the type `choice`, and the other way round")
    types = _types(f"{option}.types", told["types"]) if "types" in told else EVERY
    required = told.get("required", False)
    required_of = types if required is True else _types(f"{option}.required", required) if required else frozenset()
    if not required_of <= types:
        raise SettingsError(f"{option}.required", "a field can be required only of the `types` that may have it")
    return Field(
        plain,
        types=types,
        value=_FIELD_TYPES[sort],
        label=read_text(f"{option}.label", told["label"]) if "label" in told else as_label(str(name)),
        choices=choices,
        required=required_of,
    )


def _types(option: str, value: object) -> frozenset[StoryType]:
    names = {one.value: one for one in StoryType}
    asked = [str(name) for name in (value if isinstance(value, list) else [value])]
    for name in asked:
        if name not in names:
            raise SettingsError(option, f"is any of {listed(names)}, not {shown(name)}")
    return frozenset(names[name] for name in asked)
