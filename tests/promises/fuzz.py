"""Workbooks spoiled in every way: sheetnet says what is wrong with them, or reads and patches them, and never crashes.

    python -m tests.promises.fuzz --cases 1000000 --jobs 2     spoil parts and packages at random (a seed gives the same cases)
    python -m tests.promises.fuzz --guided --cases 1000000     let atheris look for new paths (pip install atheris)

Of sixteen cases thirteen are spoiled bytes (`spoiled`), one has a thing in numbers that no program writes (`heaped`), often
spoiled too, and two are spelled otherwise and have to be taken for what they are (`respelled`: other prefixes, entities,
quotes, targets). A case that raises anything but a SheetnetError, or works for more than ten seconds, is written to the folder
`fuzz-found`; as a line in test_fuzz.py it becomes a test. Where a case is accepted, what was written has to be read back,
by sheetnet and by another parser.
"""

import argparse
import multiprocessing
import random
import re
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml import sax

from tqdm import tqdm

from sheetnet.errors import SheetnetError
from sheetnet.sheet.cells import Date, column_letters
from sheetnet.sheet.formulas.dependents import dependents
from sheetnet.sheet.xlsx.package import Package
from sheetnet.sheet.xlsx.workbook import Workbook
from tests.sheet.xlsx.parts import MAIN, OFFICE, area, parts_of_book, sheet_xml, zipped

_CELLS = (
    '<row r="1" spans="1:3"><c r="A1" s="1"><v>0.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1"><f>A1*2</f><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>x &amp; y</t></is></c><c t="str"><f t="shared" ref="B2:B3" si="0">A2</f>'
    '<v>x</v></c></row><!-- a comment --><row r="3"><c r="B3"><f t="shared" si="0"/><v/></c>'
    '<c r="C3" t="e"><v><![CDATA[#N/A]]></v></c></row><row r="9"/>'
)
_PARTS = parts_of_book(
    {
        "S": sheet_xml(_CELLS, '<dimension ref="A1:C9"/><cols><col min="1" max="2" width="9" style="1"/></cols>',
                       '<mergeCells count="1"><mergeCell ref="E5:F6"/></mergeCells>'),
        "T": sheet_xml(""),
    },
    names={"current": "S!$A$1:$B$2", "eta": "S!$C$1"},
    strings="<si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r></si>",
)  # fmt: skip
_NAMES = sorted(_PARTS)
_SHEET, _STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
_SECONDS = 10
_TOKENS = [
    *(f"<{name}>" for name in ("row", "c", "v", "f", "is", "t", "sheetData", "x:c", "mc:AlternateContent")),
    *(f"</{name}>" for name in ("row", "c", "v", "f", "is", "t", "sheetData", "worksheet")),
    '<c r="A1">', '<c r="B2" t="s">', '<row r="2">', '<row r="99999999">', '<c r="ZZZZ1">', "<v>1e999</v>", "<v>NaN</v>",
    '<f t="array" ref="A1:B2">', '<f t="shared" si="0"/>', "<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "<!DOCTYPE a>",
    "&#0;", "&lt;", "&#x110000;", "&a;", '"', "'", "<", ">", "/>", "=", "\0", "\x0b", "é", "\ud83d", "-1", "1048577",
    't="d"', 't="b"', 's="4294967296"', 'r=""', "r='A1'", "xmlns:x='y'", " ", "\r\n", "_x0041_", "R1C1", "#REF!", "[1]S!A1",
]  # fmt: skip


