"""The options of a site as its `mkdocs.yml` has them, without loading themes and plugins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from pathspec.gitignore import GitIgnoreSpec

from ..project import relative_to
from ..settings import Settings
from ..text import Source

CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml")
_EXCLUDED = (".*", "/templates/")


class SiteError(ValueError):
    """A configuration that cannot be read. Shown to the user on one line."""


@dataclass(frozen=True)
class Site:
    """Where the docs are, which pages count, what is set, and the file of the baseline where there is one."""

    folder: Path
    settings: Settings
    wanted: Callable[[str], bool]
    baseline: Path | None = None


def read_site(config_file: Path) -> Site:
    """The site of a configuration file. Environment tags and INHERIT are resolved as MkDocs does it.

    Raises SiteError where the file cannot be read or is not a configuration, and SettingsError where an option of ours
    is wrong.
    """
    try:
        with config_file.open("rb") as file:
            config = yaml_load(file, _loader())
    except OSError as error:
        raise SiteError(f"{config_file}: {error.strerror}") from None
    except (ConfigurationError, yaml.YAMLError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise SiteError(f"{config_file}: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise SiteError(f"{config_file}: is nested too deep, or inherits from itself") from None
    if not isinstance(config, dict):
        raise SiteError(f"{config_file}: a configuration is a mapping of options")
    docs_dir = config.get("docs_dir") or "docs"
    if not isinstance(docs_dir, str):
        raise SiteError(f"{config_file}: `docs_dir` is the path of a folder")
    patterns = [*_EXCLUDED, *_lines(config.get("exclude_docs")), *_lines(config.get("draft_docs"))]
    try:
        excluded = GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise SiteError(f"{config_file}: `exclude_docs` or `draft_docs`: {error}") from None
    folder = config_file.parent / docs_dir

    def wanted(path: str) -> bool:
        return not excluded.match_file(path) and not _gives_way(folder / path)

    settings = Settings.from_mapping(_options(config.get("plugins"), config_file))
    baseline = config_file.parent / settings.baseline if settings.baseline else None
    return Site(folder, with_origin(settings, config_file, folder), wanted, baseline)


def with_origin(settings: Settings, config_file: Path, folder: Path) -> Settings:
    """The settings with the file that they come from; without it where that cannot be read, as it comes from a pipe."""
    try:
        data = config_file.read_bytes()
    except OSError:
        return settings
    return replace(settings, origin=Source.decode(relative_to(folder, config_file), data))


def _loader() -> type[Any]:
    """MkDocs' loader of options, but one that makes nothing of tags which name Python objects."""
    loader: type[Any] = get_yaml_loader(yaml.SafeLoader)
    loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)
    return loader


def _lines(patterns: object) -> list[str]:
    return patterns.splitlines() if isinstance(patterns, str) else []


def _gives_way(page: Path) -> bool:
    """Whether a README is no page, since there is an index beside it."""
    return page.name == "README.md" and page.with_name("index.md").exists()


def _options(plugins: object, config_file: Path) -> dict[str, Any]:
    """The options of the plugin `stories`, none where the site does not name it."""
    listed = plugins.items() if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else ()
    for one in listed:
        pairs = one.items() if isinstance(one, dict) else [one if isinstance(one, tuple) else (one, None)]
        for name, options in pairs:
            if name == "stories":
                if not isinstance(options or {}, dict):
                    raise SiteError(f"{config_file}: the plugin `stories` needs a mapping of options")
                return {key: value for key, value in (options or {}).items() if key != "enabled"}
    return {}
