"""The rules: one function each, found by name or by code."""

from __future__ import annotations

from ..registry import Registry, collect
from ..rule import Rule
from . import block, excuses, form, page, tracing, viewing

RULES = Registry(tuple(sorted(collect(Rule, form, block, page, tracing, viewing, excuses), key=lambda rule: rule.code)))
"""Every rule, in the order of the codes."""
