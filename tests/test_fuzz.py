"""Any bytes: what the targets of `tests/fuzz` say of them holds.

Here each is tried for a moment, on the same inputs in every run; `make fuzz` goes on by the hour. What was found once
is a file in `tests/inputs`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.words import WORDS

INPUTS = sorted((Path(__file__).parent / "inputs").iterdir())
EXAMPLES = {"pages": 30, "views": 30}

targets = pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.__name__)

words = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
blocks = st.tuples(st.sampled_from(["story", "technical-story", "epic", "backlog"]), words).map(
    lambda told: f"```{told[0]}\n{told[1]}\n```\n"
)
# Options are mappings of a few names to values of any shape.
names = st.sampled_from([word.rstrip(": ") for word in WORDS if word.endswith(": ")])
scalars = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=9), st.integers(), st.floats(), st.booleans(), st.none(), st.dates()
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scalars, inner, max_size=3))
mappings = st.dictionaries(names, values, max_size=3)
inputs = st.one_of(
    words.map(str.encode),
    blocks.map(str.encode),
    mappings.map(yaml.safe_dump).map(str.encode),
    st.text().map(lambda text: text.encode("utf-8", "replace")),
    st.binary(),
)


@targets
def test_any_bytes(target: Target) -> None:
    @given(inputs)
    @settings(max_examples=EXAMPLES.get(target.__name__, 120), suppress_health_check=[HealthCheck.too_slow])
    def holds(data: bytes) -> None:
        target(data)

    holds()


@targets
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_what_was_found_once(path: Path, target: Target) -> None:
    target(path.read_bytes())