def try_package(data: bytes) -> str:
    """Read everything, write a block on each sheet, add a sheet, and read it all back; returns the refusal, or nothing."""
    try:
        book = Workbook(Package(data))
        names = book.sheets[:4]
        _ = book.names, book.local_names
        written = []
        for name in names:
            sheet = book.worksheet(name)
            sheet.read(area("A1:D12", name)), sheet.formulas(area("A1:D12", name)), sheet.used()
            every = [(name, *formula) for formula in sheet.all_formulas([area("A1:A2", name)])]
            dependents(every, [area("A1", name), area("A20:C90", name)], book.names, book.local_names)
            sheet.refresh(area("C1:C3", name), [[2.5], ["a<b"], [None]])
            sheet.write(area("H11:I12", name), [[0.1, "=1+1"], [True, -1e-300]])
            sheet.write(area("D13:F13", name), [[0.1, None, -3]])
            written.append((name, sheet.part, sheet.used()))
        book.add_sheet("Fuzz")
        book.commit()
        out = book.package.bytes()
    except SheetnetError as error:
        if "\n" in str(error):
            raise AssertionError("an error of more than one line") from error
        return str(error)
    again = Workbook(Package(out))
    for name, part, used in written:
        sheet = again.worksheet(name)
        read = sheet.read(area("H11:I12", name)) + sheet.read(area("D13:F13", name))
        numbers = [[one.serial if isinstance(one, Date) else one for one in row] for row in read]  # as styles have it
        if numbers != [[0.1, "=1+1"], [True, -1e-300], [0.1, None, -3.0]]:
            raise AssertionError(f"another block is read back from {name}")
        if sheet.used() != used:
            raise AssertionError(f"{name} was to be used up to {used}, and is used up to {sheet.used()}")
        sax.parseString(again.package.read(part), sax.ContentHandler())  # ElementTree refuses a } in a namespace
    if "Fuzz" not in again.sheets:
        raise AssertionError("the new sheet is not there")
    return ""


def spoiled(rng: random.Random) -> bytes:
    """A package with one of its parts, or its zip file, spoiled in one to six places."""
    if rng.random() < 0.2:
        return _changed(zipped(_PARTS), rng, [bytes([rng.randrange(256)]) for _ in range(8)])
    name = "xl/worksheets/sheet1.xml" if rng.random() < 0.6 else rng.choice(_NAMES)
    tokens = [token.encode("utf-8", "surrogatepass") for token in rng.sample(_TOKENS, 6)]
    return zipped({**_PARTS, name: _changed(_PARTS[name], rng, tokens)})


def respelled(rng: random.Random) -> bytes:
    """A package that means what it meant, spelled otherwise: other prefixes, entities, quotes, targets."""
    return zipped(_respelled(_PARTS, rng))


def _respelled(parts: Mapping[str, bytes], rng: random.Random) -> dict[str, bytes]:
    some = dict(parts)
    for _ in range(rng.randint(1, 8)):
        name = "xl/worksheets/sheet1.xml" if rng.random() < 0.4 else rng.choice(_NAMES)
        some[name] = rng.choice((_other_prefix, _entity, _quotes, _target))(some[name], rng)
    return some


def heaped(rng: random.Random) -> bytes:
    """A package with a heap of one thing in it, often under other prefixes and with entities, often spoiled besides."""
    some = dict(_PARTS)
    for heap in rng.sample(HEAPS, rng.choice((1, 1, 2))):
        part, mark, more = heap(rng, rng.choice((2, 2, 2, 30, 300)))
        before, found, after = some[part].partition(mark)
        assert found, mark
        some[part] = before + more.encode() + found + after
    if rng.random() < 0.5:
        some = _respelled(some, rng)
    if rng.random() < 0.5:
        name = rng.choice(_NAMES)
        some[name] = _changed(
            some[name], rng, [token.encode("utf-8", "surrogatepass") for token in rng.sample(_TOKENS, 6)]
        )
    return zipped(some)


