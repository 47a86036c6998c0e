"""The wheel can be installed in Pyodide: it is pure Python, and what it asks for there is so too or part of Pyodide."""

from email.message import Message
from email.parser import Parser
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

OF_PYODIDE = {"numpy"}  # compiled, and part of Pyodide's own distribution
IN_PYODIDE = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "sys_platform": "emscripten",
}


def told_by(wheel: Path, name: str) -> Message:
    with ZipFile(wheel) as archive:
        (path,) = (each for each in archive.namelist() if each.endswith(f".dist-info/{name}"))
        return Parser().parsestr(archive.read(path).decode())


def test_the_wheel_is_pure_python(wheel: Path) -> None:
    told = told_by(wheel, "WHEEL")

    assert wheel.name.endswith("-py3-none-any.whl")
    assert (told["Root-Is-Purelib"], told.get_all("Tag")) == ("true", ["py3-none-any"])


@pytest.mark.parametrize("python", ["3.12", "3.13", "3.14"])
def test_everything_that_the_wheel_asks_for_in_pyodide_can_be_had_there(wheel: Path, python: str) -> None:
    asked = [Requirement(text) for text in told_by(wheel, "METADATA").get_all("Requires-Dist", [])]
    environment = IN_PYODIDE | {"python_version": python, "python_full_version": f"{python}.0"}
    wanted = {one.name for one in asked if one.marker is None or one.marker.evaluate(environment)}

    assert "xlwings" not in wanted, "xlwings Lite brings its own"
    assert wanted >= OF_PYODIDE
    for name in wanted - OF_PYODIDE:
        assert "Root-Is-Purelib: true" in (distribution(name).read_text("WHEEL") or ""), name
