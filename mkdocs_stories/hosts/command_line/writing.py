"""How pages are written: whole, where they stand, and only if nobody else wrote them meanwhile."""

from __future__ import annotations

import difflib
import errno
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...text import LINE_END, Source, visible
from .console import SPACE, write

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
CHANGED = "it has changed meanwhile"
OUTSIDE = "it lies outside the docs folder"


@dataclass(frozen=True)
class Change:
    """A page of a docs folder as it was read, and as it is to be."""

    folder: Path
    before: Source
    after: Source

    @property
    def path(self) -> str:
        """The page's path in the docs folder."""
        return self.before.path

    @property
    def file(self) -> Path:
        """Where the page is written: behind symbolic links, which stay what they are."""
        return (self.folder / self.path).resolve()

    @property
    def is_outside(self) -> bool:
        """Whether a symbolic link leads out of the docs folder."""
        return not self.file.is_relative_to(self.folder.resolve())


def show_diff(change: Change, root: str) -> None:
    """Print what changes on a page, as a unified diff. `root` stands before the paths of pages."""
    path = f"{root}{change.path}"
    for row in difflib.unified_diff(_rows(change.before), _rows(change.after), path, path, lineterm=""):
        write(visible(row, but=SPACE))


def _rows(source: Source) -> list[str]:
    """The lines of a page without their line feeds, as a diff has them: a carriage return is part of its line."""
    rows = LINE_END.sub(lambda end: end[0].removesuffix("\n") + "\n", source.text).split("\n")
    last = rows.pop()
    return [*rows, f"{last}\n\\ No newline at end of file"] if last else rows


def refusal(change: Change, *, anywhere: bool = False) -> str:
    """Why a page must not be written; empty where it may be, out of its folder only with `anywhere`.

    Raises OSError where it is write-protected.
    """
    if change.is_outside and not anywhere:
        return OUTSIDE
    file = change.file
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        return CHANGED
    if not mode & 0o222 or not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(change.folder / change.path))
    return ""


def has_changed(change: Change) -> bool:
    """Whether a file no longer holds the page as it was read."""
    try:
        found = Source.decode(change.path, change.file.read_bytes())
    except FileNotFoundError:
        return True
    return bool(found.flaws) or found.text != change.before.text


def write_page(change: Change) -> str:
    """Write a page; return why it was left alone, empty where it was written.

    The new text is complete in a file of its own before it takes the place of the old one, so that nobody ever reads
    half of a page. Raises OSError where that file cannot be made.
    """
    file = change.file
    temporary = None
    try:
        data = file.read_bytes()
        found = Source.decode(change.path, data)
        if found.flaws or found.text not in (change.before.text, change.after.text):
            return CHANGED
        mark = _BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b""
        temporary = _write_beside(file, mark + change.after.text.encode("utf-8"))
        if file.read_bytes() != data:
            return CHANGED
        temporary.replace(file)
    except FileNotFoundError:
        return CHANGED
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(change.folder / change.path)) from None
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)
    return ""


def _write_beside(file: Path, data: bytes) -> Path:
    """A new file in the folder of another one, with its mode and owner."""
    like = file.stat()
    handle, name = tempfile.mkstemp(prefix=".stories-", dir=file.parent)
    with os.fdopen(handle, "wb") as made:
        made.write(data)
        made.flush()
        os.fsync(made.fileno())
    Path(name).chmod(stat.S_IMODE(like.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(name, like.st_uid, like.st_gid)
    return Path(name)
