import importlib.machinery
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetnet.buttons import template as module
from sheetnet.errors import SettingError


@pytest.fixture
def xlwings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an xlwings that is installed as the test says."""
    found = importlib.machinery.ModuleSpec("xlwings", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(module, "find_spec", lambda name: found if name == "xlwings" else None)
    module.template.cache_clear()
    yield tmp_path
    module.template.cache_clear()


def test_the_template_is_that_of_the_installed_xlwings() -> None:
    import xlwings

    with zipfile.ZipFile(Path(xlwings.__file__).with_name("quickstart_standalone.xlsm")) as book:
        assert module.template() == book.read("xl/vbaProject.bin")


def test_without_xlwings_it_is_said_how_to_install_it(xlwings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    with pytest.raises(SettingError) as error:
        module.our_project()
    assert str(error.value) == 'the buttons need xlwings; python -m pip install "sheetnet[excel]"'


@pytest.mark.parametrize("content", [None, b"", b"no zip file"])
def test_an_xlwings_with_another_template_is_refused(content: bytes | None, xlwings: Path) -> None:
    if content is not None:
        (xlwings / "quickstart_standalone.xlsm").write_bytes(content)

    with pytest.raises(SettingError, match=r"has no quickstart_standalone\.xlsm that sheetnet knows"):
        module.our_project()
