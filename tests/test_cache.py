"""The folder that makes the next run faster: whatever is wrong with it makes no difference."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from mkdocs_stories import cache as caching
from mkdocs_stories.cache import Cache, usual_folder
from mkdocs_stories.packing import Packer, PackingError, unpack
from mkdocs_stories.project import Project
from mkdocs_stories.settings import Settings
from mkdocs_stories.stored_memory import StoredMemory, stamp
from mkdocs_stories.text import Source

PAGES = {
    "a.md": "```story\nid: US-1\nstory: As a reader, I want to see many discounts quickly.\nrelates to: US-9\n```\n",
    "b.md": "```technical-story\nid: TS-1\nsupports: US-1\n---\n- [x] done\n```\n```backlog\nview: tabel\n```\n",
}


def checked(folder: Path, pages: dict[str, str] | None = None) -> list[str]:
    """What is wrong with some pages, by a run that reads from a folder and writes to it."""
    memory = StoredMemory(Cache(folder), folder.parent)
    sources = tuple(Source(path, text) for path, text in (pages or PAGES).items())
    project = Project(sources, memory=memory)
    told = [repr(one) for one in project.diagnostics] + [repr(page) for page in project.backlog.pages]
    memory.save()
    return told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_what_is_written_is_read_by_the_same_version_alone(folder: Path) -> None:
    Cache(folder, b"1").write("one", (b"con", b"tent"))
    assert Cache(folder, b"1").read("one") == b"content"
    assert Cache(folder, b"1").read("two") is None
    assert Cache(folder, b"2").read("one") is None


def test_the_folder_is_closed_to_others(folder: Path) -> None:
    Cache(folder / "deep").write("one", (b"con", b"tent"))
    assert (folder / "deep").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (folder / "deep").iterdir()} == {0o600}


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="on Windows the folder of a user is closed to others")
def test_a_folder_that_others_can_write_to_is_not_used(folder: Path) -> None:
    clean = checked(folder)
    before = sorted(file.read_bytes() for file in folder.iterdir())
    folder.chmod(0o777)
    assert Cache(folder, b"").read(next(folder.iterdir()).stem) is None
    assert checked(folder, {**PAGES, "c.md": PAGES["a.md"]}) != clean
    assert sorted(file.read_bytes() for file in folder.iterdir()) == before


def test_a_damaged_file_is_as_good_as_none(folder: Path) -> None:
    clean = checked(folder)
    whole = {file: file.read_bytes() for file in folder.iterdir()}
    assert len(whole) == 2
    dice = Random(1)
    for file, data in whole.items():
        cuts = [data[:at] for at in (0, 1, 31, 32, 33, len(data) // 2, len(data) - 1)]
        flips = [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in (0, 31, 32, 60, len(data) - 1)]
        for damaged in (*cuts, *flips, data + b"x", dice.randbytes(500), b"\x80\x05."):
            file.write_bytes(damaged)
            assert checked(folder) == clean
            assert Cache(folder).read(file.stem), "the run has written it anew"


def test_sealed_bytes_that_hold_something_else_are_as_good_as_none(folder: Path) -> None:
    """As another program might write that knows how to seal: then each page is read, and nothing is run."""
    clean = checked(folder)
    names = [file.stem for file in folder.iterdir()]
    for content in (b"", b"\x80\x05.", b"nothing", pickle.dumps([1]), pickle.dumps({b"": b""}), pickle.dumps(print)):
        for name in names:
            key = (Cache(folder).read(name) or b"")[:20] if name.endswith("outcome") else b""
            Cache(folder).write(name, (key, content))
        assert checked(folder) == clean


@pytest.mark.parametrize("harm", [os.system, eval, Path.unlink, getattr, Source, Cache])
def test_nothing_is_unpacked_but_what_a_page_is_made_of(harm: object) -> None:
    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return harm, ("echo harm",)

    with pytest.raises(PackingError):
        unpack(pickle.dumps(Harm()) if harm is not Path.unlink else pickle.dumps(Path("/")), {}, {})


def test_what_is_packed_comes_back_equal() -> None:
    """Every sort of part, and each link of the kind that it was."""
    pages = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "cases").rglob("*.md"))]
    sources = {f"{number}.md": Source(f"{number}.md", text) for number, text in enumerate(pages)}
    project = Project(tuple(sources.values()))
    again = unpack(Packer().pack(project.backlog.pages), sources, {})
    assert again == project.backlog.pages
    assert all(page.source is sources[page.source.path] for page in again)
    links = [link for page in again for story in page.stories for link in story.links]
    assert {link.kind for link in links} == {link.kind for one in project.backlog.stories for link in one.links}
    assert unpack(Packer().pack(project.diagnostics), sources, {}) == project.diagnostics


def test_what_is_packed_does_not_depend_on_what_was_packed_before() -> None:
    pages = [
        Project((Source("a.md", f"```story\nid: US-1\ntitle: {words}\n```"),)).backlog for words in ("x" * 500, "y")
    ]
    packer = Packer()
    assert [packer.pack(one.pages) for one in pages] == [Packer().pack(one.pages) for one in pages]


def test_without_a_place_to_write_every_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    clean = checked(tmp_path / "cache")
    assert checked(tmp_path / "file") == clean
    assert checked(tmp_path / "file" / "deep") == clean
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_home_that_is_write_protected_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = checked(tmp_path / "cache")

    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert checked(tmp_path / "home" / "cache") == clean
    assert not (tmp_path / "home").exists()


def test_a_disk_that_is_full_is_no_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = checked(folder)
    changed = {**PAGES, "c.md": PAGES["a.md"]}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(folder.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        worse = checked(folder, changed)
    assert sorted(folder.iterdir()) == before, "nothing half-written is left"
    assert worse == checked(folder, changed)
    assert checked(folder) == clean


def test_what_nobody_uses_goes_and_what_there_is_no_room_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder)
    for age, name in enumerate(("new", "old", "older", "oldest")):
        cache.write(name, (bytes(100),))
        then = time.time() - (age + 0.1) * 24 * 60 * 60  # clocks of file systems may be behind
        os.utime(folder / f"{name}.stories", (then, then))
    assert cache.size == 4 * 132
    monkeypatch.setattr(caching, "KEPT_DAYS", 2.5)
    cache.write("more", (bytes(100),))
    assert sorted(file.stem for file in folder.iterdir()) == ["more", "new", "old", "older"]
    assert cache.read("older") == bytes(100)  # and so it is the newest
    monkeypatch.setattr(caching, "ROOM", 3 * 132)
    cache.write("last", (bytes(100),))
    assert sorted(file.stem for file in folder.iterdir()) == ["last", "more", "older"]
    monkeypatch.setattr(caching, "LARGEST", 50)
    cache.write("large", (bytes(50), bytes(50)))
    assert cache.read("large") is None
    (folder / "of someone else").touch()
    assert cache.clear() == 3
    assert [file.name for file in folder.iterdir()] == ["of someone else"]


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MKDOCS_STORIES_CACHE", str(tmp_path))
    assert usual_folder() == tmp_path
    monkeypatch.setenv("MKDOCS_STORIES_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert usual_folder().name == "mkdocs-stories" or os.name == "nt"
    if sys.platform == "linux":
        assert usual_folder() == tmp_path / "xdg" / "mkdocs-stories"


def test_two_processes_may_use_one_folder(folder: Path) -> None:
    """Both write as fast as they can, and neither ever reads what is not whole."""
    program = """
