"""Every text that a reader of the site sees, one module a language."""

from __future__ import annotations

from .english import ENGLISH
from .table import Counted, Words

__all__ = ["ENGLISH", "Counted", "Words"]
