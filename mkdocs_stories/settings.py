"""The options of a site: validated in one place, for every host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from .addresses import is_safe
from .diagnostics import Severity
from .language import (
    ID_PATTERN,
    KINDS,
    PRIORITIES,
    STATUSES,
    Actor,
    Language,
    Stage,
    Status,
    actor_key,
    is_like,
    nearest,
    normal,
)
from .model import EVERY, FIELDS, Field, StoryType, Value
from .rule import Option, Rule
from .rules import RULES
from .text import Source
from .words import ENGLISH, LANGUAGES, Counted, Words, WordsError, words_of


class SettingsError(ValueError):
    """An option that is wrong: its name, and what is allowed. Shown to the user on one line."""

    def __init__(self, option: str, message: str) -> None:
        self.option = " ".join(option.split())
        self.message = " ".join(message.split())
        super().__init__(f"option `{self.option}`: {self.message}")


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a site takes a rule: how bad its findings are, and its options."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Option] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Excuse:
    """A rule that the pages of some paths may break, and why. In `glob`, `*` stands for any characters, `/` too."""

    glob: str
    rule: Rule
    reason: str

    def covers(self, path: str) -> bool:
        """Whether a page is excused."""
        return is_like(path, self.glob)


@dataclass(frozen=True)
class Settings:
    """What a site has set; the defaults are those of a site that sets nothing."""

    language: Language = Language()
    backlog_page: str = ""
    toc: bool = True
    issue_url: str = ""
    short_links: bool = False
    spoken: Words | None = None
    """The texts of the interface, where the site names a language."""
    own_words: Mapping[str, str | Counted] = field(default_factory=lambda: MappingProxyType({}))
    rulings: tuple[Ruling, ...] = tuple(Ruling(rule, rule.severity) for rule in RULES)
    excuses: tuple[Excuse, ...] = ()
    baseline: str = ""
    origin: Source | None = field(default=None, repr=False)
    """The file that holds the options, where a host knows it: to show places in it."""

    @classmethod
    def from_mapping(cls, options: Mapping[str, Any]) -> Settings:
        """The settings in a mapping of options, as the configuration of a host holds it.

        Raises SettingsError for the first option that is unknown or has a wrong value.
        """
        for name in options:
            if name not in _OPTIONS:
                near = nearest(str(name), _OPTIONS)
                raise SettingsError(str(name), f"did you mean `{near}`?" if near else f"there are {_list(_OPTIONS)}")
        read = {name: _OPTIONS[name](name, value) for name, value in options.items() if value is not None}
        custom = read.get("fields", ())
        language = Language(
            statuses=read.get("statuses", STATUSES),
            priorities=read.get("priorities", PRIORITIES),
            kinds=read.get("kinds", KINDS),
            custom=custom,
            id_pattern=read.get("id_pattern", ID_PATTERN),
            roles=read.get("roles", ()),
            components=read.get("components", ()),
        )
        return cls(
            language=language,
            backlog_page=read.get("backlog", ""),
            toc=read.get("toc", True),
            issue_url=read.get("issue_url", ""),
            short_links=read.get("short_links", False),
            spoken=read.get("language"),
            own_words=read.get("words", MappingProxyType({})),
            rulings=read.get("rules", cls.rulings),
            excuses=read.get("per_path", ()),
            baseline=read.get("baseline", ""),
        )

    def words(self, code: str = "") -> Words:
        """The texts of the interface: in the language of the site, else in that of its theme, else in English."""
        return (self.spoken or words_of(code) or ENGLISH).with_own(self.own_words)

    @cached_property
    def by_subject(self) -> Mapping[type, Mapping[str, tuple[Ruling, ...]]]:
        """The rulings that are not off: by what they speak about, then by the attribute that it must have."""
        found: dict[type, dict[str, tuple[Ruling, ...]]] = {}
        for ruling in self.rulings:
            for subject in ruling.rule.subjects if ruling.severity is not Severity.OFF else ():
                by_attribute = found.setdefault(subject, {})
                by_attribute[ruling.rule.of] = (*by_attribute.get(ruling.rule.of, ()), ruling)
        return found


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _text(option: str, value: object) -> str:
    if not isinstance(value, (str, int, float)) or isinstance(value, bool) or not str(value).strip():
        raise SettingsError(option, f"needs a text, not {_shown(value)}")
    return str(value).strip()


def _shown(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else f"{words[:60]}…"


def _flag(option: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(option, f"needs `true` or `false`, not {_shown(value)}")
    return value


def _page(option: str, value: object) -> str:
    path = _text(option, value)
    if not path.endswith(".md") or path.startswith("/") or "\\" in path or ".." in path.split("/"):
        raise SettingsError(
            option, f"needs the path of a page inside of the docs folder, like `backlog.md`, not `{path}`"
        )
    return path


def _pattern(option: str, value: object) -> str:
    pattern = _text(option, value)
    try:
        re.compile(pattern)
    except re.error as error:
        raise SettingsError(option, f"needs a regular expression, and `{pattern}` is none: {error}") from None
    return pattern


def _issue_url(option: str, value: object) -> str:
    address = _text(option, value)
    if "{issue}" not in address or not re.match(r"https?://", address) or not is_safe(address.replace("{issue}", "1")):
        raise SettingsError(option, f"needs an http or https address that holds `{{issue}}`, not `{address}`")
    return address


def _names(option: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise SettingsError(option, f"needs a list of names, not {_shown(value)}")
    names = tuple(_text(option, name) for name in value)
    _unique(option, names)
    return names


def _unique(option: str, names: tuple[str, ...]) -> None:
    taken = [normal(name) for name in names]
    for name in names:
        if taken.count(normal(name)) > 1:
            raise SettingsError(option, f"`{name}` is there twice; case, spaces and hyphens make no difference")


def _statuses(option: str, value: object) -> tuple[Status, ...]:
    """A list of names, each alone or as `name: stage`; the built-in ones have their stage."""
    if not isinstance(value, list) or not value:
        raise SettingsError(option, f"needs a list of names, or of `name: stage`, not {_shown(value)}")
    usual = {normal(status.name): status.stage for status in STATUSES}
    statuses = []
    for one in value:
        if isinstance(one, dict) and len(one) == 1:
            (name, stage), *_ = one.items()
            statuses.append(Status(_text(option, name), _stage(option, stage)))
        else:
            name = _text(option, one)
            statuses.append(Status(name, usual.get(normal(name), Stage.OPEN)))
    _unique(option, tuple(status.name for status in statuses))
    return tuple(statuses)


def _stage(option: str, value: object) -> Stage:
    try:
        return Stage(value)
    except ValueError:
        stages = _list(stage.value for stage in Stage)
        raise SettingsError(option, f"a stage is one of {stages}, not {_shown(value)}") from None


def _actors(option: str, value: object) -> tuple[Actor, ...]:
    """Names with their descriptions, or a list of names. Those in the plural, or with an article, are the same."""
    if isinstance(value, dict) and value:
        told = tuple(value.items())
    elif isinstance(value, list) and value:
        told = tuple((name, None) for name in value)
    else:
        raise SettingsError(
            option, f"needs a mapping of names to descriptions, or a list of names, not {_shown(value)}"
        )
    actors = []
    taken: dict[str, str] = {}
    for typed, description in told:
        name = _text(option, typed)
        said = "" if description is None else _text(f"{option}.{name}", description)
        key = actor_key(name)
        if key in taken:
            same = f"`{name}` is the same as `{taken[key]}`; case, plural, hyphens and articles make no difference"
            raise SettingsError(option, same)
        taken[key] = name
        actors.append(Actor(name, said))
    return tuple(actors)


_FIELD_TYPES = {one.value: one for one in (Value.TEXT, Value.NUMBER, Value.DATE, Value.URL, Value.CHOICE, Value.LIST)}
_FIELD_KEYS = ("label", "type", "choices", "types", "required")


def _fields(option: str, value: object) -> tuple[Field, ...]:
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of names to their settings, not {_shown(value)}")
    fields = tuple(_field(f"{option}.{name}", name, told or {}) for name, told in value.items())
    _unique(option, tuple(field.name for field in fields))
    return fields


def _field(option: str, name: object, told: object) -> Field:
    if not isinstance(told, dict):
        raise SettingsError(option, f"needs a mapping with any of {_list(_FIELD_KEYS)}, not {_shown(told)}")
    for key in told:
        if key not in _FIELD_KEYS:
            raise SettingsError(f"{option}.{key}", f"there is no such setting; there are {_list(_FIELD_KEYS)}")
    plain = normal(_text(option, name))
    taken = {normal(one) for built_in in FIELDS for one in (built_in.name, *built_in.aliases)}
    if plain in (*taken, "type", "stage", "actor", "value per point", "trace"):
        raise SettingsError(option, f"`{name}` is the name of a built-in field; choose another one")
    choices = _names(f"{option}.choices", told["choices"]) if "choices" in told else ()
    sort = told.get("type", "choice" if choices else "text")
    if not isinstance(sort, str) or sort not in _FIELD_TYPES:
        raise SettingsError(f"{option}.type", f"is one of {_list(_FIELD_TYPES)}, not {_shown(sort)}")
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
        label=_text(f"{option}.label", told["label"]) if "label" in told else str(name).capitalize(),
        choices=choices,
        required=required_of,
    )


def _types(option: str, value: object) -> frozenset[StoryType]:
    names = {one.value: one for one in StoryType}
    asked = [str(name) for name in (value if isinstance(value, list) else [value])]
    for name in asked:
        if name not in names:
            raise SettingsError(option, f"is any of {_list(names)}, not {_shown(name)}")
    return frozenset(names[name] for name in asked)


def _rule(option: str, name: object) -> Rule:
    rule = RULES.find(str(name))
    if rule is None:
        near = RULES.nearest(str(name))
        raise SettingsError(option, f"there is no rule `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    return rule


def _rulings(option: str, value: object) -> tuple[Ruling, ...]:
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of rules to severities, not {_shown(value)}")
    names = [_rule(option, name).name for name in value]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise SettingsError(option, f"the rule `{twice}` is there twice, by its name and by its code")
    told = {_rule(option, name): _ruling(f"{option}.{name}", _rule(option, name), said) for name, said in value.items()}
    return tuple(told.get(rule, Ruling(rule, rule.severity)) for rule in RULES)


def _ruling(option: str, rule: Rule, value: object) -> Ruling:
    """A severity alone, or a mapping with `severity` and the rule's own options."""
    if not isinstance(value, dict):
        return Ruling(rule, _severity(option, value))
    options: dict[str, Option] = {}
    for name, said in value.items():
        if name == "severity":
            continue
        if name not in rule.options:
            raise SettingsError(f"{option}.{name}", f"there are {_list(('severity', *rule.options))}")
        options[name] = _option(f"{option}.{name}", rule.options[name], said)
    severity = _severity(option, value["severity"]) if "severity" in value else rule.severity
    return Ruling(rule, severity, MappingProxyType(options))


