"""What a user can be told about a workbook: where, then what, then the remedy, in one line."""


class SheetnetError(Exception):
    """Any problem that a user can cause and mend.

    `book` is a file name, `place` a cell, range, sheet or name; each is empty where it does not apply. The text of the
    error is the one line that a user reads: ``aple.xlsx: BP!C17: expected a number, found text "abc"; remedy``.
    """

    def __init__(self, problem: str, *, book: str = "", place: str = "", remedy: str = "") -> None:
        super().__init__(problem, book, place, remedy)
        self.problem = problem
        self.book = book
        self.place = place
        self.remedy = remedy

    def in_book(self, book: str) -> "SheetnetError":
        """Itself, with the workbook's name added where none was known."""
        self.book = self.book or book
        return self

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.book, self.place) if part)
        what = f"{self.problem}; {self.remedy}" if self.remedy else self.problem
        return " ".join((f"{where}: {what}" if where else what).split())


class CellError(SheetnetError):
    """A cell holds something that it must not hold."""


class LayoutError(SheetnetError):
    """A sheet, name or block is missing, of the wrong size, or in another one's way."""


class FileError(SheetnetError):
    """A file cannot be read or written, or is not a workbook that can be patched safely."""


class LiveError(SheetnetError):
    """A workbook that is open in a program cannot be read or written now."""


class SettingError(SheetnetError):
    """An option or a setting is out of its range."""


def did_you_mean(wanted: str, names: list[str], cutoff: float = 0.5) -> str:
    """``did you mean 'BP'?`` or nothing."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in reversed(names)}
    close = get_close_matches(wanted.casefold(), by_fold, n=1, cutoff=cutoff)
    return f" - did you mean '{by_fold[close[0]]}'?" if close else ""
