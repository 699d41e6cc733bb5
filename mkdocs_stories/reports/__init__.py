"""Diagnostics for people and for other tools: one module a form."""

from __future__ import annotations

from ..registry import collect
from . import concise, github, gitlab, json_report, junit, sarif, text
from .report import PLAIN, Checked, Found, Read, Report, Screen, path_of
from .text import summary_of, text_of

REPORTS = collect(Report, text, concise, json_report, sarif, github, gitlab, junit)
"""Every form of report, by its name."""

__all__ = [
    "PLAIN",
    "REPORTS",
    "Checked",
    "Found",
    "Read",
    "Report",
    "Screen",
    "path_of",
    "summary_of",
    "text_of",
]
