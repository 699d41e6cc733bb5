"""Diagnostics for people and for other tools: one module a form."""

from __future__ import annotations

from ..registry import collect
from . import text
from .report import Checked, Found, Report
from .text import summary_of, text_of, visible

REPORTS = collect(Report, text)
"""Every form of report, by its name."""

__all__ = ["REPORTS", "Checked", "Found", "Report", "summary_of", "text_of", "visible"]
