"""The manual of a rule, part by part: its page in the documentation and `mkdocs-stories explain` say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .diagnostics import Severity
from .model import Story
from .rule import Idle, Option, Rule


@dataclass(frozen=True, slots=True)
class Part:
    """Some paragraphs of a manual, below a heading or not, and what they show: Markdown or YAML."""

    words: str = ""
    heading: str = ""
    code: str = ""
    language: str = "yaml"


def manual_of(rule: Rule) -> Iterator[Part]:
    """What a rule finds, how bad that is, why, an example, what to write instead, and how to make an exception."""
    manual = rule.manual
    yield Part(manual.summary)
    yield Part(_severity(rule))
    for name, default in rule.options.items():
        yield Part(f"Option `{name}`: by default {_shown(default)}.")
    if manual.why:
        yield Part(manual.why)
    if manual.example:
        yield Part(heading="Example", code=manual.example, language="markdown")
        yield Part(heading="Instead", code=manual.instead, language="markdown")
    yield from _exceptions(rule)


def _exceptions(rule: Rule) -> Iterator[Part]:
    pages = Part("On some pages, with the reason:", code=_options(rule, "the reason", "per_path", "archive/*"))
    if rule.can_be_allowed:
        where = "In one story" if {Story, Idle} & set(rule.subjects) else "In the story that the words stand in"
        yield Part(f"{where}, with the reason:", "Exceptions", f"allow:\n  {rule.name}: the reason")
        yield pages
    else:
        yield replace(pages, heading="Exceptions")
    if rule.severity is Severity.OFF:
        yield Part("To switch it on, give it a severity:", code=_options(rule, "warning", "rules"))
    else:
        yield Part("On the whole site:", code=_options(rule, "off", "rules"))


def _severity(rule: Rule) -> str:
    if rule.severity is Severity.OFF:
        return "The rule is off, unless the site gives it a severity."
    return f"Severity: `{rule.severity.value}`, unless the site sets another."


def _shown(default: Option) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return ", ".join(f"`{word}`" for word in default) if isinstance(default, tuple) else f"`{default}`"


def _options(rule: Rule, value: str, *keys: str) -> str:
    """What `mkdocs.yml` says of a rule, below some keys of the plugin's options."""
    told = ["plugins:", "  - stories:"]
    told += [f"{'  ' * depth}{key}:" for depth, key in enumerate(keys, 3)]
    return "\n".join((*told, f"{'  ' * (3 + len(keys))}{rule.name}: {value}"))
