"""Diagnostics as text, a line each."""

from __future__ import annotations

from collections.abc import Iterator

from .report import Checked, Report
from .text import closing, head_of


def _write(checked: Checked) -> Iterator[str]:
    for one in checked.found:
        yield head_of(one.diagnostic, one.root, checked.screen)
    yield closing(checked)


CONCISE = Report("concise", _write)
