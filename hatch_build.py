"""The description of the package is the README, whose links lead to the documentation wherever it is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Description(MetadataHookInterface):
    """Finds its address among those of the package, and pages at the addresses that MkDocs gives them."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the description."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        text = re.sub(r"(?<=\]\(docs/)((?:[\w-]+/)*)index\.md", r"\1", text)
        text = re.sub(r"(?<=\]\(docs/)([\w/-]+)\.md", r"\1/", text)
        text = text.replace("](docs/", f"]({metadata['urls']['Documentation']}")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