def _option(option: str, default: Option, value: Any) -> Option:
    """The value of a rule's option, which is of its default's type; a tuple is given as a list."""
    if isinstance(default, tuple):
        return _names(option, value)
    if type(value) is not type(default):
        raise SettingsError(option, f"needs a value like {default!r}, not {_shown(value)}")
    told: Option = value
    return told


def _severity(option: str, value: object) -> Severity:
    if value is False:  # what YAML 1.1 makes of a bare `off`
        return Severity.OFF
    try:
        return Severity(value)
    except ValueError:
        severities = _list(severity.value for severity in Severity)
        raise SettingsError(option, f"is one of {severities}, not {_shown(value)}") from None


def _excuses(option: str, value: object) -> tuple[Excuse, ...]:
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of paths to `rule: reason`, not {_shown(value)}")
    excuses = []
    for glob, told in value.items():
        if not isinstance(told, dict) or not told:
            raise SettingsError(f"{option}.{glob}", f"needs `rule: reason`, not {_shown(told)}")
        for name, reason in told.items():
            where = f"{option}.{glob}.{name}"
            excuses.append(Excuse(str(glob), _rule(where, name), _text(where, reason)))
    return tuple(excuses)


def _spoken(option: str, value: object) -> Words:
    found = words_of(_text(option, value))
    if found is None:
        raise SettingsError(option, f"is one of {_list(LANGUAGES)}, not {_shown(value)}; others by the option `words`")
    return found


