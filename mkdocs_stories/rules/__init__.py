"""The rules: one function each, found by name or by code."""

from __future__ import annotations

from ..registry import collect
from ..rule import Rule
from . import block, excuses, form, page, tracing, viewing

RULES = collect(Rule, form, block, page, tracing, viewing, excuses)
"""Every rule, in the order of the codes."""