def _heap_of_sheets(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    ids = ("rId1", "nowhere")
    more = (f'<sheet name="n{k}" sheetId="{k + 9}" xmlns:q="{OFFICE}" q:id="{rng.choice(ids)}"/>' for k in range(n))
    return "xl/workbook.xml", b"</sheets>", "".join(more)


def _heap_of_names(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    more = (f'<definedName name="n{k}">n{k + 1}+S!$A${k + 1}</definedName>' for k in range(n))
    return "xl/workbook.xml", b"</definedNames>", "".join(more)


def _heap_of_brackets(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    code = rng.choice(("[", "&quot;", "\\", "_", "*", "[h", "[$-", ";", "yy&quot;", "\\[\\]", "@E")) * (n * 9)
    return _STYLES, b"</numFmts>", f'<numFmt numFmtId="201" formatCode="{code}"/>'


def _heap_of_fonts(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    return _STYLES, b"</fonts>", "<font/>" * (n * 200)


def _heap_of_styles(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    return _STYLES, b"</cellXfs>", '<xf numFmtId="201"/>' * (n * 220)


def _heap_of_merged(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    spans = (rng.choice(("E5:F6", "H1:J99", "A1:XFD1048576", "K{0}:L{0}", "B2:A{0}")).format(k + 20) for k in range(n))
    return _SHEET, b"</mergeCells>", "".join(f'<mergeCell ref="{span}"/>' for span in spans)


def _heap_of_columns(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    return _SHEET, b"</cols>", '<col min="1" max="16384" width="9" style="1"/>' * (n * 60)


def _heap_of_formula(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    piece = rng.choice(
        ("A1+", "(", "[", "'", ":", "n1,", "&quot;&quot;", "A1:", "{", "#N/A", "-", "$A$1 ", "é!A1+", "1E+")
    )
    return _SHEET, b"</sheetData>", f'<row r="20"><c r="A20"><f>{piece * (8192 // len(piece))}A1</f></c></row>'


def _heap_of_shared(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    text = rng.choice(("A1*2", "A1+" * 200 + "B$2", "[" * 900, "SUM(A:C,1:2,n1)", "(", "'a b'!A1:B2", "$A$1"))
    kind = rng.choice(("shared", "shared", "array", "dataTable"))
    first = f'<row r="20"><c r="A20"><f t="{kind}" ref="A20:A{20 + n}" si="7">{text}</f></c></row>'
    rows = [
        f'<row r="{21 + k}"><c r="A{21 + k}"><f t="{kind}" si="{rng.choice((7, 7, 7, 8))}"/></c></row>'
        for k in range(n)
    ]
    rows.insert(rng.choice((0, 0, 0, n)), first)
    return _SHEET, b"</sheetData>", "".join(rows)


def _heap_of_prefixes(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    names = (rng.choice((MAIN, MAIN, f"other:{k}")) for k in range(n))
    more = (f'<p{k}:row xmlns:p{k}="{name}" r="{30 + k}"/>' for k, name in enumerate(names))
    return _SHEET, b"</sheetData>", "".join(more)


def _heap_of_twins(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    names = (rng.choice(("s", "S ", "ſ", "&#115;", "T")) for _ in range(n))
    more = (f'<sheet name="{name}" sheetId="{k + 9}" xmlns:q="{OFFICE}" q:id="rId2"/>' for k, name in enumerate(names))
    return "xl/workbook.xml", b"</sheets>", "".join(more)


def _heap_of_rules(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    cells = rng.choice(("A1", "A1:C9 " * 90, "XFD1048576", "", "A1:B"))
    rule = f'<conditionalFormatting sqref="{cells}"><cfRule type="expression"><formula>A1</formula></cfRule></conditionalFormatting>'
    entry = f'<dataValidation type="list" sqref="{cells}"><formula1>n1</formula1></dataValidation>'
    link = f'<hyperlink ref="{cells}" location="S!A1"/>'
    pieces = (rule * n, f"<dataValidations>{entry * n}</dataValidations>", f"<hyperlinks>{link * n}</hyperlinks>")
    return _SHEET, b"</worksheet>", rng.choice(pieces)


def _heap_of_runs(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    run = rng.choice(("<r><rPr><b/></rPr><t>x</t></r>", "<rPh sb='0' eb='1'><t>y</t></rPh>", "<t/>", "<t>&lt;t></t>"))
    return "xl/sharedStrings.xml", b"</sst>", f"<si>{run * (n * 20)}</si>"


def _heap_in_a_circle(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    more = (
        f'<definedName name="n{k}">n{(k + 1) % n}+{rng.choice(("1", "S!$A$1", "n0"))}</definedName>' for k in range(n)
    )
    return "xl/workbook.xml", b"</definedNames>", "".join(more)


def _heap_of_ways(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    kind = rng.choice(("image", "worksheet", "styles", "externalLink", "vbaProject"))
    target = rng.choice(("nowhere.xml", "worksheets/sheet1.xml", "", "#a", "../../x", "%2e%2e/x", "styles.xml"))
    mode = rng.choice(("", ' TargetMode="External"'))
    way = f'Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    more = "".join(f'<Relationship Id="h{k % rng.choice((n, 1))}" {way}' for k in range(n))
    return "xl/_rels/workbook.xml.rels", b"</Relationships>", more


def _heap_of_types(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    name = rng.choice(("/xl/workbook.xml", "/xl/worksheets/sheet1.xml", "/n{0}.xml", "", "//", "/xl/%77orkbook.xml"))
    more = (f'<Override PartName="{name.format(k)}" ContentType="application/xml"/>' for k in range(n))
    return "[Content_Types].xml", b"</Types>", "".join(more)


def _heap_of_extensions(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    part, mark = rng.choice(
        ((_STYLES, b"</styleSheet>"), ("xl/workbook.xml", b"</workbook>"), (_SHEET, b"</worksheet>"))
    )
    piece = rng.choice(
        (
            "<dxf><numFmt numFmtId='9' formatCode='d'/></dxf>",
            f"<externalReference xmlns:q='{OFFICE}' q:id='rId1'/>",
            "<pivotCache cacheId='1'/>",
            f"<tablePart xmlns:q='{OFFICE}' q:id='rId1'/>",
            "<ext uri='{0}'/>",
        )
    )
    return part, mark, f"<extLst>{piece * n}</extLst>"


def _heap_of_nested(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    part, mark = rng.choice(
        ((_SHEET, b"</worksheet>"), (_STYLES, b"</styleSheet>"), ("xl/workbook.xml", b"</workbook>"))
    )
    name = rng.choice(("a", "row", "c", "ext", "fonts", "sheets", "sheet"))
    return part, mark, f"<{name}>" * n + f"</{name}>" * n


def _heap_of_numbers(rng: random.Random, n: int) -> tuple[str, bytes, str]:
    texts = [rng.choice(("", "", "0.10", "-0", "1E2", "1_0", "1e999", "12.5", "&#49;")) for _ in range(7)]
    kind = rng.choice(("", "", ' t="n"', ' s="1"', ' s="2" t="n"'))
    held = [(column_letters(1 + k), texts[k % rng.choice((7, 7, 7, 5))]) for k in range(min(n * 40, 16_384))]
    cells = (f'<c r="{at}13"{kind}>' + f"<v>{text}</v></c>" if text else f'<c r="{at}13"{kind}/>' for at, text in held)
    return _SHEET, b"</sheetData>", f'<row r="13">{"".join(cells)}</row>'


HEAPS = (
    _heap_of_sheets, _heap_of_names, _heap_of_brackets, _heap_of_fonts, _heap_of_styles, _heap_of_merged,
    _heap_of_columns, _heap_of_formula, _heap_of_shared, _heap_of_prefixes, _heap_of_twins, _heap_of_rules,
    _heap_of_runs, _heap_of_nested, _heap_in_a_circle, _heap_of_ways, _heap_of_types, _heap_of_extensions,
    _heap_of_numbers,
)  # fmt: skip


def _other_prefix(content: bytes, rng: random.Random) -> bytes:
    """An element under another prefix of its namespace, or under none; those of the root's namespace alone."""
    root = re.search(rb'<[^?!>]*?\sxmlns="([^"]*)"', content)
    elements = list(re.finditer(rb"<(\w+)((?:\s[^<>]*?)?)(/?)>", content))[1:]
    if not root or not elements:
        return content
    prefix, one = rng.choice((b"x", b"y", b"q.1")), rng.choice(elements)
    end = re.compile(rb"</" + one[1] + rb">").search(content, one.end())
    tag = b'<%b:%b xmlns:%b="%b"%b%b>' % (prefix, one[1], prefix, root[1], one[2], one[3])
    if one[3]:
        return content[: one.start()] + tag + content[one.end() :]
    if end is None or re.search(rb"<" + one[1] + rb"[\s>]", content[one.end() : end.start()]):
        return content
    closing = b"</%b:%b>" % (prefix, one[1])
    return content[: one.start()] + tag + content[one.end() : end.start()] + closing + content[end.end() :]


def _entity(content: bytes, rng: random.Random) -> bytes:
    """A letter of an attribute's value as a character reference."""
    values = list(re.finditer(rb'\s(?!xmlns)[\w:]+="([A-Za-z0-9/ .$!:]+)"', content[content.find(b"?>") :]))
    if not values:
        return content
    one = rng.choice(values)
    at = content.find(b"?>") + rng.randrange(*one.span(1))
    form = b"&#%d;" if rng.random() < 0.5 else b"&#x%X;"
    return content[:at] + form % content[at] + content[at + 1 :]


def _quotes(content: bytes, rng: random.Random) -> bytes:
    """The quotes around an attribute's value, the other ones."""
    values = list(re.finditer(rb"=\"([^\"'<>]*)\"", content))
    if not values:
        return content
    one = rng.choice(values)
    return content[: one.start()] + b"='%b'" % one[1] + content[one.end() :]


def _target(content: bytes, rng: random.Random) -> bytes:
    """The target of a relationship with backslashes, percent signs, dots, or from the root."""
    targets = list(re.finditer(rb'Target="(worksheets/\w+\.xml|\w+\.xml)"', content))
    if not targets:
        return content
    one = rng.choice(targets)
    old = one[1]
    new = rng.choice((old.replace(b"/", b"\\"), b"/xl/" + old, b"./" + old, old[:-5] + b"%%%02X" % old[-5] + old[-4:]))
    return content[: one.start(1)] + new + content[one.end(1) :]


def _changed(content: bytes, rng: random.Random, tokens: list[bytes]) -> bytes:
    for _ in range(rng.randint(1, 6)):
        at = rng.randint(0, len(content))
        length = rng.choice((0, 0, 1, 4, 30, 200))
        piece = rng.choice((*tokens, content[at : at + length], b"", content[rng.randint(0, len(content)) :][:length]))
        content = content[:at] + piece + content[at + rng.choice((0, 0, length)) :]
    return content


def case(seed: int) -> str:
    """Try one case; returns what went wrong, or nothing."""
    rng = random.Random(seed)
    other = seed % 8 == 3
    data = respelled(rng) if other else heaped(rng) if seed % 16 == 7 else spoiled(rng)
    started = time.process_time()
    try:
        refusal = try_package(data)
        if other and refusal:
            raise AssertionError(f"refused, and it means what it meant: {refusal}")
        if time.process_time() - started > _SECONDS:
            raise AssertionError(f"it took {time.process_time() - started:.0f} s")
    except Exception:
        found = Path("fuzz-found")
        found.mkdir(exist_ok=True)
        (found / f"{seed}.xlsx").write_bytes(data)
        return f"seed {seed}:\n{traceback.format_exc()}"
    return ""


def _seeds(first: int, cases: int) -> Iterator[int]:
    yield from range(first, first + cases)


def _guided(cases: int) -> None:
    import atheris  # type: ignore[import-not-found,unused-ignore]

    def target(data: bytes) -> None:
        if len(data) < 2:
            return
        name = _NAMES[data[0] % len(_NAMES)]
        try_package(data[1:] if data[0] > 240 else zipped({**_PARTS, name: data[1:]}))

    corpus = Path("fuzz-corpus")
    corpus.mkdir(exist_ok=True)
    for number, name in enumerate(_NAMES):
        (corpus / f"seed-{number}").write_bytes(bytes([number]) + _PARTS[name])
    (corpus / "seed-zip").write_bytes(b"\xff" + zipped(_PARTS))
    words = corpus.with_suffix(".dict")
    words.write_text(
        "\n".join(
            '"' + "".join(f"\\x{b:02x}" for b in token.encode("utf-8", "surrogatepass")) + '"' for token in _TOKENS
        )
    )
    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], f"-runs={cases}", f"-dict={words}", "-max_len=4096", "-timeout=20", str(corpus)], target
    )
    atheris.Fuzz()


def main() -> int:
    """Try many cases; returns 1 if one of them crashed."""
    parser = argparse.ArgumentParser(prog="python -m tests.promises.fuzz")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="with atheris")
    options = parser.parse_args()
    if options.guided:
        _guided(options.cases)
        return 0
    crashes = 0
    with multiprocessing.Pool(options.jobs, maxtasksperchild=200_000) as pool:
        results = pool.imap_unordered(case, _seeds(options.first, options.cases), chunksize=500)
        for wrong in tqdm(results, total=options.cases, unit="case", mininterval=5):
            if wrong:
                crashes += 1
                print(wrong, flush=True)
    print(f"{options.cases:,} cases, {crashes} crashes")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
