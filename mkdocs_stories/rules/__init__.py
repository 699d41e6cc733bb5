"""The rules: one function each, found by name or by code."""

from __future__ import annotations

from ..registry import Registry, collect
from ..rule import Rule
from . import (
    actors,
    block,
    excuses,
    form,
    guides,
    likeness,
    page,
    parts,
    progress,
    slips,
    tracing,
    values,
    viewing,
    wording,
)

_MODULES = (
    *(actors, block, excuses, form, guides, likeness, page, parts, progress, slips, tracing, values, viewing),
    wording,
)
RULES = Registry(tuple(sorted(collect(Rule, *_MODULES), key=lambda rule: rule.code)))
"""Every rule, in the order of the codes."""
