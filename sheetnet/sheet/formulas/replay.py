"""Numbers of the network at an earlier iteration: looked up on sheet Trace, or those of now where it has none.

A sheet that looks back has a cell that asks for an iteration, and below each other three cells of `helpers`. The row is
counted, for some programs take the empty rows below a trace for its end when they MATCH; all else is INDEX. The last
iteration that is not after the one asked for is shown; of a long run Trace keeps parameters and gradients of some
iterations only, and tells in a column which.
"""

from typing import NamedTuple

from sheetnet.sheet.blocks.details import TIME_MACHINE, details_left, headers
from sheetnet.sheet.blocks.expected import REACH
from sheetnet.sheet.blocks.layout import Layout
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.references import References

HELPERS = 3  # cells below each other: whether Trace knows it, in which of its rows, and the iteration that is shown


class Replay(NamedTuple):
    """Looks up what was at the iteration in the cell `asked`; `helpers` are three cells of the same sheet."""

    layout: Layout
    asked: Area
    helpers: Area

    @property
    def _ref(self) -> References:
        return References(self.helpers.sheet)

    @property
    def known(self) -> str:
        """The cell that is 1 where Trace has the parameters and gradients, and 0 where the present ones are shown."""
        return self._ref(self.helpers.part(0, 0), fixed=True)

    @property
    def place(self) -> str:
        """The cell with the row of Trace, counted from that of the first iteration; 0 where it has none."""
        return self._ref(self.helpers.part(1, 0), fixed=True)

    @property
    def shown(self) -> str:
        """The cell with the iteration that is shown."""
        return self._ref(self.helpers.part(2, 0), fixed=True)

    def formulas(self) -> Formulas:
        """Of the three helpers."""
        numbers, kept = self._column(self.layout["trace"].left), self._column(self.layout["trace_kept"].left)
        until = f'COUNTIF({numbers},"<="&N({self._ref(self.asked, fixed=True)}))'
        place = f"IF({until}=0,0,IFERROR(MATCH(INDEX({kept},{until}),{numbers},0),0))"
        held = f"ISNUMBER(INDEX({self._column(self._left)},{self.place}))"
        known = f"IF({self.place}=0,0,IF(AND({','.join(self._headed())}),IF({held},1,0),0))"
        counter = self._ref(self.layout["counter"], fixed=True)
        return [[known], [place], [f"IF({self.known}=1,INDEX({numbers},{self.place}),{counter})"]]

    def parameter(self, number: int) -> str:
        """Parameter `number` of the parameter vector, counted from 0."""
        return self._then(self._left + number, self._now("current", number))

    def gradient(self, number: int) -> str:
        """dE/d of the same parameter."""
        count = len(self.layout.geometry.cells)
        return self._then(self._left + count + number, self._now("gradients", number))

    def loss(self) -> str:
        """E over the training cases."""
        return self._then(self.layout["trace"].left + 1, self._ref(self.layout["E"], fixed=True))

    def accuracy(self) -> str:
        """The share of the training cases that are read correctly."""
        return self._then(self.layout["trace"].left + 2, self._ref(self.layout["accuracy"], fixed=True))

    @property
    def _left(self) -> int:
        """The column of the first parameter."""
        return details_left(self.layout["trace"])

    def _now(self, block: str, number: int) -> str:
        return self._ref(self.layout[block].part(*self.layout.geometry.cells[number]), fixed=True)

    def _then(self, column: int, now: str) -> str:
        return f"IF({self.known}=1,INDEX({self._column(column)},{self.place}),{now})"

    def _column(self, column: int) -> str:
        header = self.layout["trace"]
        return self._ref(Area(header.sheet, header.bottom + 1, column, header.bottom + REACH, column), fixed=True)

    def _headed(self) -> list[str]:
        """That the columns of parameters and gradients are where they are looked for: their first and last headings."""
        header = self.layout["trace"]
        units, _ = headers(self.layout.geometry, TIME_MACHINE)
        found = []
        for number in (0, len(units) // 2, len(units) - 1):
            column = self._left + number
            cell = self._ref(Area(header.sheet, header.bottom - 1, column, header.bottom - 1, column), fixed=True)
            found.append(f'{cell}="{units[number]}"')
        return found
