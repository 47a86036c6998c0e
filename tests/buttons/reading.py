"""Macros as olevba reads them: the oracle of the tests."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools calls pyparsing by names of old
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(container: bytes) -> bytes:
    """What a compressed container holds."""
    return bytes(decompress_stream(bytearray(container)))


def sources(file: bytes | Path) -> dict[str, str]:
    """Module -> source of a VBA project or of a workbook, with plain line feeds."""
    name = "vbaProject.bin" if isinstance(file, bytes) else file.name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = VBA_Parser(name, data=file if isinstance(file, bytes) else file.read_bytes())
        found = [(stream.rpartition("/")[2], code) for _, stream, _, code in parser.extract_all_macros()]
        parser.close()
    return {name: code.replace("\r\n", "\n") for name, code in found}
