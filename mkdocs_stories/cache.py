"""A folder of files that make the next run faster, and that every run can do without.

It is the user's alone, since what it holds is believed. A file is written whole or not at all, and is sealed with what
wrote it: one that is damaged, cut off or from another version is as good as none. So two processes may use one folder
at the same time. Whatever goes wrong here goes wrong in silence, but for a line in the log for debugging.
"""

from __future__ import annotations

import errno
import logging
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER_VARIABLE = "MKDOCS_STORIES_CACHE"
"""The environment variable that names another folder."""

LARGEST = 64 * 2**20
"""The size of a file, in bytes, beyond which it is not kept."""
ROOM = 256 * 2**20
"""What all files may take together, in bytes: those that were not used for longest go first."""
KEPT_DAYS = 30
"""How long a file is kept that nobody uses."""

_SUFFIX = ".stories"
_SEAL = 32
"""The bytes of a seal."""
_BUFFER = 2**20

log = logging.getLogger(__name__)


def usual_folder() -> Path:
    """The folder that the environment names, else the one of this program among the caches of the system."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_cache_path  # slow, and not needed by most commands

    return user_cache_path("mkdocs-stories", appauthor=False)


@dataclass(frozen=True)
class Cache:
    """The files of a folder, by name. `stamp` tells what wrote them, and who may read them."""

    folder: Path
    stamp: bytes = b""

    def read(self, name: str) -> bytes | None:
        """What was written under a name by the same version, if it is there and whole."""
        file = self._file(name)
        try:
            if not self._is_own(create=False):
                return None
            data = file.read_bytes()
            os.utime(file)
        except OSError as error:
            log.debug("%s: not read: %s", file, error.strerror)
            return None
        content, seal = data[:-_SEAL], sha256(self._mark)
        seal.update(content)
        if data[-_SEAL:] != seal.digest():
            log.debug("%s: damaged, or of another version", file)
            return None
        return content

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Keep something under a name, part by part, and throw away what there is no room for."""
        file = self._file(name)
        try:
            if self._is_own(create=True):
                self._replace(file, parts)
                self._tidy()
        except OSError as error:
            log.debug("%s: not written: %s", file, error.strerror)

    def clear(self) -> int:
        """Remove all files; return how many there were.

        Raises OSError where one of them cannot be removed.
        """
        files = [file for file, _ in self._files()]
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    @property
    def size(self) -> int:
        """How many bytes all files take together."""
        return sum(status.st_size for _, status in self._files())

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}{_SUFFIX}"

    @property
    def _mark(self) -> bytes:
        """What a seal begins with; all of a file's content follows, and the seal stands at its end."""
        return sha256(self.stamp).digest()

    def _is_own(self, *, create: bool) -> bool:
        """Whether nobody else can write to the folder.

        Raises OSError where it is not there, and where it cannot be made.
        """
        if create:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not hasattr(os, "getuid"):  # Windows: the folder of the user is closed to others
            return True
        status = self.folder.stat()
        is_own = status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not is_own:
            log.debug("%s: not used, since others can write to it", self.folder)
        return is_own

    def _replace(self, file: Path, parts: Iterable[bytes]) -> None:
        import tempfile  # slow, and not needed where nothing has changed

        handle, name = tempfile.mkstemp(suffix=_SUFFIX, dir=self.folder)
        seal = sha256(self._mark)
        try:
            with os.fdopen(handle, "wb", buffering=_BUFFER) as made:
                for part in parts:
                    seal.update(part)
                    made.write(part)
                    if made.tell() > LARGEST:
                        raise OSError(errno.EFBIG, "too large to be kept")
                made.write(seal.digest())
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _tidy(self) -> None:
        """Remove what nobody used for long, then what is too much."""
        taken = 0
        oldest = time.time() - KEPT_DAYS * 24 * 60 * 60
        for file, status in sorted(self._files(), key=lambda one: -one[1].st_mtime):
            taken += status.st_size
            if taken > ROOM or status.st_mtime < oldest:
                file.unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for file in self.folder.glob(f"*{_SUFFIX}"):
            with suppress(FileNotFoundError):  # another process may be faster
                yield file, file.lstat()
