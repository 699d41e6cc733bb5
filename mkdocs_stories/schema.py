"""The JSON Schema of a block's YAML: what editors complete and check it by.

It is made of the declared fields and of the words of a site, so it knows what they know. It says what can be said of a
block alone: names of fields, shapes and values. Whether stories are well told and hold together, the rules say.

A name is read without regard to case, and spaces, hyphens and underscores are the same. JSON Schema has no such
comparison: `properties` hold each name as the documentation writes it, which editors offer, `patternProperties` every
other spelling of it. Values are what YAML makes of the words that were typed, so text may be a number or `true`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

import yaml

from .link_kinds import LINK_KINDS
from .model import Field, Value
from .query import Facet, facets, find_facet
from .reader import CRITERION_FIELDS, NO, YES
from .rules import RULES
from .story_types import StoryType
from .syntax import WORDS
from .view_reader import VIEW_FIELDS
from .views import VIEWS
from .views.table import OWN
from .vocabulary import Vocabulary, normal

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Older versions of the YAML language server know no newer draft."""

BLOCKS = {story_type: next(word for word in WORDS if WORDS[word] is story_type) for story_type in (*StoryType, None)}
"""The word that each sort of block is called by; that of `None` is a view's."""


def block_schema(vocabulary: Vocabulary, word: str = "") -> Schema:
    """The schema of the blocks that begin with a word; without one, of every block."""
    if word:
        return {"$schema": DRAFT, **_block(WORDS[word], vocabulary), "definitions": _shared(WORDS[word], vocabulary)}
    blocks = {name: _block(story_type, vocabulary) for story_type, name in BLOCKS.items()}
    shared = {name: one for story_type in BLOCKS for name, one in _shared(story_type, vocabulary).items()}
    return {
        "$schema": DRAFT,
        "title": "A block of mkdocs-stories",
        "anyOf": [_ref(name) for name in blocks],
        "definitions": blocks | shared,
    }


def _block(story_type: StoryType | None, vocabulary: Vocabulary) -> Schema:
    return _story(story_type, vocabulary) if story_type else _view(vocabulary)


