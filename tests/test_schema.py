"""The JSON Schema of blocks: it accepts what the reader accepts, and refuses what the reader refuses.

A block is YAML text, of which an editor sees the values: `1.10` is a number to it. So blocks are judged as each sort of
YAML loader loads them: with every value as it was typed, by YAML 1.2 as editors do, and by YAML 1.1.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from mkdocs_stories.block import Block
from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.hosts.site_options import read_site
from mkdocs_stories.model import Field, Value
from mkdocs_stories.project import Project
from mkdocs_stories.query import facets
from mkdocs_stories.rule import Rule
from mkdocs_stories.rules import RULES
from mkdocs_stories.schema import BLOCKS, DRAFT, block_schema
from mkdocs_stories.settings import Settings
from mkdocs_stories.story_types import USER, StoryType
from mkdocs_stories.syntax import WORDS, scan
from mkdocs_stories.text import Source
from mkdocs_stories.view_reader import VIEW_FIELDS
from mkdocs_stories.views import VIEWS
from mkdocs_stories.vocabulary import Vocabulary, normal
from tests.conftest import EXAMPLE
from tests.test_docs import DOCS, EXAMPLES, ROOT, Fence, fences, options_before
from tests.test_registries import NEEDED

OPTIONS: dict[str, Any] = {
    "statuses": ["idea", "under way", {"live (1.0)": "done"}],
    "priorities": ["1", "2", "no", "Größe"],
    "id_pattern": "(US|TS|EP)-[0-9]{1,3}",
    "fields": {
        "customer impact": {"choices": ["all", "very many", "1.5"], "types": ["user"], "required": ["user"]},
        "support calls": {"type": "number"},
        "decided": {"type": "date"},
        "record": {"type": "url"},
        "regions": {"type": "list"},
        "evidence (+)": None,
    },
}
SITE = Settings.from_mapping(OPTIONS)
VOCABULARIES = {"built in": Vocabulary(), "a site's own": SITE.vocabulary}
NAMES = tuple(BLOCKS.values())


# Loaders


def _loader(resolvers: dict[str, str]) -> type[yaml.SafeLoader]:
    loader = type("Loader", (yaml.SafeLoader,), {"yaml_implicit_resolvers": {}})
    for tag, pattern in resolvers.items():
        loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)  # type: ignore[attr-defined]
    return loader


class _YAML11(yaml.SafeLoader):
    """JSON has no dates, and editors take them for text."""


_YAML11.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
_YAML12 = _loader(
    {
        "null": "null|Null|NULL|~|",
        "bool": "true|True|TRUE|false|False|FALSE",
        "int": "[-+]?[0-9]+",
        "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
    }
)
LOADERS = {"as typed": yaml.BaseLoader, "YAML 1.2": _YAML12, "YAML 1.1": _YAML11}
loaders = pytest.mark.parametrize("loader", LOADERS.values(), ids=LOADERS.keys())


def errors(schema: dict[str, Any], value: object) -> list[str]:
    found = Draft7Validator(schema).iter_errors(value)
    return [f"{'.'.join(map(str, one.path))}: {one.message}"[:300] for one in found]


def schema_of(block: Block, vocabulary: Vocabulary) -> dict[str, Any]:
    return block_schema(vocabulary, BLOCKS[WORDS[block.word.text.lower()]])


def load(block: Block, loader: Any) -> object:
    typed = re.split(r"^---\s*$", block.text, maxsplit=1, flags=re.M)[0]
    return yaml.load(typed, loader)


# The schema itself


@pytest.mark.parametrize("vocabulary", VOCABULARIES.values(), ids=VOCABULARIES.keys())
@pytest.mark.parametrize("word", ["", *NAMES])
def test_the_schema_is_valid(word: str, vocabulary: Vocabulary) -> None:
    schema = block_schema(vocabulary, word)
    assert schema["$schema"] == DRAFT == Draft7Validator.META_SCHEMA["$id"]
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema, allow_nan=False)) == schema
    assert schema == block_schema(vocabulary, word)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_a_fence_has_its_schema(word: str) -> None:
    assert block_schema(Vocabulary(), word) == block_schema(Vocabulary(), BLOCKS[WORDS[word]])


@given(
    st.fixed_dictionaries(
        {
            "statuses": st.lists(st.text(min_size=1), min_size=1),
            "priorities": st.lists(st.sampled_from(["1", "1.0", "true", ".inf", ".nan", "1:30", "0x1F", "a|b", "[x"])),
            "kinds": st.lists(st.text("^$\\.*+?()[]{}|/-_ aßIİ", min_size=1), min_size=1),
        }
    )
)
@settings(max_examples=30)
def test_the_schema_is_valid_with_any_words(words: dict[str, list[str]]) -> None:
    try:
        vocabulary = Settings.from_mapping(words).vocabulary
    except ValueError:
        return
    schema = block_schema(vocabulary, "technical-story")
    Draft7Validator.check_schema(schema)
    json.dumps(schema, allow_nan=False)
    for name in vocabulary.kinds:
        assert not errors(schema, {"id": "TS-1", "kind": name})


@pytest.mark.parametrize("story_type", StoryType)
def test_every_name_of_every_field_is_described(story_type: StoryType) -> None:
    vocabulary = VOCABULARIES["a site's own"]
    properties = block_schema(vocabulary, BLOCKS[story_type])["properties"]
    own = [field for field in vocabulary.fields if story_type in field.types]
    assert list(properties) == list(dict.fromkeys(name for one in own for name in (one.name, *one.aliases)))
    for field in own:
        assert field.meaning in properties[field.name]["description"]
        assert all(f"`{field.name}`" in properties[alias]["description"] for alias in field.aliases)
        assert properties[field.name]["description"].endswith(".")


@pytest.mark.parametrize("value", Value)
def test_a_new_field_needs_no_second_change(value: Value) -> None:
    """A field is declared once; whatever its value is, the schema has a shape for it."""
    mood = Field("mood", ("how it feels",), USER, value, "How the reader feels.", choices=("calm",))
    schema = block_schema(Vocabulary(custom=(mood,)), "story")
    assert schema["properties"]["mood"]["description"] == "How the reader feels."
    assert {"mood", "how it feels"} <= set(schema["properties"])
    assert errors(schema, {"id": "US-1", "mood": [["calm"]]})
    assert "mood" not in block_schema(Vocabulary(custom=(mood,)), "epic")["properties"]


def test_every_key_of_a_view_is_described() -> None:
    schema = block_schema(SITE.vocabulary, "backlog")
    assert list(schema["properties"]) == list(VIEW_FIELDS)
    assert all(one["description"] for one in schema["properties"].values())
    conditions = schema["definitions"]["conditions"]["properties"]
    assert list(conditions) == [facet.name for facet in facets(SITE.vocabulary)]
    assert all(one["description"] for one in conditions.values())


def test_rules_are_offered_for_an_excuse() -> None:
    reasons = block_schema(Vocabulary(), "story")["definitions"]["excuses"]["properties"]
    assert reasons["missing-criteria"]["description"] == next(
        rule.manual.summary for rule in RULES if rule.name == "missing-criteria"
    )
    assert "invalid-allowance" not in reasons
    assert "invalid-view" not in reasons


@pytest.mark.parametrize("pattern", ["(?P<kind>US|TS)-[0-9]+", "(?i)us-[0-9]+", r"US-[0-9]+\Z", "US-[0-9]++"])
def test_a_pattern_that_only_python_knows_is_left_out(pattern: str) -> None:
    schema = block_schema(Vocabulary(id_pattern=pattern), "story")
    assert schema["properties"]["id"].keys() == {"description", "type"}


def test_ids_that_are_numbers() -> None:
    assert not errors(block_schema(Vocabulary(id_pattern="[0-9]{4}"), "story"), {"id": 1234})
    assert errors(block_schema(Vocabulary(), "story"), {"id": 1234})


def test_declared_actors_are_offered_and_others_accepted() -> None:
    vocabulary = Settings.from_mapping({"roles": {"book seller": "Sells books."}}).vocabulary
    schema = block_schema(vocabulary, "story")
    assert schema["properties"]["as a"]["anyOf"][0] == {"enum": ["book seller"]}
    assert not errors(schema, {"id": "US-1", "as a": "seller of books"})


# Blocks that people wrote


def _examples() -> Iterator[Any]:
    for fence in (one for one in EXAMPLES if not one.is_wrong):
        yield pytest.param(_settings(fence).vocabulary, fence.body, id=f"docs/{fence.page}:{fence.line}")
    for path in sorted(DOCS.glob("*.md")):
        yield pytest.param(Vocabulary(), path.read_text(encoding="utf-8"), id=f"docs/{path.name}")
    yield pytest.param(Vocabulary(), (ROOT / "README.md").read_text(encoding="utf-8"), id="README.md")
    shop = read_site(EXAMPLE / "mkdocs.yml").settings.vocabulary
    for path in sorted((EXAMPLE / "docs").glob("**/*.md")):
        yield pytest.param(shop, path.read_text(encoding="utf-8"), id=f"example-site/{path.name}")
    for rule in RULES:
        if "```" in rule.manual.instead:
            yield pytest.param(_vocabulary_of(rule), rule.manual.instead, id=rule.code)


def _vocabulary_of(rule: Rule) -> Vocabulary:
    """The vocabulary in which the example of a rule is one."""
    return Settings.from_mapping(NEEDED.get(rule.code, {})).vocabulary


def _settings(fence: Fence) -> Settings:
    return Settings.from_mapping(options_before(fence) if fence.title == "With these options" else {})


@loaders
@pytest.mark.parametrize(("vocabulary", "text"), list(_examples()))
def test_blocks_that_are_right_are_valid(vocabulary: Vocabulary, text: str, loader: Any) -> None:
    for block in scan(Source("page.md", text)).blocks:
        value = load(block, loader)
        if value is None and block.type is not None:
            continue
        assert not errors(schema_of(block, vocabulary), value), block.text
        assert not errors(block_schema(vocabulary), value), block.text


def test_there_are_blocks_of_every_sort() -> None:
    texts = [str(one.values[1]) for one in _examples()]
    found = [block.type for text in texts for block in scan(Source("page.md", text)).blocks]
    assert all(found.count(one) > 4 for one in (*StoryType, None))


JUDGED = ("ST113", "ST114", "ST116", "ST118", "ST120", "ST121", "ST401", "ST501")
"""The rules that say of a block what the schema says of it."""


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.code in JUDGED], ids=lambda rule: rule.name)
def test_blocks_that_are_wrong_in_form_are_invalid(rule: Rule) -> None:
    (block, *_) = scan(Source("page.md", rule.manual.example)).blocks
    assert errors(schema_of(block, _vocabulary_of(rule)), load(block, _YAML12))


UNSAID = ("has no effect", "of what?", "no such story", "no story has it")
"""What ST401 says, and the schema cannot: which lines go with which view, and what there is in stories."""

# Generated blocks


class _Dumper(yaml.SafeDumper):
    """Writes nothing for nothing, since `null` is a word to the reader, and no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def said_of(word: str, mapping: dict[str, Any]) -> list[str]:
    """What these rules say of a block, and the mapping that an editor sees in it."""
    typed = yaml.dump(mapping, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)
    found = Project((Source("page.md", f"```{word}\n{typed}```\n"),), SITE).diagnostics
    codes = [f"{one.code} {one.finding.message}" for one in found if one.finding.label not in UNSAID]
    assert not [code for code in codes if code.startswith(("ST111", "ST112"))], typed
    return [code for code in codes if code.startswith(JUDGED)]


