"""What tests share: the example site, built once a theme, and what to do where something optional is missing."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.sites import Built, build

EXAMPLE = Path(__file__).parent.parent / "example-site"

Example = Callable[..., Built]
"""Builds the example site: `example("material", use_directory_urls=False)`. The same site is built once."""


# The machines that tests run on are slow at times: no example fails because it took long.
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-cases", action="store_true", help="write what comes out into the files of tests/cases")


def pytest_configure(config: pytest.Config) -> None:
    # What the machine remembers of other runs is none of the tests' business, nor the other way round.
    os.environ["MKDOCS_STORIES_CACHE"] = tempfile.mkdtemp(prefix="stories-cache-")
    config.add_cleanup(lambda: shutil.rmtree(os.environ["MKDOCS_STORIES_CACHE"], ignore_errors=True))
    # Material prints a notice on every build otherwise.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # What a machine says of its terminal is not part of what comes out.
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        os.environ.pop(name, None)


def needs(what: str, found: object) -> None:
    """Skip a test for which something optional is missing; on CI, where everything is installed, that is a failure."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing, and no test is skipped where CI=true", pytrace=False)
    pytest.skip(f"{what} is missing")


@pytest.fixture
def own_heap() -> Iterator[None]:
    """Where time is compared: the garbage collector does not walk through what other tests left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    built: dict[str, Built] = {}

    def get(theme: str, /, **options: Any) -> Built:
        key = f"{theme} {sorted(options.items())}"
        if key not in built:
            if theme != "material":
                options = {"theme": {"name": theme}, **options}
            site_dir = str(tmp_path_factory.mktemp(theme) / "site")
            built[key] = build(EXAMPLE / "mkdocs.yml", strict=True, site_dir=site_dir, **options)
        return built[key]

    return get
