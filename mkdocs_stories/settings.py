"""The options of a site: validated in one place, for every host."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any

from .addresses import is_safe
from .cards import card_fields
from .diagnostics import DOCS, Severity
from .options import SettingsError, listed, meant, read_flag, read_names, read_text, refuse_doubles, shown
from .rule import Judge, Option, Rule
from .rules import RULES
from .text import Source
from .vocabulary import ID_PATTERN, KINDS, PRIORITIES, STATUSES, Vocabulary, is_like, nearest
from .vocabulary_reader import read_actors, read_fields, read_statuses, read_terms
from .words import ENGLISH, LANGUAGES, Counted, Own, Words, WordsError, words_of

__all__ = ["Excuse", "Ruling", "Settings", "SettingsError"]


@dataclass(frozen=True)
class Ruling:
    """How a site takes a rule: how bad its findings are, and its options."""

    rule: Rule
    severity: Severity
    options: Mapping[str, Option] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def judge(self) -> Judge:
        """The rule's function with the options of this site."""
        return partial(self.rule.judge, **self.options) if self.options else self.rule.judge


BySubject = Mapping[type, Mapping[str, tuple[Ruling, ...]]]
"""Rulings by what they speak about, then by the attribute that it must have."""


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

    vocabulary: Vocabulary = Vocabulary()
    backlog_page: str = ""
    card: tuple[str, ...] | None = None
    """The fields that cards show, in their order, where the site names them."""
    toc: bool = True
    issue_url: str = ""
    short_links: bool = False
    spoken: Words | None = None
    """The texts of the interface, where the site names a language."""
    own_words: Mapping[str, Own] = field(default_factory=lambda: MappingProxyType({}))
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
                raise SettingsError(str(name), f"there is no such option; {meant(name, _OPTIONS)}")
        read = {name: _OPTIONS[name](name, value) for name, value in options.items() if value is not None}
        custom = read.get("fields", ())
        vocabulary = Vocabulary(
            statuses=read.get("statuses", STATUSES),
            priorities=read.get("priorities", PRIORITIES),
            kinds=read.get("kinds", KINDS),
            custom=custom,
            id_pattern=read.get("id_pattern", ID_PATTERN),
            roles=read.get("roles", ()),
            components=read.get("components", ()),
        )
        return cls(
            vocabulary=vocabulary,
            backlog_page=read.get("backlog", ""),
            card=_card(read["card"], vocabulary) if "card" in read else None,
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
        """The texts of the interface: in the language of the site, else in that of its theme, else in English.

        `code` is the language of the theme. Nobody knows in which one a site's own words are: they are taken for its.
        """
        table = self.spoken or words_of(code) or ENGLISH
        if code and not self.own_words and words_of(code) is not table:
            table = replace(table, lang=table.code)
        return table.with_own(self.own_words)

    @cached_property
    def by_code(self) -> Mapping[str, Ruling]:
        """The rulings by the codes of their rules."""
        return {ruling.rule.code: ruling for ruling in self.rulings}

    @cached_property
    def alone(self) -> BySubject:
        """The rulings that are not off, of rules that look at nothing but their subject."""
        return _by_subject(ruling for ruling in self.rulings if ruling.rule.is_alone)

    @cached_property
    def among(self) -> BySubject:
        """The rulings that are not off, of rules that look at a subject among all others."""
        return _by_subject(ruling for ruling in self.rulings if not ruling.rule.is_alone)


def _by_subject(rulings: Iterable[Ruling]) -> BySubject:
    found: dict[type, dict[str, tuple[Ruling, ...]]] = {}
    for ruling in rulings:
        for subject in ruling.rule.subjects if ruling.severity is not Severity.OFF else ():
            by_attribute = found.setdefault(subject, {})
            by_attribute[ruling.rule.of] = (*by_attribute.get(ruling.rule.of, ()), ruling)
    return found


def _card(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The fields of the option `card`, by the names that they have themselves."""
    known = card_fields(vocabulary)
    found = []
    for name in names:
        field = vocabulary.field_of_any(name)
        if field is None:
            raise SettingsError("card", f"there is no field `{name}`; {meant(name, known)}")
        if field.name not in known:
            raise SettingsError("card", f"`{name}` cannot be chosen; there are {listed(known)}")
        found.append(field.name)
    refuse_doubles("card", tuple(found))
    return tuple(found)


def _page(option: str, value: object) -> str:
    path = read_text(option, value)
    if not path.endswith(".md") or path.startswith("/") or "\\" in path or ".." in path.split("/"):
        raise SettingsError(option, f"needs the path of a page inside the docs folder, like `backlog.md`, not `{path}`")
    return posixpath.normpath(path)


def _pattern(option: str, value: object) -> str:
    pattern = read_text(option, value)
    try:
        re.compile(pattern)
    except re.error as error:
        raise SettingsError(option, f"needs a regular expression, and `{pattern}` is none: {error}") from None
    return pattern


def _issue_url(option: str, value: object) -> str:
    address = read_text(option, value)
    if "{issue}" not in address or not re.match(r"https?://", address) or not is_safe(address.replace("{issue}", "1")):
        raise SettingsError(option, f"needs an http or https address that holds `{{issue}}`, not `{address}`")
    return address


def _rule(option: str, name: object) -> Rule:
    rule = RULES.find(str(name))
    if rule is None:
        near = RULES.nearest(str(name))
        help_ = f"did you mean `{near}`?" if near else "`mkdocs-stories explain` lists them"
        raise SettingsError(option, f"there is no rule `{name}`; {help_}")
    return rule


def _rulings(option: str, value: object) -> tuple[Ruling, ...]:
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of rules to severities, not {shown(value)}")
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
            known = meant(name, ("severity", *rule.options))
            raise SettingsError(f"{option}.{name}", f"there is no such option; {known}")
        options[name] = _option(f"{option}.{name}", rule.options[name], said)
    severity = _severity(option, value["severity"]) if "severity" in value else rule.severity
    return Ruling(rule, severity, MappingProxyType(options))


def _option(option: str, default: Option, value: Any) -> Option:
    """The value of a rule's option, which is of its default's type; a tuple is given as a list."""
    if isinstance(default, tuple):
        return read_names(option, value)
    if type(value) is not type(default):
        raise SettingsError(option, f"needs a value like {default!r}, not {shown(value)}")
    told: Option = value
    return told


def _severity(option: str, value: object) -> Severity:
    if value is False:  # what YAML 1.1 makes of a bare `off`
        return Severity.OFF
    try:
        return Severity(value)
    except ValueError:
        severities = listed(severity.value for severity in Severity)
        raise SettingsError(option, f"is one of {severities}, not {shown(value)}") from None


def _excuses(option: str, value: object) -> tuple[Excuse, ...]:
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of paths to `rule: reason`, not {shown(value)}")
    excuses = []
    for glob, told in value.items():
        if not isinstance(told, dict) or not told:
            raise SettingsError(f"{option}.{glob}", f"needs `rule: reason`, not {shown(told)}")
        for name, reason in told.items():
            where = f"{option}.{glob}.{name}"
            if reason is None or (isinstance(reason, str) and not reason.strip()):
                raise SettingsError(where, "say why these pages may break the rule")
            excuses.append(Excuse(str(glob), _rule(where, name), read_text(where, reason)))
    return tuple(excuses)


def _spoken(option: str, value: object) -> Words:
    found = words_of(read_text(option, value))
    if found is None:
        raise SettingsError(option, f"is one of {listed(LANGUAGES)}, not {shown(value)}; others by the option `words`")
    return found


def _own_words(option: str, value: object) -> Mapping[str, Own]:
    """A mapping of the names of texts to texts; a text that goes with a number may have two forms."""
    if not isinstance(value, dict):
        raise SettingsError(option, f"needs a mapping of names to texts, not {shown(value)}")
    own = {str(name): _own_text(f"{option}.{name}", said) for name, said in value.items()}
    try:
        ENGLISH.with_own(own)
    except WordsError as error:
        near = nearest(error.name, error.candidates)
        help_ = f"; did you mean `{near}`?" if near else f"; all are on {DOCS}words/" if error.candidates else ""
        raise SettingsError(f"{option}.{error.name}", f"{error.message}{help_}") from None
    return MappingProxyType(own)


def _own_text(option: str, said: object) -> Own:
    """A text as it was written: white space at its ends may part it from what comes beside it."""
    if isinstance(said, str | bool):
        return said
    if isinstance(said, list):
        return tuple(read_text(option, one) for one in said)
    if not isinstance(said, dict):
        return read_text(option, said)
    if set(said) != {"one", "other"}:
        raise SettingsError(option, "needs a text, or two of them as `one` and `other`")
    return Counted(read_text(f"{option}.one", said["one"]), read_text(f"{option}.other", said["other"]))


def _fields_of_card(option: str, value: object) -> tuple[str, ...]:
    return () if value == [] else read_names(option, value)


_OPTIONS: Mapping[str, Callable[[str, Any], Any]] = MappingProxyType(
    {
        "backlog": _page,
        "id_pattern": _pattern,
        "statuses": read_statuses,
        "priorities": read_terms,
        "kinds": read_terms,
        "fields": read_fields,
        "card": _fields_of_card,
        "roles": read_actors,
        "components": read_actors,
        "rules": _rulings,
        "per_path": _excuses,
        "baseline": read_text,
        "issue_url": _issue_url,
        "toc": read_flag,
        "language": _spoken,
        "words": _own_words,
        "short_links": read_flag,
    }
)
