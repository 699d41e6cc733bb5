"""What holds for every rule and every view: they are found by their names, and their manuals are true."""

from __future__ import annotations

import re
from dataclasses import fields
from types import ModuleType

import pytest

from mkdocs_stories.diagnostics import Severity
from mkdocs_stories.link_kinds import LINK_KINDS
from mkdocs_stories.model import FIELDS
from mkdocs_stories.project import Project
from mkdocs_stories.registry import collect
from mkdocs_stories.rule import Rule, Subject
from mkdocs_stories.rules import RULES
from mkdocs_stories.settings import Settings
from mkdocs_stories.story_types import StoryType
from mkdocs_stories.text import Source
from mkdocs_stories.views import VIEWS
from mkdocs_stories.vocabulary import normal

every_rule = pytest.mark.parametrize("rule", RULES.members, ids=lambda rule: rule.code)
with_blocks = pytest.mark.parametrize(
    "rule", [rule for rule in RULES if "```" in rule.manual.example], ids=lambda rule: rule.code
)
HINTS = ("ST104", "ST307")
"""What is said of short examples besides: that they name no component, and have no acceptance criteria."""
NEEDED: dict[str, dict[str, object]] = {
    "ST118": {"fields": {"region": {"required": ["user"]}}},
    "ST218": {"roles": ["reader", "book seller"]},
    "ST219": {"components": {"price service": "Knows what a book costs"}},
}
"""The options without which a rule has nothing to say."""


@every_rule
def test_a_rule_is_named_after_its_function(rule: Rule) -> None:
    assert rule.name == rule.judge.__name__.replace("_", "-")
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert re.fullmatch(r"ST[1-5]\d\d", rule.code)
    for name in (rule.name, rule.code, rule.code.lower(), rule.name.upper(), rule.name.replace("-", "_")):
        assert RULES.find(name) is rule


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES.members) > 20
    assert RULES.find("ST000") is None
    assert RULES.nearest("mising-benefit") == "missing-benefit"


@every_rule
def test_a_rule_is_documented(rule: Rule) -> None:
    """A sentence that says what is found, why that matters, an example and what to write instead."""
    manual = rule.manual
    assert re.fullmatch(r"[A-Z][^\n]*\.", manual.summary)
    assert re.fullmatch(r"([A-Z].*\.)?", manual.why, re.DOTALL)
    if "```" in manual.example:
        assert "```" in manual.instead
        assert manual.example != manual.instead


@every_rule
def test_options_are_told_in_the_manual(rule: Rule) -> None:
    for name in rule.options:
        assert f"`{name}`" in f"{rule.manual.summary} {rule.manual.why}"


def test_only_rules_about_whole_pages_have_no_block_for_an_example() -> None:
    assert [rule.code for rule in RULES if "```" not in rule.manual.example] == ["ST130", "ST131", "ST132"]


def severity_of(rule: Rule) -> Severity:
    """The severity of a rule that is on, or is switched on."""
    return Severity.WARNING if rule.severity is Severity.OFF else rule.severity


def broken(rule: Rule, page: str) -> dict[str, Severity]:
    """The rules that a page breaks, on a site that has the rule on, and the options without which it is silent."""
    settings = Settings.from_mapping({**NEEDED.get(rule.code, {}), "rules": {rule.name: severity_of(rule).value}})
    project = Project((Source("page.md", page),), settings)
    return {one.code: one.severity for one in project.diagnostics if one.code == rule.code or one.code not in HINTS}


@with_blocks
def test_the_example_breaks_exactly_its_rule(rule: Rule) -> None:
    assert broken(rule, rule.manual.example) == {rule.code: severity_of(rule)}


@with_blocks
def test_what_to_write_instead_breaks_none(rule: Rule) -> None:
    assert broken(rule, rule.manual.instead) == {}


@every_rule
def test_a_rule_can_be_turned_off(rule: Rule) -> None:
    assert rule not in asked(Settings.from_mapping({"rules": {rule.name: "off"}}))
    assert (rule in asked(Settings())) == (rule.severity is not Severity.OFF)


def asked(settings: Settings) -> set[Rule]:
    """The rules that are asked about some subject."""
    by_subject = [*settings.alone.values(), *settings.among.values()]
    return {ruling.rule for by_attribute in by_subject for rulings in by_attribute.values() for ruling in rulings}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.of], ids=lambda rule: rule.code)
def test_a_rule_says_nothing_of_what_lacks_the_attribute_that_it_speaks_of(rule: Rule) -> None:
    """So that it makes no difference to leave out what lacks it."""
    assert all(rule.of in {field.name for field in fields(subject)} for subject in rule.subjects)
    for one in RULES:
        backlog = Project((Source("page.md", one.manual.example),)).backlog
        subjects: list[Subject] = [*backlog.pages, *backlog.stories, *backlog.views]
        for subject in subjects:
            if isinstance(subject, rule.subjects) and not getattr(subject, rule.of):
                assert not list(rule(subject, backlog))


def test_names_that_are_taken_are_refused() -> None:
    module = ModuleType("module")
    vars(module).update(one=RULES.members[0], another=RULES.members[1], a_view=VIEWS.members[0])
    assert collect(Rule, module).members == RULES.members[:2]
    vars(module).update(twin=RULES.members[0])
    with pytest.raises(ValueError, match="defined more than once: missing role, st101"):
        collect(Rule, module)


def test_every_view_is_found_by_its_name() -> None:
    assert VIEWS.names == ("table", "cards", "board", "matrix", "graph", "summary", "actors")
    for view in VIEWS:
        assert VIEWS.find(view.name) is VIEWS.find(view.name.upper()) is view
    assert VIEWS.find("tables") is None
    assert VIEWS.nearest("tabel") == "table"


@pytest.mark.parametrize("story_type", list(StoryType))
def test_a_name_is_read_as_one_field(story_type: StoryType) -> None:
    """Of the fields that a type of story has, no two are read as the same name."""
    own = [field for field in FIELDS if story_type in field.types]
    names = [normal(name) for field in own for name in (field.name, *field.aliases)]
    assert sorted(names) == sorted(set(names))


def test_every_kind_of_link_is_a_field() -> None:
    names = {field.name: field for field in FIELDS}
    for kind in LINK_KINDS:
        assert names[kind.name].types == kind.types
        assert kind.label
        assert kind.inverse
