"""What `import mkdocs_stories` gives: few names, which stay."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, is_dataclass
from pathlib import Path

import pytest

import mkdocs_stories
from mkdocs_stories import Backlog, Diagnostic, Finding, Page, Phrase, Settings, Source, Span, Story, check, load
from mkdocs_stories.hosts.command_line import main
from mkdocs_stories.hosts.site_options import read_site
from tests.sites import places

PAGE = """# Wishes

```story
id: US-1
story: As a collector, I want to see editions so that I find first ones
```

```technical-story
id: TS-1
component: search index
should: be rebuilt at night
supports: US-2
```
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "wishes.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "index.md").write_text("# Shop\n\nSee [US-1].\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / ".hidden.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def test_the_names_are_these() -> None:
    """To take one away breaks those who use it; to add one is a promise."""
    assert mkdocs_stories.__all__ == [
        *("Backlog", "Diagnostic", "Finding", "Page", "Phrase", "Settings", "SettingsError", "Severity", "Source"),
        *("Span", "Story", "check", "load"),
    ]
    assert sorted(mkdocs_stories.__all__) == mkdocs_stories.__all__
    for name in mkdocs_stories.__all__:
        assert getattr(mkdocs_stories, name).__doc__


def test_load_reads_a_folder(docs: Path) -> None:
    backlog = load(docs)
    assert [page.source.path for page in backlog.pages] == ["index.md", "shop/wishes.md"]
    assert [(story.name, story.heading) for story in backlog.stories] == [
        ("US-1", "See editions"),
        ("TS-1", "Search index should be rebuilt at night"),
    ]
    assert load(str(docs)) == backlog


def test_check_says_what_is_wrong(docs: Path) -> None:
    diagnostics = check(load(docs))
    assert all(isinstance(one, Diagnostic) for one in diagnostics)
    assert check(load(docs), Settings()) == diagnostics
    assert [
        (one.code, one.name, one.severity.value, one.source.path, one.finding.span.line) for one in diagnostics
    ] == [
        ("ST307", "missing-criteria", "info", "shop/wishes.md", 4),
        ("ST103", "missing-benefit", "error", "shop/wishes.md", 11),
        ("ST301", "unknown-link", "error", "shop/wishes.md", 12),
    ]


def test_settings_change_what_is_read_and_said(docs: Path) -> None:
    settings = Settings.from_mapping({"id_pattern": "US-[0-9]+", "rules": {"ST103": "warning", "ST301": "off"}})
    found = [(one.code, one.severity.value) for one in check(load(docs, settings), settings)]
    assert found == [("ST307", "info"), ("ST121", "error"), ("ST103", "warning")]


def test_what_is_given_has_a_public_name(docs: Path) -> None:
    backlog = load(docs)
    (one, *_) = check(backlog)
    assert isinstance(one.finding, Finding)
    assert isinstance(one.finding.span, Span)
    assert isinstance(one.source, Source)
    assert isinstance(backlog.pages[0], Page)
    assert isinstance(backlog.stories[0].id, Phrase)


def test_a_site_is_checked_as_the_command_checks_it(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what it leaves out of the docs, and with its options."""
    config = "docs_dir: .\nexclude_docs: shop/\nplugins:\n  - stories:\n      rules: {ST301: warning}\n"
    (docs / "mkdocs.yml").write_text(config, encoding="utf-8")
    (docs / "other.md").write_text(PAGE, encoding="utf-8")
    site = read_site(docs / "mkdocs.yml")
    backlog = load(site.folder, site.settings, site.wanted)
    assert [page.source.path for page in backlog.pages] == ["index.md", "other.md"]
    monkeypatch.chdir(docs)
    assert main(["check", "--format", "concise"]) == 1
    reported = places(capsys.readouterr().out)
    found = [(one.source.path, *one.finding.span[:2], one.code) for one in check(backlog, site.settings)]
    assert found == reported
    assert "warning" in [one.severity.value for one in check(backlog, site.settings)]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize("sort", [Backlog, Diagnostic, Settings, Story])
def test_values_are_frozen(sort: type, docs: Path) -> None:
    backlog = load(docs)
    values = {
        Backlog: backlog,
        Settings: Settings(),
        Story: backlog.stories[0],
        Diagnostic: check(backlog, Settings())[0],
    }
    value = values[sort]
    assert is_dataclass(value)
    for name in value.__dataclass_fields__:
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, None)
