"""The options of a site as the configuration of its host has them, without loading the host, themes and plugins."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from ..project import relative_to
from ..settings import Settings
from ..text import Source

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG_FILES = ("zensical.toml", "properdocs.yml", "properdocs.yaml", "mkdocs.yml", "mkdocs.yaml")
"""The configurations of all hosts, in the order in which they are looked for: hosts take their own before MkDocs'."""
_EXCLUDED = (".*", "/templates/")
"""What MkDocs leaves out of every site, as patterns of `.gitignore`."""


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
    """The site of a configuration file of any host. Environment tags and INHERIT are resolved as MkDocs does it.

    Raises SiteError where the file cannot be read or is not a configuration, and SettingsError where an option of ours
    is wrong.
    """
    config = read_config(config_file)
    docs_dir = config.get("docs_dir") or "docs"
    if not isinstance(docs_dir, str):
        raise SiteError(f"{config_file}: `docs_dir` is the path of a folder")
    own = [*_lines(config.get("exclude_docs")), *_lines(config.get("draft_docs"))]
    try:
        is_excluded = _match_of(own) if own else _is_excluded_everywhere
    except ValueError as error:
        raise SiteError(f"{config_file}: `exclude_docs` or `draft_docs`: {error}") from None
    folder = config_file.parent / docs_dir

    def wanted(path: str) -> bool:
        return not is_excluded(path) and not _gives_way(folder / path)

    settings = Settings.from_mapping(options_of(config, config_file))
    baseline = config_file.parent / settings.baseline if settings.baseline else None
    return Site(folder, with_origin(settings, config_file, folder), wanted, baseline)


def _is_excluded_everywhere(path: str) -> bool:
    """What the patterns `_EXCLUDED` say."""
    return path.startswith(("templates/", ".")) or "/." in path


def _match_of(own: list[str]) -> Callable[[str], bool]:
    """What these patterns say of a path, after those that hold everywhere. Raises ValueError for a wrong one."""
    from pathspec.gitignore import GitIgnoreSpec  # slow, and most sites have no patterns

    return GitIgnoreSpec.from_lines([*_EXCLUDED, *own]).match_file


def with_origin(settings: Settings, config_file: Path, folder: Path) -> Settings:
    """The settings with the file that they come from; without it where that cannot be read, as it comes from a pipe."""
    try:
        data = config_file.read_bytes()
    except OSError:
        return settings
    return replace(settings, origin=Source.decode(relative_to(folder, config_file), data))


def read_config(config_file: Path) -> dict[str, Any]:
    """What a configuration file says, of `zensical.toml` its table `project`.

    Raises SiteError where it cannot be read or is not a configuration.
    """
    try:
        config = _parsed(config_file)
    except OSError as error:
        raise SiteError(f"{error.filename or config_file}: {error.strerror}") from None
    except (yaml.YAMLError, TypeError, ValueError) as error:  # also of TOML, and of text that is not UTF-8
        raise SiteError(f"{config_file}: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise SiteError(f"{config_file}: is nested too deep, or inherits from itself") from None
    if not isinstance(config, dict):
        raise SiteError(f"{config_file}: a configuration is a mapping of options")
    return config


def _parsed(config_file: Path) -> Any:
    data = config_file.read_bytes()
    if config_file.suffix.lower() == ".toml":
        return read_toml(data.decode("utf-8"))
    config = read_yaml(data)
    if not isinstance(config, dict) or "INHERIT" not in config:
        return config
    inherited = config.pop("INHERIT")
    if not isinstance(inherited, str):
        raise ValueError("`INHERIT` is the path of another configuration")
    parent = _parsed(config_file.parent / inherited)
    return _merged(parent, config) if isinstance(parent, dict) else config


def read_toml(text: str) -> Any:
    """What a configuration in TOML says, of its table `project` if it has one. Raises ValueError where it is none."""
    config = tomllib.loads(text)
    return config.get("project", config)


def read_yaml(text: str | bytes) -> Any:
    """What a configuration in YAML says, without what it inherits. Raises yaml.YAMLError where it is none."""
    config = yaml.load(text, _Loader)  # noqa: S506 it is a safe one
    return {} if config is None else config


def _merged(parent: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged, all else is replaced."""
    merged = dict(parent)
    for name, value in own.items():
        before = merged.get(name)
        both = isinstance(before, dict) and isinstance(value, dict)
        merged[name] = _merged(before, value) if both else value  # type: ignore[arg-type]
    return merged


class _Loader(yaml.SafeLoader):
    """Makes nothing of tags which name Python objects, as configurations of MkDocs have them."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def _lines(patterns: object) -> list[str]:
    return patterns.splitlines() if isinstance(patterns, str) else []


def _gives_way(page: Path) -> bool:
    """Whether a README is no page, since there is an index beside it."""
    return page.name == "README.md" and page.with_name("index.md").exists()


def options_of(config: dict[str, Any], config_file: Path) -> dict[str, Any]:
    """The options of `stories`: of the plugin, else of the Markdown extension; none where the site names neither."""
    for place in ("plugins", "markdown_extensions"):
        options = _options(config.get(place)) or {}
        if not isinstance(options, dict):
            raise SiteError(f"{config_file}: `stories` among the `{place}` needs a mapping of options")
        if options:
            return {key: value for key, value in options.items() if key != "enabled"}
    return {}


def watches(config: Mapping[str, Any], root: Path, docs: Path) -> bool:
    """Whether Zensical renders pages again when another one has changed, by the option `watch` of its configuration."""
    watched = config.get("watch")
    places = watched if isinstance(watched, list) else []
    return any(docs.resolve().is_relative_to((root / str(place)).resolve()) for place in places)


def names_stories(config: dict[str, Any], place: str) -> bool:
    """Whether `stories` is among the plugins, or among the Markdown extensions, of a site."""
    return _options(config.get(place)) is not None


_GROUPS = ("group", "material/group")


def _options(listed: object) -> object:
    """The options of `stories` in a list of names and mappings, or in one mapping; `None` where they do not name it.

    Material's plugin `group` has a list of plugins of its own.
    """
    entries = listed.items() if isinstance(listed, dict) else listed if isinstance(listed, list) else ()
    for one in entries:
        pairs = one.items() if isinstance(one, dict) else [one if isinstance(one, tuple) else (one, None)]
        for name, options in pairs:
            if name == "stories":
                return options or {}
            inner = _options(options.get("plugins")) if name in _GROUPS and isinstance(options, dict) else None
            if inner is not None:
                return inner
    return None