SCHEMAS = {word: Draft7Validator(block_schema(SITE.vocabulary, word)) for word in NAMES}

CASES: list[Callable[[str], str]] = [str, str, str.lower, str.upper, str.title]


def spelled(name: str) -> st.SearchStrategy[str]:
    """The ways to write a name."""
    return st.builds(lambda case, space: case(name).replace(" ", space), st.sampled_from(CASES), st.sampled_from(" -_"))


WORDS_TYPED = ["x", "some words", "EP-1", "US-2, TS-3", "EP-1,", "no", "yes", "3", "0.5", "-3", "1e3", "three"]
WORDS_TYPED += ["2026-01-31", "2026-13-01", "https://example.com/1", "example.com", "Live_(1.0)", "under way", "GRÖSSE"]
scalars = st.one_of(
    st.sampled_from([*WORDS_TYPED, True, False]), st.integers(-2, 9), st.sampled_from([0.5, 1.1, 12.25])
)
lists = st.lists(scalars, max_size=3)
names = st.sampled_from(["text", "done", "technical", "given", "When", "THEN", "giben"])
criteria = st.dictionaries(names, scalars | st.none() | lists, max_size=3)
excusable = st.sampled_from(["missing-criteria", "ST103", "Long Story", "unknown-rule", "invalid-allowance"])
excuses = st.dictionaries(excusable, scalars | st.sampled_from([None, "", ["x"]]), max_size=2)
values = st.one_of(
    *(scalars, scalars, lists, st.none(), criteria, excuses, st.lists(criteria | scalars, max_size=3)),
    *(st.lists(excuses, max_size=2), st.just([["x"]]), st.just([{"x": "y"}])),
)