import sys
from pathlib import Path
from mkdocs_stories.cache import Cache
cache = Cache(Path(sys.argv[1]))
for number in range(150):
    cache.write("one", (sys.argv[2].encode() * (1000 + number),))
    found = cache.read("one")
    assert found and len(set(found)) == 1 and len(found) >= 1000, found
"""
    runs = [subprocess.Popen([sys.executable, "-c", program, str(folder), letter]) for letter in "ab"]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert [file.name for file in folder.iterdir()] == ["one.stories"]


def test_another_version_of_this_program_python_or_yaml_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamp()
    assert before == stamp()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "3.99")
        assert stamp() != before
    own = Path(caching.__file__)
    assert f"cache.py {own.stat().st_size} {own.stat().st_mtime_ns}".encode() in before


def test_every_setting_has_words_of_its_own(folder: Path) -> None:
    """So that what was found under other settings is not taken for what these would find."""
    options: tuple[dict[str, object], ...] = (
        {},
        {"statuses": ["ready"]},
        {"rules": {"two-wants": "error"}},
        {"rules": {"long-story": {"words": 30}}},
        {"rules": {"vague-words": {"words": ["nice"]}}},
        {"per_path": {"a.md": {"two-wants": "why"}}},
        {"fields": {"risk": {"type": "choice", "choices": ["low"]}}},
        {"fields": {"risk": {"type": "choice", "choices": ["low"], "types": ["user", "technical"]}}},
        {"roles": {"reader": "Who reads"}},
        {"roles": ["reader"]},
        {"language": "de"},
        {"words": {"backlog": "Stories"}},
    )
    for number, one in enumerate(options, 1):
        memory = StoredMemory(Cache(folder), folder)
        assert Project((Source("a.md", PAGES["a.md"]),), Settings.from_mapping(one), memory=memory).backlog.stories
        memory.save()
        assert len(list(folder.iterdir())) == number
