from io import BytesIO

import olefile
import pytest

from sheetnet.buttons import compound
from sheetnet.buttons.project import modules, with_source, without_modules
from sheetnet.buttons.template import our_project, template
from sheetnet.buttons.vba import MODULE, source
from tests.buttons.reading import decompressed, sources


def test_olevba_reads_our_source_and_the_templates_own_in_all_other_modules() -> None:
    theirs, ours = sources(template()), sources(our_project())

    assert list(ours) == list(theirs)
    assert ours.pop(MODULE) == source()
    theirs.pop(MODULE)
    assert ours == theirs
    assert "Public Function RunPython(PythonCommand As String)" in ours["xlwings"]


def test_our_reading_of_a_project_is_olevbas() -> None:
    found = {name: module.source for name, module in modules(template()).items()}

    assert {name: code.replace("\r\n", "\n") for name, code in found.items()} == sources(template())
    assert [name for name, module in modules(template()).items() if module.document] == [
        "ThisWorkbook",
        "Sheet1",
        "Sheet2",
    ]


def test_only_the_source_its_offset_and_what_was_compiled_change() -> None:
    before, after = compound.read(template()), compound.read(our_project())

    assert list(after) == list(before)
    changed = {path for path in before if before[path] != after[path]}
    assert changed <= {("VBA", MODULE), ("VBA", "dir"), ("VBA", "_VBA_PROJECT")}
    old, new = (decompressed(streams["VBA", "dir"]) for streams in (before, after))
    assert len(old) == len(new)
    at = modules(template())[MODULE].offset
    assert (old[:at], old[at + 4 :]) == (new[:at], new[at + 4 :])
    assert new[at : at + 4] == bytes(4)


def test_the_project_says_that_nothing_compiled_in_it_is_valid() -> None:
    with olefile.OleFileIO(BytesIO(our_project())) as file:
        cache = file.openstream("VBA/_VBA_PROJECT").read()
        module = file.openstream(f"VBA/{MODULE}").read()
        streams = ["/".join(path) for path in file.listdir()]

    assert cache[:4] == b"\xcc\x61\xff\xff"
    assert len(cache) == 7
    assert module[0] == 1  # the source begins where compiled code would stand
    assert not [name for name in streams if "__SRP" in name]


def test_caches_of_compiled_code_are_left_out() -> None:
    streams = compound.read(template()) | {("VBA", "__SRP_0"): b"cache", ("VBA", "_VBA_PROJECT"): bytes(3000)}

    after = compound.read(with_source(compound.write(streams), MODULE, source()))

    assert ("VBA", "__SRP_0") not in after
    assert after["VBA", "_VBA_PROJECT"] == b"\xcc\x61\xff\xff\x00\x01\x00"


def test_the_project_is_the_same_whenever_it_is_made() -> None:
    assert our_project() == our_project()


def test_a_module_that_is_not_there_is_no_module_to_replace() -> None:
    with pytest.raises(KeyError, match="Nobody"):
        with_source(template(), "Nobody", "")


@pytest.mark.parametrize("cut", [10, 600, 5000, 20_000])
def test_a_project_that_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        modules(our_project()[:cut])


def test_olevba_reads_a_project_without_some_modules_and_finds_all_others_as_they_were() -> None:
    made = without_modules(template(), {"xlwings", "Dictionary"})

    theirs = sources(template())
    assert sources(made) == {name: code for name, code in theirs.items() if name not in ("xlwings", "Dictionary")}
    streams = compound.read(made)
    assert b"xlwings" not in decompressed(streams["VBA", "dir"]) + streams["PROJECT",] + streams["PROJECTwm",]
    assert decompressed(streams["VBA", "dir"]).count(b"\x19\x00") >= 4


def test_every_stream_of_a_project_without_some_modules_is_named_by_its_list() -> None:
    streams = compound.read(without_modules(template(), {"Dictionary"}))

    named = {module.stream for module in modules(compound.write(streams)).values()}
    assert {path for path in streams if path[0] == "VBA"} - named == {("VBA", "dir"), ("VBA", "_VBA_PROJECT")}
