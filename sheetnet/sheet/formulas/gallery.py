"""The formulas of sheet Gallery: every case through the network of the chosen iteration, misread ones put first."""

from collections.abc import Iterator, Mapping

from sheetnet.sheet.blocks.gallery import SHEET, SLOT_COLUMNS, GalleryPlaces
from sheetnet.sheet.cells import Formulas
from sheetnet.sheet.formulas.looking_back import METHOD_CELLS, Written, method_number, pass_over
from sheetnet.sheet.formulas.phrases import joined, quoted
from sheetnet.sheet.formulas.references import References, blank_block, counting, of_cases
from sheetnet.sheet.formulas.replay import Replay

LAST = 10_000_000  # more than any case's number: what is read right comes after what is not


class GalleryFormulas:
    """The formulas of the sheet; `words` are its words in one language."""

    def __init__(self, places: GalleryPlaces, words: Mapping[str, str]) -> None:
        self.places, self._layout, self._say = places, places.layout, words
        self._ref = References(SHEET)
        helpers = places.helper("known")._replace(bottom=places.helper("shown").bottom)
        self._replay = Replay(places.layout, places.iteration, helpers)

    def written(self) -> Iterator[Written]:
        """Every formula, by the area that it stands in."""
        images = self._ref(self._layout["images"], fixed=True)
        yield self.places.helper("lowest"), [[f"MIN({images})"]]
        yield self.places.helper("highest"), [[f"MAX({images},{self.helper('lowest')}+1E-9)"]]
        right = self._ref(self.places.passes["right"], fixed=True)
        yield self.places.helper("misread"), [[f"COUNTIF({right},0)"]]
        if self.places.replays:
            yield from self._back()
        else:
            yield self.places.helper("shown"), [[self._ref(self._layout["counter"], fixed=True)]]
        yield self.places.passes["right"], self._right()
        yield self.places.passes["key"], self._keys()
        slots = self.places.slots.height
        yield self.places.slots, of_cases(self._slot(), slots)
        high, wide = self.places.geometry.picture
        for number, (label, *pixels) in enumerate(of_cases([self._label(), *self._picture()], slots)):
            picture = self.places.picture(number)
            yield picture.part(-1, 0), [[label]]
            yield picture, [pixels[row * wide : (row + 1) * wide] for row in range(high)]
        yield self.places.status, [[self._status()]]

    def helper(self, name: str) -> str:
        return self._ref(self.places.helper(name), fixed=True)

    def _of(self, column: str) -> str:
        """A cell of a slot, in a pattern for all of them."""
        return self._ref.case(self.places.slots, SLOT_COLUMNS.index(column), fixed=True)

    def _back(self) -> Iterator[Written]:
        """The three helpers, the parameters and the pass of the chosen iteration."""
        for name, texts in zip(("known", "place", "shown"), self._replay.formulas(), strict=True):
            yield self.places.helper(name), [texts]
        block = blank_block(self.places.geometry)
        for number, (row, column) in enumerate(self.places.geometry.cells):
            block[row][column] = self._replay.parameter(number)
        yield self.places.block, block
        areas = {name: area for name, area in self.places.passes.items() if name not in ("right", "key")}
        cells = {name: self.helper(name) for name in METHOD_CELLS}
        for name in METHOD_CELLS:
            yield self.places.helper(name), [[method_number(self._layout, name, SHEET)]]
        yield from pass_over(self._layout, self.places.block, areas, cells)

    def _right(self) -> Formulas:
        """1 where the largest output is that of the case's class, else 0."""
        if not self.places.replays and "right" in self._layout:
            return of_cases([self._ref.case(self._layout["right"], 0)], self._layout.cases)
        z, t = (self._ref.case(area, 0, area.width) for area in (self.places.outputs, self._layout["targets"]))
        return of_cases([f"IF(MATCH(MAX({z}),{z},0)=MATCH(MAX({t}),{t},0),1,0)"], self._layout.cases)

    def _keys(self) -> Formulas:
        right = self._ref.case(self.places.passes["right"], 0)
        return of_cases([f"{counting(1)}+{LAST}*{right}"], self._layout.cases)

    def _slot(self) -> list[str]:
        """Which case is shown, what it is read as and should be, whether that is wrong, and how badly it is read."""
        keys = self._ref(self.places.passes["key"], fixed=True)
        outputs, targets = (self._ref(area, fixed=True) for area in (self.places.outputs, self._layout["targets"]))
        case, read, wanted = (self._of(column) for column in ("case", "read", "wanted"))
        z, t = f"INDEX({outputs},{case},0)", f"INDEX({targets},{case},0)"
        return [
            f"MOD(SMALL({keys},{counting(1)}),{LAST})",
            f"MATCH(MAX({z}),{z},0)",
            f"MATCH(MAX({t}),{t},0)",
            f"IF({read}={wanted},0,1)",
            f"MAX(0,MIN(1,1-INDEX({outputs},{case},{wanted})))",
        ]

    def _label(self) -> str:
        classes = self._ref(self._layout["classes"], fixed=True)
        case, read, wanted, wrong = (self._of(column) for column in ("case", "read", "wanted", "wrong"))
        taken = joined(quoted("→"), f"INDEX({classes},1,{read})")
        return joined(case, quoted(" "), f"INDEX({classes},1,{wanted})", f'IF({wrong}=1,{taken},"")')

    def _picture(self) -> list[str]:
        """Ink from 0 to 1; where there is none, minus how badly the case is read, for the tint."""
        images, (high, wide) = self._ref(self._layout["images"], fixed=True), self.places.geometry.picture
        lowest, highest = self.helper("lowest"), self.helper("highest")
        case, tint = self._of("case"), self._of("tint")
        pixels = (f"INDEX({images},{case},{number})" for number in range(1, high * wide + 1))
        return [f"IF({x}>{lowest},({x}-{lowest})/({highest}-{lowest}),-{tint})" for x in pixels]

    def _status(self) -> str:
        """The iteration that is shown, how many cases are misread, and how many are not shown."""
        say, (misread, some, lost) = self._say, self._told
        parts = [quoted(say["gallery_shown"]), self.helper("shown"), quoted(": "), self.helper("misread")]
        parts.append(quoted(misread))
        if some:
            more = f"{self.helper('misread')}-{self.places.slots.height}"
            parts += [quoted(some), f'IF({more}>0,{joined(quoted(lost), more)},"")']
        return joined(*parts)

    def said(self, shown: str, misread: int) -> str:
        """What that formula comes to."""
        of_cases, some, lost = self._told
        more = misread - self.places.slots.height
        text = f"{self._say['gallery_shown']}{shown}: {misread}{of_cases}{some}"
        return f"{text}{lost}{more}" if some and more > 0 else text

    @property
    def _told(self) -> tuple[str, str, str]:
        """Words: of how many cases; how many are not shown, nothing where all are; of misread ones among these."""
        say, cases, shown = self._say, self._layout.cases, self.places.slots.height
        misread = say["gallery_misread"].format(cases=f"{cases:,}")
        some = say["gallery_some"].format(shown=shown, hidden=f"{cases - shown:,}") if shown < cases else ""
        return misread, some, say["gallery_lost"]