def choices_of(field: Field) -> st.SearchStrategy[Any]:
    choices = SITE.vocabulary.choices(field)
    return st.one_of(values, st.sampled_from(choices).flatmap(spelled) if choices else scalars)


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A block with some fields, most of them right, each under one of its names; perhaps one of another type."""
    story_type = draw(st.sampled_from(StoryType))
    vocabulary = SITE.vocabulary
    own = [field for field in vocabulary.fields if story_type in field.types]
    prefix = {"user": "US", "technical": "TS", "epic": "EP"}[story_type.value]
    told: dict[str, Any] = {draw(spelled("id")): f"{prefix}-{draw(st.integers(1, 99))}"}
    if draw(st.integers(0, 9)) == 0:
        told = draw(
            st.sampled_from(
                [{"title": "x"}, {"id": None}, {"id": "x"}, {"id": True}, {"id": ["US-1"]}, {"id": "US-1111"}]
            )
        )
    if story_type is StoryType.USER and draw(st.integers(0, 9)):
        told[draw(spelled("customer impact"))] = draw(st.sampled_from(["all", "Very-Many", 1.5, "1.5", "few", None]))
    left = [field for field in own if field.name not in ("id", "customer impact")]
    for field in draw(st.lists(st.sampled_from(left), max_size=4, unique_by=lambda one: one.name)):
        known = [one for one in (field.name, *field.aliases) if vocabulary.field(one, story_type) is field]
        told[draw(st.sampled_from(known).flatmap(spelled))] = draw(choices_of(field))
    if draw(st.integers(0, 5)) == 0:
        told[draw(st.sampled_from(["prioritty", "kind", "role", "component", "points", "x y"]))] = draw(scalars)
    return BLOCKS[story_type], told


def comparable(word: str, mapping: dict[str, Any]) -> bool:
    """Whether a schema can say what the reader says: not of fields that are given twice under different names."""
    story_type = WORDS[word]
    assert story_type
    fields = [SITE.vocabulary.field(name, story_type) or normal(name) for name in mapping]
    if len(fields) != len(set(fields)):
        return False
    for one in mapping.values():
        for part in one if isinstance(one, list) else [one]:
            if isinstance(part, dict) and len({normal(name) for name in part}) != len(part):
                return False
    return True


def _agree(word: str, mapping: dict[str, Any]) -> None:
    found = said_of(word, mapping)
    refused = [one.message[:200] for one in SCHEMAS[word].iter_errors(mapping)]
    assert bool(found) == bool(refused), (mapping, found, refused)


@given(stories())
@settings(max_examples=200)
def test_schema_and_reader_agree_on_stories(told: tuple[str, dict[str, Any]]) -> None:
    if comparable(*told):
        _agree(*told)


FACETS = tuple(facets(SITE.vocabulary))


@st.composite
def conditions(draw: st.DrawFn) -> Any:
    asked: dict[str, Any] = {}
    for facet in draw(st.lists(st.sampled_from(FACETS), max_size=2, unique_by=lambda one: one.name)):
        right = st.sampled_from(facet.choices).flatmap(spelled) if facet.choices else scalars
        word = st.one_of(right, right, right, scalars, st.just("*x"))
        line = st.lists(right.map(str) | st.just("u*"), min_size=1, max_size=3).map(", ".join)
        value = st.one_of(word, st.lists(word, max_size=2), line, st.sampled_from([None, {}, [["x"]], " , "]))
        asked[draw(spelled(facet.name))] = draw(value)
    if draw(st.integers(0, 9)) == 0:
        asked["statuss"] = "x"
    return asked


@st.composite
def views(draw: st.DrawFn) -> dict[str, Any]:
    facet = st.sampled_from(FACETS).flatmap(lambda one: spelled(one.name))
    other = st.sampled_from(["statuss", "3", " , ", "estimate, id", True, 3])
    name = st.one_of(facet, facet, facet, other)
    line = st.lists(facet, min_size=1, max_size=3).map(" ,".join)
    key = st.tuples(st.sampled_from(["", "-", "- "]), name).map(lambda parts: f"{parts[0]}{parts[1]}")
    parts: dict[str, st.SearchStrategy[Any]] = {
        "view": st.sampled_from(VIEWS.names).flatmap(spelled) | other,
        "where": conditions() | st.sampled_from([None, "x", ["x"]]),
        "not": conditions(),
        "group by": name,
        "sort": key | line | st.lists(key, max_size=3) | st.just([None]),
        "columns": name | line | st.lists(name | st.sampled_from(["trace", "Story"]), max_size=3) | st.just({"a": "b"}),
        "limit": st.sampled_from([0, 3, "3", "three", -1, 2.5, True, None, {}]),
        "of": st.sampled_from(["US-1", "US-1, US-2", ["US-1"], ["US-1", "US-2"], 3, None, {}]),
        "depth": st.sampled_from([0, 1, 3, "3", "00", "01", "three", -1, 2.5, True, None, {}]),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), max_size=3, unique=True))
    asked = {
        draw(spelled(one)): draw(parts[one] | st.none() if one not in ("where", "not") else parts[one])
        for one in chosen
    }
    return asked | ({"colums": "id"} if draw(st.integers(0, 9)) == 0 else {})


@given(views())
@settings(max_examples=200)
def test_schema_and_reader_agree_on_views(asked: dict[str, Any]) -> None:
    _agree("backlog", asked)


def test_the_generated_blocks_are_of_both_sorts() -> None:
    seen: set[bool] = set()

    @given(stories())
    @settings(max_examples=100)
    def collect(told: tuple[str, dict[str, Any]]) -> None:
        seen.add(SCHEMAS[told[0]].is_valid(told[1]))

    collect()
    assert seen == {True, False}


# The command


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What the command prints in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def show(*arguments: str) -> Any:
        assert main(["schema", *arguments]) == 0
        out, err = capsys.readouterr()
        assert not err
        assert out.isascii()
        return json.loads(out)

    return show


def test_the_command_prints_the_schema_of_a_block(shown: Callable[..., Any]) -> None:
    assert shown() == block_schema(Vocabulary())
    for word in NAMES:
        assert shown(word) == block_schema(Vocabulary(), word)


def test_the_command_goes_by_the_options_of_the_site(tmp_path: Path, shown: Callable[..., Any]) -> None:
    config = {"site_name": "Shop", "plugins": [{"stories": OPTIONS}]}
    for name in ("mkdocs.yml", "other.yml"):
        (tmp_path / name).write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    assert shown("story") == shown("story", "-f", "other.yml") == block_schema(SITE.vocabulary, "story")
    (tmp_path / "mkdocs.yml").unlink()
    assert shown("story") == block_schema(Vocabulary(), "story")


def test_the_command_knows_no_other_block(shown: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["schema", "stroy"])
    assert ended.value.code == 2
    assert "'technical-story'" in capsys.readouterr().err


def test_the_program_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    program = next(fence for fence in fences("editors.md") if fence.language == "python")
    exec(compile(program.body, "editors.md", "exec"), {})
    assert "'prioritty' does not match" in capsys.readouterr().out
