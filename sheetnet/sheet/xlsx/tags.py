"""Regular expressions for the elements of a worksheet and of the shared strings, under one namespace prefix."""

import re
from functools import cached_property, lru_cache

from sheetnet.sheet.xlsx.markup import ATTRIBUTES, cell_text, line_ends, unescape


class Tags:
    """Regular expressions for one namespace prefix; `markup` tells why the end of the text does for an end tag.

    Those that most sheets never need are made when they are asked for.
    """

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        self.prefix = prefix
        self.row_start = re.compile(rb"<" + p + rb'row(?: r="(\d{1,7})"|(>)|(?=[\s/>]))')
        self.row = re.compile(rb"<" + p + rb"row(?=[\s/>])" + ATTRIBUTES + rb"(/?)>")
        self.row_end = re.compile(rb"</" + p + rb"row\s*>")
        # the form that nearly all programs write, with its parts as groups, or else any form
        self.cell = re.compile(
            rb"<" + p + rb'c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,9})")?(?: t="(\w+)")?'
            rb"(?:/>|>((?>[^<]*(?:<(?!/" + p + rb"c[\s>])[^<]*)*))</" + p + rb"c\s*>)"
            rb"|<" + p + rb"c(?=[\s/>])" + ATTRIBUTES + rb"(?:/>|>(.*?)(</" + p + rb"c\s*>|\Z))",
            re.S,
        )
        self.cell_head = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3})(?: s="(\d{1,9})")?(?: t="(\w+)")?')
        number = rb'"(?: s="\d{1,9}")?(?: t="n")?(?:/|><%bv>[^<]++</%bv></%bc)>' % (p, p, p)
        first, next_ = (rb'<%bc r="[A-Z]{1,3}%b' % (p, row) + number for row in (rb"(\d{1,7})", rb"\1"))
        self.numbers = re.compile(first + rb"(?>(?:" + next_ + rb")*)")  # the cells of a row, numbers or empty
        self.plain_number = re.compile(rb"(?<=<" + p + rb"v>)([^<]*+)")  # of such rows
        self.letters = re.compile(rb"<" + p + rb'c r="([A-Z]{1,3})\d')
        self.cell_end = b"</" + prefix + b"c>"
        self.plain_formula = (b"<" + prefix + b"f>", b"</" + prefix + b"f>")
        self.plain_value = (b"<" + prefix + b"v>", b"</" + prefix + b"v>")
        self.no_value = (b"", b"<" + prefix + b"v/>", b"<" + prefix + b"v />", b"".join(self.plain_value))
        self.heads: dict[bytes, tuple[int, int, bytes]] = {}  # what start tags of cells say that were met before

    @cached_property
    def cell_start(self) -> re.Pattern[bytes]:
        return re.compile(rb"<" + re.escape(self.prefix) + rb"c(?=[\s/>])" + ATTRIBUTES)

    @cached_property
    def formula_start(self) -> re.Pattern[bytes]:
        return re.compile(rb"<" + re.escape(self.prefix) + rb"f(?=[\s/>])" + ATTRIBUTES)

    @cached_property
    def value(self) -> re.Pattern[bytes]:
        return self._element("v")

    @cached_property
    def formula(self) -> re.Pattern[bytes]:
        return self._element("f")

    @cached_property
    def inline(self) -> re.Pattern[bytes]:
        return self._element("is")

    @cached_property
    def text(self) -> re.Pattern[bytes]:
        return self._element("t")

    @cached_property
    def item(self) -> re.Pattern[bytes]:
        return self._element("si")

    @cached_property
    def phonetic(self) -> re.Pattern[bytes]:
        return self._element("rPh")

    def _element(self, name: str) -> re.Pattern[bytes]:
        """An element with its attributes and its content as groups."""
        tag = re.escape(self.prefix) + name.encode()
        return re.compile(rb"<%b(?=[\s/>])%b(?:/>|>(.*?)(?:</%b\s*>|\Z))" % (tag, ATTRIBUTES, tag), re.S)


@lru_cache(maxsize=8)
def tags_of(prefix: bytes) -> Tags:
    """The same for all parts that write a prefix."""
    return Tags(prefix)


def text_of(tags: Tags, xml: bytes) -> str:
    """The text of a string item: its runs joined, without phonetic hints."""
    if b"rPh" in xml:
        xml = tags.phonetic.sub(b"", xml)
    runs = [run[2] or b"" for run in tags.text.finditer(xml)]
    return cell_text(unescape(line_ends(b"".join(runs).decode("utf-8"))))
