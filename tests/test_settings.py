"""The options: what each may be, and what is said where it is something else."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

from mkdocs_stories.diagnostics import Diagnostic, Severity
from mkdocs_stories.model import Value
from mkdocs_stories.project import Project
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings, SettingsError
from mkdocs_stories.story_types import StoryType
from mkdocs_stories.text import Source
from mkdocs_stories.vocabulary import (
    KINDS,
    PRIORITIES,
    STATUSES,
    Actor,
    Stage,
    Status,
    Term,
    Vocabulary,
    actor_key,
    normal,
)

ALL = (
    "`backlog`, `id_pattern`, `statuses`, `priorities`, `kinds`, `fields`, `card`, `roles`, `components`, `rules`, "
    "`per_path`, `baseline`, `issue_url`, `toc`, `language`, `words`, `short_links`"
)
PAGE = "needs the path of a page inside the docs folder, like `backlog.md`, not"
STAGES = "a stage is one of `open`, `active`, `blocked`, `done`, `dropped`, not"
NO_SETTING = "there is no such setting; there are"
CARD = (
    "`kind`, `status`, `priority`, `estimate`, `business value`, `acceptance`, `epic`, `supports`, `depends on`, "
    "`relates to`, `replaces`, `owner`, `milestone`, `tags`, `issue`"
)
TWICE = "is there twice; case, spaces and hyphens make no difference"
SETTINGS = "`label`, `type`, `choices`, `types`, `required`"
TYPES = "is any of `user`, `technical`, `epic`, not"
FIELD_TYPES = "is one of `text`, `number`, `date`, `url`, `choice`, `list`, not"
SAME = "case, plural, hyphens and articles make no difference"
ACTORS = "needs a mapping of names to descriptions, or a list of names, not"
TAKEN = "is the name of a built-in field; choose another one"
PAIRED = "goes with the type `choice`, and the other way round"
SEVERITIES = "is one of `error`, `warning`, `info`, `off`, not"
NEAREST = "there is no rule `missing-benefits`; did you mean `missing-benefit`?"
WHY = "say why these pages may break the rule"
ADDRESS = "needs an http or https address that holds `{issue}`, not"

# The options as YAML, then the option that is wrong and what is said of it.
WRONG = [
    ("{backlogs: x.md}", "backlogs", "there is no such option; did you mean `backlog`?"),
    ("{colour: blue}", "colour", f"there is no such option; there are {ALL}"),
    ("{7: blue}", "7", f"there is no such option; there are {ALL}"),
    ("{backlog: 7}", "backlog", f"{PAGE} `7`"),
    ("{backlog: [backlog.md]}", "backlog", "needs a text, not ['backlog.md']"),
    ("{backlog: ''}", "backlog", "needs a text, not ''"),
    ("{backlog: backlog.html}", "backlog", f"{PAGE} `backlog.html`"),
    ("{backlog: /backlog.md}", "backlog", f"{PAGE} `/backlog.md`"),
    ("{backlog: ../backlog.md}", "backlog", f"{PAGE} `../backlog.md`"),
    ("{backlog: 'a\\b.md'}", "backlog", f"{PAGE} `a\\b.md`"),
    ('{backlog: "on two\\nlines"}', "backlog", f"{PAGE} `on two lines`"),
    (
        "{id_pattern: '('}",
        "id_pattern",
        "needs a regular expression, and `(` is none: missing ), unterminated subpattern at position 0",
    ),
    ("{id_pattern: true}", "id_pattern", "needs a text, not True"),
    ("{statuses: done}", "statuses", "needs a list, each entry a name, or `name: stage`, not 'done'"),
    ("{statuses: []}", "statuses", "needs a list, each entry a name, or `name: stage`, not []"),
    ("{statuses: [open, [closed]]}", "statuses", "needs a text, not ['closed']"),
    ("{statuses: [{open: finished}]}", "statuses", f"{STAGES} 'finished'"),
    ("{statuses: [{open: [done]}]}", "statuses", f"{STAGES} ['done']"),
    (
        "{statuses: [{a: open, b: done}]}",
        "statuses",
        "needs a name, or `name: stage`, or `name:` with its settings indented below, not {'a': 'open', 'b': 'done'}",
    ),
    ("{statuses: [{a: {stage: finished}}]}", "statuses.a.stage", f"{STAGES} 'finished'"),
    ("{statuses: [{a: {lable: A}}]}", "statuses.a.lable", "there is no such setting; did you mean `label`?"),
    ("{statuses: [{a: {label: [A]}}]}", "statuses.a.label", "needs a text, not ['A']"),
    ("{statuses: [{a: {icon: rokcet}}]}", "statuses.a.icon", "there is no icon `rokcet`; did you mean `rocket`?"),
    ("{statuses: [{a: {icon: 7.5}}, {A: {label: b}}]}", "statuses", f"`a` {TWICE}"),
    ("{statuses: [in progress, In-Progress]}", "statuses", f"`in progress` {TWICE}"),
    ("{priorities: high}", "priorities", "needs a list, each entry a name, not 'high'"),
    ("{priorities: []}", "priorities", "needs a list, each entry a name, not []"),
    ("{priorities: [{high: High}]}", "priorities.high", "needs a mapping with any of `label`, `icon`, not 'High'"),
    ("{priorities: [{high: {stage: done}}]}", "priorities.high.stage", f"{NO_SETTING} `label`, `icon`"),
    ("{priorities: [high, true]}", "priorities", "needs a text, not True"),
    ("{priorities: [high, HIGH]}", "priorities", f"`high` {TWICE}"),
    ("{kinds: {feature: x}}", "kinds", "needs a list, each entry a name, not {'feature': 'x'}"),
    ("{kinds: [null]}", "kinds", "needs a text, not None"),
    ("{roles: reader}", "roles", f"{ACTORS} 'reader'"),
    ("{roles: []}", "roles", f"{ACTORS} []"),
    ("{components: {}}", "components", f"{ACTORS} {{}}"),
    ("{roles: [reader, {buyer: Buys}]}", "roles", "needs a text, not {'buyer': 'Buys'}"),
    ("{roles: {reader: [Reads]}}", "roles.reader", "needs a text, not ['Reads']"),
    ("{roles: [book-buyer, The Book Buyers]}", "roles", f"`The Book Buyers` is the same as `book-buyer`; {SAME}"),
    ("{fields: [region]}", "fields", "needs a mapping of names to their settings, not ['region']"),
    ("{fields: {region: text}}", "fields.region", f"needs a mapping with any of {SETTINGS}, not 'text'"),
    ("{fields: {region: {kind: x}}}", "fields.region.kind", f"there is no such setting; there are {SETTINGS}"),
    ("{fields: {region: {type: texts}}}", "fields.region.type", f"{FIELD_TYPES} 'texts'"),
    ("{fields: {region: {type: [text]}}}", "fields.region.type", f"{FIELD_TYPES} ['text']"),
    ("{fields: {region: {type: choice}}}", "fields.region.choices", PAIRED),
    ("{fields: {region: {type: text, choices: [a]}}}", "fields.region.choices", PAIRED),
    ("{fields: {region: {choices: north}}}", "fields.region.choices", "needs a list of names, not 'north'"),
    ("{fields: {region: {label: [x]}}}", "fields.region.label", "needs a text, not ['x']"),
    ("{fields: {region: {types: users}}}", "fields.region.types", f"{TYPES} 'users'"),
    ("{fields: {region: {types: [user, story]}}}", "fields.region.types", f"{TYPES} 'story'"),
    ("{fields: {region: {required: sometimes}}}", "fields.region.required", f"{TYPES} 'sometimes'"),
    (
        "{fields: {region: {types: user, required: epic}}}",
        "fields.region.required",
        "a field can be required only of the `types` that may have it",
    ),
    ("{fields: {status: {}}}", "fields.status", f"`status` {TAKEN}"),
    ("{fields: {So-That: {}}}", "fields.So-That", f"`So-That` {TAKEN}"),
    ("{fields: {value per point: {}}}", "fields.value per point", f"`value per point` {TAKEN}"),
    ("{fields: {region: {}, Region: {}}}", "fields", f"`region` {TWICE}"),
    ("{rules: all}", "rules", "needs a mapping of rules to severities, not 'all'"),
    ("{rules: {missing-benefits: off}}", "rules", NEAREST),
    ("{rules: {xyz: off}}", "rules", "there is no rule `xyz`; `mkdocs-stories explain` lists them"),
    ("{rules: {ST103: warn}}", "rules.ST103", f"{SEVERITIES} 'warn'"),
    ("{rules: {ST103: [error]}}", "rules.ST103", f"{SEVERITIES} ['error']"),
    ("{rules: {ST103: true}}", "rules.ST103", f"{SEVERITIES} True"),
    ("{rules: {ST307: {severity: bad}}}", "rules.ST307", f"{SEVERITIES} 'bad'"),
    (
        "{rules: {ST307: {minimum: 2}}}",
        "rules.ST307.minimum",
        "there is no such option; there are `severity`, `at_least`",
    ),
    ("{rules: {ST307: {at_least: two}}}", "rules.ST307.at_least", "needs a value like 1, not 'two'"),
    ("{rules: {ST307: {at_least: true}}}", "rules.ST307.at_least", "needs a value like 1, not True"),
    ("{rules: {ST208: {words: easy}}}", "rules.ST208.words", "needs a list of names, not 'easy'"),
    ("{rules: {ST208: {words: []}}}", "rules.ST208.words", "needs a list of names, not []"),
    ("{rules: {ST208: {words: [easy, [fast]]}}}", "rules.ST208.words", "needs a text, not ['fast']"),
    ("{rules: {ST208: {words: [easy to, Easy-To]}}}", "rules.ST208.words", f"`easy to` {TWICE}"),
    ("{per_path: [old]}", "per_path", "needs a mapping of paths to `rule: reason`, not ['old']"),
    ("{per_path: {old/*: ST103}}", "per_path.old/*", "needs `rule: reason`, not 'ST103'"),
    ("{per_path: {old/*: {}}}", "per_path.old/*", "needs `rule: reason`, not {}"),
    ("{per_path: {old/*: {missing-benefits: x}}}", "per_path.old/*.missing-benefits", NEAREST),
    ("{per_path: {old/*: {ST103: ''}}}", "per_path.old/*.ST103", WHY),
    ("{per_path: {old/*: {ST103: null}}}", "per_path.old/*.ST103", WHY),
    ("{per_path: {old/*: {ST103: [so]}}}", "per_path.old/*.ST103", "needs a text, not ['so']"),
    ("{rules: {ST307: {atleast: 2}}}", "rules.ST307.atleast", "there is no such option; did you mean `at_least`?"),
    ("{issue_url: 7}", "issue_url", f"{ADDRESS} `7`"),
    ("{issue_url: 'https://example.com/'}", "issue_url", f"{ADDRESS} `https://example.com/`"),
    ("{issue_url: 'ftp://example.com/{issue}'}", "issue_url", f"{ADDRESS} `ftp://example.com/{{issue}}`"),
    ("{card: status}", "card", "needs a list of names, not 'status'"),
    ("{card: [status, State]}", "card", f"`status` {TWICE}"),
    ("{card: [staus]}", "card", "there is no field `staus`; did you mean `status`?"),
    ("{card: [colour]}", "card", f"there is no field `colour`; there are {CARD}"),
    ("{card: [goal]}", "card", f"`goal` cannot be chosen; there are {CARD}"),
    ("{toc: 'yes'}", "toc", "needs `true` or `false`, not 'yes'"),
    ("{toc: 1}", "toc", "needs `true` or `false`, not 1"),
]


@pytest.mark.parametrize(("options", "option", "message"), WRONG, ids=[options for options, _, _ in WRONG])
def test_a_wrong_option_is_named_and_what_is_allowed_is_said(options: str, option: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(yaml.safe_load(options))
    assert (caught.value.option, caught.value.message) == (option, message)
    assert str(caught.value) == f"option `{option}`: {message}"


def test_what_is_shown_of_a_value_is_short_and_on_one_line() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping({"toc": "long\n" * 1000})
    assert len(str(caught.value)) < 120
    assert "\n" not in str(caught.value)


def of(options: str) -> Settings:
    return Settings.from_mapping(yaml.safe_load(options))


def test_no_options_are_the_defaults() -> None:
    for options in ({}, dict.fromkeys(("backlog", "statuses", "fields", "rules", "per_path", "issue_url", "toc"))):
        settings = Settings.from_mapping(options)
        assert settings == Settings()
        assert (settings.backlog_page, settings.issue_url, settings.toc) == ("", "", True)
        assert settings.vocabulary == Vocabulary(STATUSES, PRIORITIES, KINDS)
        assert [(ruling.rule, ruling.severity) for ruling in settings.rulings] == [(one, one.severity) for one in RULES]


def test_plain_options() -> None:
    settings = of("{backlog: shop/all.md, issue_url: 'https://example.com/{issue}', toc: false, id_pattern: '[A-Z]+'}")
    assert settings.backlog_page == "shop/all.md"
    assert settings.issue_url == "https://example.com/{issue}"
    assert settings.toc is False
    assert settings.vocabulary.is_id("ABC")
    assert not settings.vocabulary.is_id("ABC-1")


def test_statuses_have_a_stage() -> None:
    """That which is given; of a built-in name, its own; else the stage of what is not begun."""
    assert of("{statuses: [idea, In progress, {shipped: done}, 2]}").vocabulary.statuses == (
        Status("idea", Stage.OPEN),
        Status("In progress", Stage.ACTIVE),
        Status("shipped", Stage.DONE),
        Status("2", Stage.OPEN),
    )


def test_fields_of_a_card() -> None:
    assert Settings().card is None
    assert of("{card: []}").card == ()
    chosen = of("{fields: {due date: {type: date}}, card: [points, Due-Date, part of, AC]}").card
    assert chosen == ("estimate", "due date", "epic", "acceptance")


def test_labels_and_icons() -> None:
    vocabulary = of("""
        statuses: [{idea: {icon: 💡}}, {In progress: {label: Being built}}, {live: {stage: done, icon: a/b}}]
        priorities: [{must: {label: Must have, icon: "!!"}}, could, {wont: }]
        kinds: [{rules: {icon: icons/seal.svg, label: 7}}]
    """).vocabulary
    assert vocabulary.statuses == (
        Status("idea", icon="💡"),
        Status("In progress", Stage.ACTIVE, label="Being built"),
        Status("live", Stage.DONE, icon="a/b"),
    )
    assert vocabulary.priorities == (Term("must", label="Must have", icon="!!"), Term("could"), Term("wont"))
    assert vocabulary.kinds == (Term("rules", label="7", icon="icons/seal.svg"),)


def test_priorities_and_kinds() -> None:
    vocabulary = of("{priorities: [must, could], kinds: [chore]}").vocabulary
    assert vocabulary.priorities == (Term("must"), Term("could"))
    assert vocabulary.kinds == (Term("chore"),)


def test_fields_of_the_site() -> None:
    vocabulary = of("""
        fields:
          region: {choices: [north, 2], types: [user, epic], required: true, label: Where}
          due-date: {type: date, required: technical}
          remark:
    """).vocabulary
    region, due, remark = vocabulary.custom
    assert (region.name, region.label, region.value, region.choices) == (
        "region",
        "Where",
        Value.CHOICE,
        ("north", "2"),
    )
    assert region.types == region.required == {StoryType.USER, StoryType.EPIC}
    assert (due.name, due.label, due.value) == ("due date", "Due-date", Value.DATE)
    assert (due.types, due.required) == (frozenset(StoryType), frozenset({StoryType.TECHNICAL}))
    assert (remark.value, remark.required) == (Value.TEXT, frozenset())
    assert vocabulary.field("Due Date", StoryType.USER) is due
    assert vocabulary.field("region", StoryType.TECHNICAL) is None


def test_declared_actors() -> None:
    """Names with descriptions, or names alone; plural, case, hyphens and articles make no difference."""
    vocabulary = of("{roles: {book buyer: Buys, clerk: null}, components: [price service, 7]}").vocabulary
    assert vocabulary.roles == (Actor("book buyer", "Buys"), Actor("clerk"))
    assert vocabulary.components == (Actor("price service"), Actor("7"))
    for words in ("book buyer", "Book-buyers", "the *book buyer*", "a book  buyer"):
        assert vocabulary.declared_role(words) == "book buyer"
    assert vocabulary.declared_role("price service") is None
    assert vocabulary.declared_component("Price Services") == "price service"
    assert Vocabulary().declared_role("clerk") is Vocabulary().declared_component("clerk") is None


@pytest.mark.parametrize(
    ("plural", "word"),
    [("buyers", "buyer"), ("cities", "city"), ("boxes", "box"), ("buses", "buse"), ("class", "class"), ("bus", "bus")],
)
def test_an_actor_may_stand_in_the_plural(plural: str, word: str) -> None:
    assert actor_key(plural) == word


def test_rules_have_a_severity_and_options() -> None:
    settings = of("{rules: {ST103: warning, unknown_link: off, missing-criteria: {severity: error, at_least: 2}}}")
    changed = {
        one.rule.code: one for one in settings.rulings if (one.severity, dict(one.options)) != (one.rule.severity, {})
    }
    assert {code: one.severity for code, one in changed.items()} == {
        "ST103": Severity.WARNING,
        "ST301": Severity.OFF,
        "ST307": Severity.ERROR,
    }
    assert changed["ST307"].options == {"at_least": 2}
    assert [one.rule for one in settings.rulings] == list(RULES)


def test_a_list_is_the_value_of_an_option_that_has_many() -> None:
    (ruling,) = (one for one in of("{rules: {ST208: {words: [easy, 24 hours a day, 7]}}}").rulings if one.options)
    assert ruling.options == {"words": ("easy", "24 hours a day", "7")}
    assert ruling.severity is ruling.rule.severity


@pytest.mark.parametrize(
    ("glob", "covered", "others"),
    [
        ("old/*", ["old/a.md", "old/b/c.md"], ["older/a.md", "new/old/a.md"]),
        ("*", ["a.md", "b/c.md"], []),
        ("index.md", ["index.md"], ["a/index.md", "indexxmd"]),
        ("**/drafts/*.md", ["a/drafts/b.md"], ["a/drafts/b.txt"]),
    ],
)
def test_paths_that_are_excused(glob: str, covered: list[str], others: list[str]) -> None:
    (excuse,) = Settings.from_mapping({"per_path": {glob: {"ST103": "not yet"}}}).excuses
    assert (excuse.rule.code, excuse.reason) == ("ST103", "not yet")
    assert [path for path in covered + others if excuse.covers(path)] == covered


WAYS_TO_EXCUSE = {
    "YAML": """\