def _own_words(option: str, value: object) -> Mapping[str, str | Counted]:
    """A mapping of the names of texts to texts; a text that goes with a number may have two forms."""
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of names to texts, not {_shown(value)}")
    own = {str(name): _own_text(f"{option}.{name}", said) for name, said in value.items()}
    try:
        ENGLISH.with_own(own)
    except WordsError as error:
        near = nearest(error.name, error.candidates)
        help_ = f"; did you mean `{near}`?" if near else ""
        raise SettingsError(f"{option}.{error.name}", f"{error.message}{help_}") from None
    return MappingProxyType(own)


def _own_text(option: str, said: object) -> str | Counted:
    if not isinstance(said, dict):
        return _text(option, said)
    if set(said) != {"one", "other"}:
        raise SettingsError(option, "needs a text, or two of them as `one` and `other`")
    return Counted(_text(f"{option}.one", said["one"]), _text(f"{option}.other", said["other"]))


_OPTIONS: Mapping[str, Callable[[str, Any], Any]] = MappingProxyType(
    {
        "backlog": _page,
        "id_pattern": _pattern,
        "statuses": _statuses,
        "priorities": _names,
        "kinds": _names,
        "fields": _fields,
        "roles": _actors,
        "components": _actors,
        "rules": _rulings,
        "per_path": _excuses,
        "baseline": _text,
        "issue_url": _issue_url,
        "toc": _flag,
        "language": _spoken,
        "words": _own_words,
        "short_links": _flag,
    }
)