def _shared(story_type: StoryType | None, vocabulary: Vocabulary) -> dict[str, Schema]:
    """What the schema of a block refers to."""
    return {"criterion": _criterion(), "excuses": _excuses()} if story_type else {"conditions": _conditions(vocabulary)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


# Values. The first of several alternatives is the one that an editor speaks of when none fits. An empty value and a
# value of any type are said by what they are not: editors would offer `null` and `true` otherwise.

_EMPTY: Schema = {"not": {"type": ["string", "number", "boolean", "array", "object"]}}
_SCALAR: Schema = {"not": {"type": ["array", "object"]}}
_TEXT: Schema = {"anyOf": [{"type": "string"}, _SCALAR]}
_SAID: Schema = {
    "anyOf": [{"type": "string", "pattern": r"\S"}, {"not": {"type": ["string", "array", "object", "null"]}}]
}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_LIST: Schema = {"anyOf": [_TEXTS, _SCALAR]}
_SINGLE: Schema = {
    "anyOf": [
        {"type": "string", "pattern": r"^[\s,]*[^,]*[\s,]*$"},
        {"not": {"type": ["string", "array", "object"]}},
        {**_TEXTS, "maxItems": 1},
    ]
}
_DIGITS = r"^\s*(?=[0-9.]{1,15}\s*$)(?:[0-9]+\.?[0-9]*|\.[0-9]+)\s*$"
_RANGE = {"minimum": 0, "maximum": 10**15 - 1}
_NUMBER: Schema = {"anyOf": [{"type": "number", **_RANGE}, {"type": "string", "pattern": _DIGITS}, _EMPTY]}
_WHOLE: Schema = {
    "anyOf": [{"type": "integer", **_RANGE}, {"type": "string", "pattern": r"^[\s,]*[0-9]{0,15}[\s,]*$"}, _EMPTY]
}
_FROM_ONE: Schema = {
    "anyOf": [
        {"type": "integer", **_RANGE, "minimum": 1},
        {"type": "string", "pattern": r"^[\s,]*(?:0*[1-9][0-9]{0,14})?[\s,]*$"},
        _EMPTY,
    ]
}
_DATE: Schema = {
    "anyOf": [
        {
            "type": "string",
            "format": "date",
            "pattern": "^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$",
        },
        _EMPTY,
    ]
}
_URL: Schema = {
    "anyOf": [
        {"type": "string", "pattern": r"^(?:[hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:)\S+$"},
        _EMPTY,
    ]
}
_SHAPES = {
    Value.TEXT: _TEXT,
    Value.NUMBER: _NUMBER,
    Value.DATE: _DATE,
    Value.URL: _URL,
    Value.LIST: _LIST,
    Value.IDS: _LIST,
    Value.CRITERIA: {"anyOf": [{"type": "array", "items": _ref("criterion")}, _ref("criterion")]},
    Value.ALLOWANCES: {"anyOf": [_ref("excuses"), {"type": "array", "items": _ref("excuses")}, _EMPTY]},
}


def _spellings(names: Iterable[str]) -> str:
    """A pattern of every way to write some names, without anchors. ECMAScript and Python read it alike."""
    return "|".join(r"[\s_-]+".join("".join(map(_letter, part)) for part in normal(name).split(" ")) for name in names)


def _letter(char: str) -> str:
    cases = sorted({one for one in (char, char.upper(), char.title()) if len(one) == 1})
    return f"[{''.join(cases)}]" if len(cases) > 1 else _exactly(char)


def _exactly(words: str) -> str:
    return _SYNTAX.sub(r"\\\g<0>", words)


_SYNTAX = re.compile(r"[$()*+./?\[\\\]^{|}]")
"""What has to be escaped. `re.escape` escapes more, which a pattern of ECMAScript may not."""


def _whole(pattern: str) -> str:
    return rf"^\s*(?:{pattern})\s*$"


def _others(offered: Iterable[str], spellings: str) -> str:
    """A pattern of the spellings of names, but for those of `properties`, so that no name is judged twice."""
    return rf"^(?!(?:{'|'.join(map(_exactly, offered))})$)\s*(?:{spellings})\s*$"


def _choice(choices: Iterable[str]) -> Schema:
    """One of some words, in any spelling, or nothing."""
    names = tuple(choices)
    return {"anyOf": [_words(names), {"type": "string", "pattern": _whole(_spellings(names))}, _EMPTY]}


def _words(names: Iterable[str]) -> Schema:
    """Words, and what YAML makes of them: `1` of "1"."""
    words = tuple(names)
    values = [*words, *(value for word in words for value in _typed(word))]
    return {"enum": list({(isinstance(value, bool), value): value for value in values}.values())}


def _typed(word: str) -> Iterator[bool | float]:
    try:
        value = yaml.safe_load(word)
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(value, (bool, int)) or (isinstance(value, float) and isfinite(value)):
        yield value


# Mappings.


def _mapping(properties: Schema, patterns: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": False,
    }


def _own_spellings(properties: Schema) -> Schema:
    """For each property, the other ways to write its name."""
    return {_others([name], _spellings([name])): shape for name, shape in properties.items()}


def _needed(name: str) -> Schema:
    """Holds where a field is there. The first alternative is for the editor's words, the second for other spellings."""
    others = {"not": {"propertyNames": {"not": {"pattern": _whole(_spellings([name]))}}}}
    return {"anyOf": [{"required": [name]}, others]}


def _story(story_type: StoryType, vocabulary: Vocabulary) -> Schema:
    properties: Schema = {}
    patterns: Schema = {}
    own = [field for field in vocabulary.fields if story_type in field.types]
    for field in own:
        needs_value: Schema = {"not": {"enum": [None, "", []]}} if story_type in field.required else {}
        shape = {**_shape(field, vocabulary), **needs_value}
        meaning = field.meaning or f"{field.label or field.name}: a field of this site."
        aliases = [alias for alias in field.aliases if vocabulary.field(alias, story_type) is field]
        properties[field.name] = {"description": meaning, **shape}
        for alias in aliases:
            properties[alias] = {"description": f"{meaning} Another name of `{field.name}`.", **shape}
        names = (field.name, *aliases)
        patterns[_others(names, _spellings(names))] = properties[field.name]
    needed = ["id", *(field.name for field in own if story_type in field.required)]
    title = story_type.label
    return {
        "title": f"{'An' if title[0] in 'aeio' else 'A'} {title}",
        **_mapping(properties, patterns),
        "allOf": [_needed(name) for name in needed],
    }


def _shape(field: Field, vocabulary: Vocabulary) -> Schema:
    if field.attribute == "id":
        return _id(vocabulary)
    if declared := {"role": vocabulary.roles, "component": vocabulary.components}.get(field.attribute):
        return {"anyOf": [_words(actor.name for actor in declared), *_TEXT["anyOf"]]}
    if field.value is Value.CHOICE:
        return _choice(vocabulary.choices(field))
    if any(kind.name == field.name and kind.is_single for kind in LINK_KINDS):
        return _SINGLE
    return _SHAPES[field.value]


_PYTHON_ONLY = re.compile(r"\(\?(?![:=!]|<[=!])|\\[AZN]|[+*?}]\+")
"""What a pattern of ids may hold that ECMAScript, and so an editor, does not know."""


def _id(vocabulary: Vocabulary) -> Schema:
    pattern = vocabulary.id_pattern
    text: Schema = {"type": "string"} | ({} if _PYTHON_ONLY.search(pattern) else {"pattern": f"^(?:{pattern})$"})
    may_be_number = any(vocabulary.is_id("1" * count) for count in range(1, 10))
    return {"anyOf": [text, {"type": "number"}]} if may_be_number else text


CRITERION_MEANINGS = {
    **dict.fromkeys(CRITERION_FIELDS, "A step of a scenario."),
    "text": "What must be true.",
    "done": "`yes` or `no`; or the text itself, of a criterion that is met.",
    "technical": "`yes` or `no`; or the text itself, of a technical criterion.",
}
"""What each key of an acceptance criterion says."""


def _criterion() -> Schema:
    names = {name: {"description": meaning, **_TEXT} for name, meaning in CRITERION_MEANINGS.items()}
    no_words = {"type": "string", "pattern": _whole(f"{_spellings((*YES, *NO))}|")}
    is_mark: Schema = {"anyOf": [{"type": ["boolean", "null"]}, no_words]}
    is_empty: Schema = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": _whole("")}]}
    wordless = {"text": is_empty, "done": is_mark, "technical": is_mark}
    without = {_whole(_spellings([name])): shape for name, shape in wordless.items()}
    # One of the three holds the text: beside it, the others are `yes` or `no`.
    one_text = [{"patternProperties": {**without, _whole(_spellings([name])): {}}} for name in wordless]
    text_is_missing = {
        "minProperties": 1,
        "propertyNames": {"pattern": _whole(_spellings(wordless))},
        "patternProperties": without,
    }
    return {
        "anyOf": [
            {**_mapping(names, _own_spellings(names)), "anyOf": one_text, "not": text_is_missing},
            _SCALAR,
        ]
    }


def _excuses() -> Schema:
    rules = [rule for rule in RULES if rule.can_be_allowed]
    reasons = {rule.name: {"description": rule.manual.summary, **_SAID} for rule in rules}
    return _mapping(reasons, {_others(reasons, _spellings(name for rule in rules for name in rule.names)): _SAID})


# Views.

_VIEW_MEANINGS = {
    "view": "How the stories are drawn.",
    "where": "Only stories that have, for each of these, one of the values. `*` stands for any characters.",
    "not": "No stories that have, for any of these, one of the values. `*` stands for any characters.",
    "group by": "What the stories are grouped by.",
    "sort": "What the stories are sorted by, the first one first; `-` before a name turns its order round.",
    "columns": "The columns of the table.",
    "limit": "How many stories are shown at most.",
    "of": "The id of a story: only it, and what it is linked to.",
    "depth": "With `of`: how many links away a story may be.",
}


def _view(vocabulary: Vocabulary) -> Schema:
    known = _facet_names(vocabulary)
    offered = tuple(known)
    spellings = _spellings(name for names in known.values() for name in names)
    shapes = {
        "view": _some_of(VIEWS.names, _spellings(VIEWS.names), at_most_one=True),
        "where": {"type": "object", "allOf": [_ref("conditions")]},
        "not": {"type": "object", "allOf": [_ref("conditions")]},
        "group by": _some_of(offered, spellings, at_most_one=True),
        "sort": _some_of((*offered, *(f"-{name}" for name in offered)), rf"-?\s*(?:{spellings})"),
        "columns": _some_of((*OWN, *offered), f"{_spellings(OWN)}|{spellings}"),
        "limit": _WHOLE,
        "of": _SINGLE,
        "depth": _FROM_ONE,
    }
    properties = {name: {"description": _VIEW_MEANINGS[name], **shapes[name]} for name in VIEW_FIELDS}
    return {"title": "A view", **_mapping(properties, _own_spellings(properties)), "type": ["object", "null"]}


def _facet_names(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The facets that a view may ask for, each with all names that it is found by."""
    known = {facet.name: [facet.name] for facet in facets(vocabulary)}
    for alias in dict.fromkeys(alias for field in vocabulary.fields for alias in field.aliases):
        facet = find_facet(alias, vocabulary)
        if facet and alias not in known:
            known[facet.name].append(alias)
    return known


def _conditions(vocabulary: Vocabulary) -> Schema:
    meanings = {field.name: field.meaning for field in vocabulary.fields}
    names = _facet_names(vocabulary)
    properties: Schema = {}
    patterns: Schema = {}
    for facet in facets(vocabulary):
        meaning = meanings.get(facet.name) or f"{facet.label} of the story."
        properties[facet.name] = {"description": meaning, **_condition(facet)}
        patterns[_others([facet.name], _spellings(names[facet.name]))] = properties[facet.name]
    return _mapping(properties, patterns)


_ANY_SIGNS = r"[^,]*\*[^,]*"


def _condition(facet: Facet) -> Schema:
    if facet.value is Value.NUMBER:
        pattern = rf"(?=[0-9.]{{1,15}}\s*(?:,|$))(?:[0-9]+\.?[0-9]*|\.[0-9]+)|{_ANY_SIGNS}"
        told: Schema = {"anyOf": [{"type": "number", **_RANGE}, {"type": "string", "pattern": _whole(pattern)}]}
        line = {"type": "string", "pattern": rf"^[\s,]*(?:{pattern})\s*(?:,[\s,]*(?:{pattern})\s*)*[\s,]*$"}
        return {"anyOf": [told, line, {"type": "array", "items": told, "minItems": 1}]}
    if not facet.choices:
        line = {"type": "string", "pattern": r"[^\s,]"}
        return {"anyOf": [line, {"not": {"type": ["string", "array", "object", "null"]}}, {**_TEXTS, "minItems": 1}]}
    return _some_of(facet.choices, rf"{_spellings(facet.choices)}|{_ANY_SIGNS}", at_least_one=True)


def _some_of(names: Iterable[str], pattern: str, *, at_least_one: bool = False, at_most_one: bool = False) -> Schema:
    """Words of a pattern, in a line with commas between them or in a list; `names` are those that editors offer."""
    words = _words(names)
    more = "" if at_most_one else rf"(?:,[\s,]*(?:{pattern})\s*)*"
    line = rf"^[\s,]*(?:(?:{pattern})\s*{more}){'' if at_least_one else '?'}[\s,]*$"
    word = {"anyOf": [words, {"type": "string", "pattern": _whole(pattern)}]}
    several = {
        "type": "array",
        "items": word,
        **({"minItems": 1} if at_least_one else {}),
        **({"maxItems": 1} if at_most_one else {}),
    }
    return {"anyOf": [words, {"type": "string", "pattern": line}, several, *([] if at_least_one else [_EMPTY])]}
