"""Values of LibreOffice's programming interface: the one place that asks for its module `uno`.

It is asked for when it is needed: no Python but LibreOffice's has it, and much of the bridge can be tested without.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def uno() -> Any:
    import uno as module

    return module


def struct(kind: str, **fields: Any) -> Any:
    """``com.sun.star.table.CellAddress`` for ``table.CellAddress``, with these fields."""
    made = uno().createUnoStruct("com.sun.star." + kind)
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def properties(**values: Any) -> tuple[Any, ...]:
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def to_url(path: str) -> str:
    return Path(path).absolute().as_uri()


def to_path(url: str) -> str:
    """The path of a file's URL; a URL of the web stays what it is."""
    return str(uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url
