"""The formulas of sheet Predictions: measured and predicted in the target's own unit, and how large a miss is."""

from collections.abc import Iterator

from sheetnet.sheet.blocks.layout import FIRST_CASE, Layout
from sheetnet.sheet.cells import Area, Formulas
from sheetnet.sheet.formulas.looking_back import Written
from sheetnet.sheet.formulas.references import References, column_of, of_cases

SHEET = "Predictions"
ROWS = 24  # that a chart takes
NONE = "–"  # in place of a miss where no case counts


class PredictionsFormulas:
    """The formulas of the sheet of a regression, and where they stand."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._ref = layout, References(SHEET)
        self.outputs, self.cases = layout.geometry.sizes[-1], layout.cases

    @property
    def whole(self) -> Area:
        """The cells of the sheet."""
        bottom = max(FIRST_CASE + self.cases, self.misses(self.outputs - 1).bottom)
        return Area(SHEET, 1, 1, bottom, 15 + 5 * self.outputs)

    @property
    def beside(self) -> Area:
        """The numbers of the cases, and whether they are for training."""
        return Area(SHEET, FIRST_CASE, 1, FIRST_CASE + self.cases - 1, 2)

    def columns(self, output: int) -> Area:
        """Measured and predicted."""
        return Area(SHEET, FIRST_CASE, 3 + 2 * output, FIRST_CASE + self.cases - 1, 4 + 2 * output)

    def apart(self, output: int) -> Area:
        """Far right, for the chart: the predictions of training cases, and of test cases."""
        left = 16 + 2 * self.outputs + 3 * output
        return Area(SHEET, FIRST_CASE, left, FIRST_CASE + self.cases - 1, left + 1)

    def ends(self, output: int) -> Area:
        """The least and the largest that was measured: the ends of the diagonal."""
        return self.apart(output).part(0, 2, 2)

    def misses(self, output: int) -> Area:
        """How large a miss is, of training and of test cases, above the chart."""
        top = FIRST_CASE + output * (ROWS + 2)
        return Area(SHEET, top, 8 + 2 * self.outputs, top + 1, 8 + 2 * self.outputs)

    @property
    def rows(self) -> tuple[Area, Area]:
        """What has a row for each case: what is read, and far right what the charts need."""
        first, last = self.apart(0), self.apart(self.outputs - 1)
        return self.beside._replace(right=2 + 2 * self.outputs), first._replace(right=last.right)

    def written(self) -> Iterator[Written]:
        """Every formula, by the area that it stands in."""
        training = self._layout["training"]
        number, counts = self._ref.case(training._replace(left=1, right=1), 0), self._ref.case(training, 0)
        yield self.beside, of_cases([number, counts], self.cases)
        for output in range(self.outputs):
            yield self.columns(output), self._unscaled(output)
            yield self.apart(output), self._apart(output)
            measured = self._ref(column_of(self.columns(output), 0), fixed=True)
            yield self.ends(output), [[f"MIN({measured})"], [f"MAX({measured})"]]
            yield self.misses(output), [[self._miss(output, chosen)] for chosen in ("=1", "<>1")]

    def _unscaled(self, output: int) -> Formulas:
        """Measured, as Data has it; predicted of what Calc has, as the scaling was: z times scale plus shift."""
        layout, scaled = self._layout, ""
        if "target_scaling" in layout:
            shift, scale = (self._ref(layout["target_scaling"].part(output, n), fixed=True) for n in (0, 1))
            scaled = f"*{scale}+{shift}"
        measured = self._ref.case(layout.entered("targets"), output)
        says = self._ref.case(layout[f"outputs_{len(layout.geometry.sizes) - 1}"], output)
        unit = "" if layout.is_scaled("targets") else scaled
        return of_cases([f"{measured}{unit}", f"{says}{scaled}"], self.cases)

    def _apart(self, output: int) -> Formulas:
        counts, says = self._ref.case(self.beside, 1), self._ref.case(self.columns(output), 1)
        return of_cases([f"IF({counts}{chosen},{says},NA())" for chosen in ("=1", "<>1")], self.cases)

    def _miss(self, output: int, chosen: str) -> str:
        """The root of the mean square of what the network says less what was measured."""
        counts = self._ref(column_of(self.beside, 1), fixed=True)
        one, other = (self._ref(column_of(self.columns(output), n), fixed=True) for n in (0, 1))
        mask = f"({counts}{chosen})"
        squares = f"SUMPRODUCT({mask}*({other}-{one})*({other}-{one}))/SUMPRODUCT({mask}*1)"
        return f'IF(SUMPRODUCT({mask}*1)=0,"{NONE}",SQRT({squares}))'
