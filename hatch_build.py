"""What a package index shows of the README: the text, without pictures and links to files that lie beside it here."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_BESIDE = r"\((?!https?:)[^)]*\)"


class CustomMetadataHook(MetadataHookInterface):
    """Called by hatchling when it builds; see tool.hatch.metadata.hooks.custom in pyproject.toml."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": shown(text)}


def shown(text: str) -> str:
    """A picture goes, of a link its words stay."""
    without = re.sub(rf"!\[[^\]]*\]{_BESIDE}\n*", "", text)
    return re.sub(rf"\[([^\]]+)\]{_BESIDE}", r"\1", without)