exclude_docs: old/*
per_path:
  "old/*":
    missing-benefit: it is no missing-component
    missing-component: nobody knows it
  a.md:
    missing-component: elsewhere""",
    "YAML in brackets": "per_path: {'old/*': {ST103: no value, missing-component: nobody knows it}, a.md: {ST104: so}}",
    "TOML": """\
["old/*"]
missing-benefit = "no value"

"Missing Component" = "nobody knows it"
["a.md"]
missing-component = "elsewhere\"""",
    "a path that ends alike before it": """bold/*:
  ST104: needed
old/*:
  ST103: no value
  ST104: nobody knows it
""",
    "TOML in brackets": """per_path = {"old/*" = {ST103 = "no value", ST104 = "nobody knows it"}}""",
}


@pytest.mark.parametrize("written", WAYS_TO_EXCUSE.values(), ids=WAYS_TO_EXCUSE.keys())
def test_a_rule_that_a_path_is_not_to_be_excused_from_is_underlined(written: str) -> None:
    """Not the path, of which another rule is in use, nor the same rule of another path."""
    found = needless({"old/*": {"ST103": "no value", "ST104": "nobody knows it"}}, written)
    (line,) = [line for line in written.splitlines() if "nobody knows it" in line]
    assert found.source.line(found.finding.span.line) == line
    assert normal(found.source.slice(found.finding.span)) in ("missing component", "st104")
    assert found.finding.help == "remove this rule, not the path"


def test_a_path_without_a_rule_is_no_option() -> None:
    found = needless({"old/*": {"ST104": "nobody knows it"}}, "old/*:\n  ST104: nobody knows it\n")
    assert found.finding.help == "remove it, and the path that has no other rule in use"


@pytest.mark.parametrize("written", ["INHERIT: other.yml", "nav: [old/*]"])
def test_an_excuse_from_another_file(written: str) -> None:
    found = needless({"old/*": {"ST104": "nobody knows it"}}, written)
    assert found.source.slice(found.finding.span) in ("INHERIT: other.yml", "old/*")


@pytest.mark.parametrize(
    ("glob", "meant"), [("docs/old/a.md", "old/a.md"), ("my/docs/old/*", "old/*"), ("./old/a*", "old/a*")]
)
def test_an_excuse_of_a_path_that_begins_above_the_docs_folder(glob: str, meant: str) -> None:
    written = f"per_path: {{{glob}: {{ST103: no value}}}}"
    found = needless({glob: {"ST103": "no value"}}, written).finding
    assert found.message == f"`per_path` names `{glob}`, which is no page"
    assert Source("", written).slice(found.span) == glob
    assert found.help == f"paths begin below the docs folder: `{meant}`"


@pytest.mark.parametrize("glob", ["new/*", "docs/b.md", "old/a.md/*", "old/a.md"])
def test_an_excuse_of_no_page_and_of_one_without_mistakes(glob: str) -> None:
    found = needless({glob: {"ST104": "nobody knows it"}}, f"per_path: {{{glob}: {{ST104: nobody knows it}}}}").finding
    assert found.help == "remove it, and the path that has no other rule in use"


def needless(per_path: dict[str, dict[str, str]], written: str) -> Diagnostic:
    """What is said of excuses of `old/*`, in which nothing but ST103 is to be excused."""
    settings = replace(Settings.from_mapping({"per_path": per_path}), origin=Source("../mkdocs.yml", written))
    page = Source("old/a.md", "```story\nid: US-1\nstory: As a reader, I want to see discounts\n```\n")
    (found,) = [one for one in Project((page,), settings).diagnostics if one.code == "ST502"]
    return found
