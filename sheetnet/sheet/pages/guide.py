"""Sheet Guide: what is where, how the network learns, and exercises whose answers are folded away."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sheetnet.sheet.blocks.expected import SHEET as EXAMPLE
from sheetnet.sheet.blocks.why import NAMED
from sheetnet.sheet.cells import Area
from sheetnet.sheet.pages.design import Design
from sheetnet.sheet.pages.looking import gallery, predictions, why
from sheetnet.sheet.pages.looking.whole import page as whole
from sheetnet.sheet.pages.print_setup import fit, lay_out
from sheetnet.sheet.pages.style import BLUE, MUTED, headline, lines, widen, write
from sheetnet.sheet.tables import LETTERS
from sheetnet.sheet.words.exercises import exercises
from sheetnet.sheet.words.guide import rows

SHEET = "Guide"
_PLACE, _TEXT = 2, 3  # columns
_WIDTHS = (2.0, 14.0, 120.0)
_NARROW = 0.78  # letters of a Latin text are narrower than digits
_LINE = 15.0  # points


def draw(design: Design, sheet: Worksheet) -> None:
    headline(sheet, design.words["guide_title"], design.words["guide_note"])
    for column, width in enumerate(_WIDTHS, 1):
        widen(sheet, column, width)
    page = _Page(design, sheet)
    facts = _facts(design)
    for section in ("guide_what", "guide_look", "guide_learn"):
        page.heading(section)
        for said in rows(section, facts):
            page.line(said.place, said[2 + page.column])
    page.heading("guide_exercises")
    page.line("", design.words["guide_fold"], MUTED)
    for number, one in enumerate(exercises(facts), 1):
        page.exercise(number, one.place, *(texts[page.column] for texts in one[2:]))
    sheet.sheet_format.outlineLevelRow = 1
    sheet.sheet_properties.tabColor = BLUE
    lay_out(sheet, _TEXT, titles="", landscape=False)
    fit(sheet, high=1)


class _Page:
    """The sheet as it is written from top to bottom."""

    def __init__(self, design: Design, sheet: Worksheet) -> None:
        self._design, self._sheet, self._row = design, sheet, 2
        self.column = int(design.language == "ja")
        cases = sum(design.table.training) if design.table.training else len(design.table.features)
        outputs = design.geometry.sizes[-1]
        units = ", ".join(unit.name for unit in design.geometry.layer(0)[:2])
        self._filled = {
            "file": design.file_in_commands,
            "units": f"{units} ...",
            "parameters": design.words["parameters" if design.geometry.thresholds else "weights"],
            "cases": f"{cases:,}",
            "outputs": outputs,
            "half": f"{cases * outputs / 8:,g}",
        }

    def heading(self, key: str) -> None:
        self._row += 1
        write(self._sheet, self._row, _PLACE, self._design.words[key], size=13, bold=True)
        self._sheet.row_dimensions[self._row].height = 24

    def line(self, place: str, text: str, color: str | None = None, *, bold: bool = False) -> None:
        """A text, and the place that it speaks of."""
        self._row += 1
        text = text.format(**self._filled)
        cell = write(self._sheet, self._row, _TEXT, text, bold=bold, **({"color": color} if color else {}))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        room = _WIDTHS[-1] if self.column else _WIDTHS[-1] / _NARROW
        self._sheet.row_dimensions[self._row].height = _LINE * lines(text, room) + 3
        if place:
            self._link(place)

    def exercise(self, number: int, place: str, question: str, change: str, answer: str) -> None:
        """A question and what to do; the answer is a row that is folded away, above an empty one."""
        self.line("", question, bold=True)
        write(self._sheet, self._row, _PLACE, str(number), bold=True).alignment = Alignment(
            horizontal="right", vertical="top", indent=1
        )
        self.line(place, change)
        self.line("", self._design.words["guide_answer"] + answer, MUTED)
        folded = self._sheet.row_dimensions[self._row]
        folded.outlineLevel, folded.hidden = 1, True
        self._row += 1
        self._sheet.row_dimensions[self._row].collapsed = True  # here stands the +, in every program

    def _link(self, place: str) -> None:
        """A name that leads to a sheet, or to the first cell of a block."""
        area = self._area(place)
        name = place if area is None else f"{area.sheet}!{area.part(0, 0).range}"
        cell = write(self._sheet, self._row, _PLACE, name, color=BLUE, underline="single")
        cell.alignment = Alignment(vertical="top")
        target = name if area else f"{place}!A1"
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target, display=name)

    def _area(self, place: str) -> Area | None:
        if place in NAMED:
            places = why.places_of(self._design)
            return places.named(place) if places else None
        return self._design.layout.areas.get(place)


def _facts(design: Design) -> set[str]:
    """What can truly be said of this workbook; see `words.guide`."""
    pictures = design.geometry.picture[0] > 1
    letters = pictures and design.table.classes == LETTERS
    facts = {
        "live" if design.live else "values",
        "outside" if design.outside else "inside",
        "pictures" if pictures else "numbers",
        "settings" if design.has_settings else "plain",
        "letters" if letters else "others",
        "hidden" if max(design.geometry.sizes[1:-1], default=1) > 1 else "single",
        "play" if "play_iteration" in design.layout else "still",
        "why" if why.places_of(design) else "few",
    }
    facts |= {name for name in ("confusion", "stop") if name in design.layout}
    facts |= {"gallery"} if gallery.places_of(design) else set()
    facts |= {"predictions"} if predictions.place_of(design) else set()
    facts |= {"whole"} if whole.places_of(design) else set()
    facts |= {EXAMPLE.casefold()} if design.lesson else set()
    facts |= {"made" if design.made_for else "choosing"} if design.has_settings else set()
    return facts | ({"strip"} if "state_1" in design.layout or "updates" in design.layout else set())
