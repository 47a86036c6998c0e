"""A class together: the table of marks, who missed what, the commonest mistakes, and answers that are equal.

It reads the records that `grading.as_record` makes, from this machine or another.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sheetnet.marking.attempts import settled
from sheetnet.marking.commonest import Record, mistakes, name
from sheetnet.marking.equal import equal_answers
from sheetnet.report.class_tables import Cell, Report, Table
from sheetnet.saying import told_in
from sheetnet.sheet.words.languages import in_language
from sheetnet.sheet.words.marking import CLASS, block_title
from sheetnet.sheet.words.mistakes import MISTAKES

COMMONEST = 3
_NO_FORMULA = ("constant_over_formula", "text_for_formula")


Names = Mapping[str, str]
"""The students of a roster: number -> name. Where there is no roster, nobody."""

NOBODY: Names = {}


def report(records: Sequence[Record], language: str = "en", names: Names = NOBODY) -> Report:
    """The report on a class; by a roster it has names, and who has handed nothing in."""
    return Report(
        in_language(CLASS, language)["title"],
        headline(records, language, names),
        language,
        tables(records, language, names),
        as_json(records, language, names),
    )


def missing(records: Sequence[Record], names: Names) -> list[str]:
    """The numbers of a roster of which there is no file, in its order."""
    there = {str(one.get("student", "")) for one in records}
    return [number for number in names if number not in there]


def headline(records: Sequence[Record], language: str = "en", names: Names = NOBODY) -> str:
    """How many files there are, how many could not be read, who is missing, and the mean share of those that count."""
    say = in_language(CLASS, language)
    counted = [one["share"] for one in settled(records) if one.get("counts")]
    failed = sum(one.get("share") is None for one in records)
    told = [say["headline"].format(files=len(records), marked=len(records) - failed)]
    told += [say["headline_failed"].format(failed=failed)] if failed else []
    nothing = len(missing(records, names))
    word = "headline_missing_one" if nothing == 1 else "headline_missing"
    told += [say[word].format(count=nothing)] if nothing else []
    told += [say["headline_mean"].format(mean=f"{sum(counted) / len(counted):.1%}")] if counted else []
    return "".join(told)


def tables(records: Sequence[Record], language: str = "en", names: Names = NOBODY) -> list[Table]:
    """All that a report on a class has, each as a table; what was missed is told of the files that count."""
    told = settled(records)
    done = [one for one in told if one.get("share") is not None]
    counted = [one for one in done if one["counts"]]
    return [
        _marks(told, language, names),
        _missed(counted, language, names),
        _commonest(counted, language),
        _equal(done, language),
    ]


def _marks(records: Sequence[Record], language: str, names: Names) -> Table:
    """A line a submission, each student's that counts first; those that could not be read or are missing last."""
    say = in_language(CLASS, language)
    blocks = _blocks(records)
    attempts = Counter(one["student"] for one in records if one.get("student"))
    ruled = any(_ruled(one) for one in records)
    most = usual(records)
    who = ["student", "name"] if names else ["student"]
    heads = [*who, "workbook", "share", "points", "of", "attempts"]
    heads += ["counts", "attempt", "handed_in", "days_late", "deducted"] if ruled else []
    rows: list[tuple[str | float | None, ...]] = []
    nothing = [None] * (len(heads) - len(who) - 1 + len(blocks))
    for one in sorted(records, key=_rank):
        student = str(one.get("student", ""))
        called = (student, names.get(student, ""))[: len(who)]
        if one.get("share") is None:
            rows.append((*called, name(one), *nothing, told_in(language, _reason(one))))
            continue
        by_block = [_right([cell for cell in one["cells"] if cell["block"] == block]) for block in blocks]
        count = float(attempts[student]) if student else 1.0
        when = _when(one, say) if ruled else ()
        told = say["sentences"].join(filter(None, (_not_known(one, say, names), *notes(one, most, language))))
        rows.append((*called, name(one), one["share"], one["points"], one["of"], count, *when, *by_block, told))
    rows += [(one, names[one], None, *nothing, say["handed_nothing"]) for one in missing(records, names)]
    titles = tuple(block_title(block, language) for block in blocks)
    return Table(
        say["marks"],
        (*(say[head] for head in heads), *titles, say["message"]),
        tuple(rows),
        (len(who) + 1, *range(len(heads), len(heads) + len(blocks))),
        legend=(say["low"], say["high"]),
    )


def _not_known(record: Record, say: Mapping[str, str], names: Names) -> str:
    """What is to be said of a file whose student is not in the roster."""
    if not names or record["student"] in names:
        return ""
    return say["not_in_roster"] if record["student"] else say["no_number"]


class Usual(NamedTuple):
    """What most submissions of a class have in common; empty where it is that of less than half of them."""

    own: str = ""
    rubric: str = ""
    asked_by: str = ""


def usual(records: Sequence[Record]) -> Usual:
    """What more than half of the marked submissions have in common, where there are three or more."""
    done = [one for one in records if one.get("share") is not None]
    found = {name: Counter(one[name] for one in done).most_common(1) for name in Usual._fields}
    return Usual(**{name: top[0][0] for name, top in found.items() if top and 2 * top[0][1] > len(done) > 2})


def notes(record: Record, most: Usual, language: str) -> list[str]:
    """What a teacher may want to look at in a submission that was marked."""
    say = in_language(CLASS, language)
    found = []
    if cells := record["changed"]:
        word = "changed" if len(cells) == 1 else "changed_more"
        found.append(say[word].format(cell=cells[0], count=len(cells) - 1))
    if most.own not in ("", record["own"]):
        found.append(say["other_numbers"])
    if record["asked_by"] == "difference" and most.asked_by == "exercise":
        found.append(say["by_difference"])
    elif most.rubric not in ("", record["rubric"]):
        found.append(say["other_rubric"])
    return [*found, *filter(None, [_by_saved_numbers(record, say)])]


def _by_saved_numbers(record: Record, say: Mapping[str, str]) -> str:
    """Which cells a teacher may want to look at, because no other number of theirs could be computed."""
    cells = [cell["cell"] for cell in record["cells"] if cell.get("by_saved_number")]
    return say["by_saved_count"].format(count=len(cells), cell=cells[0]) if cells else ""


def _reason(record: Record) -> str:
    """Why a file could not be read, without its name, which stands in the same line."""
    told = str(record.get("message", ""))
    for known in (str(record["workbook"]), name(record)):
        told = told.removeprefix(f"{known}: ")
    return told


def _rank(record: Record) -> tuple[bool, str, bool, float]:
    share = float(record.get("share") or 0.0)
    return record.get("share") is None, str(record.get("student", "")), not record.get("counts"), -share


def _ruled(record: Record) -> bool:
    """Whether anything is said of time or attempts that concerns a submission."""
    return bool(record.get("due") or record.get("deducted") or record.get("attempts", 1) > 1)


def _when(record: Record, say: Mapping[str, str]) -> tuple[str | float | None, ...]:
    """Whether it counts, which attempt it is, when it was handed in by what clock, how late, and what that costs."""
    at = record["handed_in"]
    shown = (
        f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M} ({say['by_' + record['handed_in_by']]})"
        if at
        else ""
    )
    late = float(record["days_late"]) if record["due"] else None
    counts = say["yes"] if record["counts"] else say["no"]
    return counts, float(record["attempt"]), shown, late, record["deducted"]


def _blocks(records: Sequence[Record]) -> list[str]:
    """What is asked of the students, where there are any, and not of a workbook that is none of theirs."""
    theirs = [one for one in records if one.get("student") and one.get("cells")] or records
    return list(dict.fromkeys(cell["block"] for one in theirs for cell in one.get("cells", ())))


def _right(cells: Sequence[Mapping[str, Any]]) -> float | None:
    good = sum(cell["verdict"] in ("right", "right_given") for cell in cells)
    return good / len(cells) if cells else None


def _missed(records: Sequence[Record], language: str, names: Names) -> Table:
    """Who missed what: for each submission, and for the class, the share of the cells of each column that are right.

    Columns are those of the key, wherever they are in a submission.
    """
    say = in_language(CLASS, language)
    spots: dict[tuple[str, str], None] = {}
    found: list[dict[tuple[str, str], list[Mapping[str, Any]]]] = []
    asked = _blocks(records)
    ranked = sorted(records, key=_rank)
    for one in ranked:
        cells: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
        for cell in (each for each in one["cells"] if each["block"] in asked):
            cells[cell["block"], _column(cell["key"])].append(cell)
        spots |= dict.fromkeys(cells)
        found.append(cells)
    shares = [[_right(cells.get(spot, ())) for spot in spots] for cells in found]
    who = ["student", "name"] if names else ["student"]
    rows: list[Sequence[Cell]] = [
        (*(str(one["student"]), names.get(one["student"], ""))[: len(who)], name(one), *mine)
        for one, mine in zip(ranked, shares, strict=True)
    ]
    blank = [""] * len(who)
    rows += [(*blank, say["everyone"], *map(_mean, zip(*shares, strict=True)))] if len(rows) > 1 else []
    return Table(
        say["missed"],
        (*(say[one] for one in who), say["workbook"], *(column for _, column in spots)),
        rows,
        tuple(range(len(who) + 1, len(who) + 1 + len(spots))),
        (*blank, "", *(block_title(block, language) for block, _ in spots)),
        say["missed_note"],
        (say["low"], say["high"]),
        total=len(records) > 1,
    )


def _mean(shares: Iterable[float | None]) -> float | None:
    known = [one for one in shares if one is not None]
    return sum(known) / len(known) if known else None


def _column(cell: str) -> str:
    sheet, _, address = cell.rpartition("!")
    return f"{sheet}!{re.sub(r'[0-9]+', '', address)}"


def _commonest(records: Sequence[Record], language: str) -> Table:
    say = in_language(CLASS, language)
    titles = in_language(MISTAKES, language)
    rows = [
        (
            titles[one.kind].format(found="…"),
            float(one.submissions),
            one.cell,
            one.workbook,
            one.formula if one.kind in _NO_FORMULA else f"={one.formula}",
            one.remedy or (say["write_formula"] if one.kind in _NO_FORMULA else one.message),
        )
        for one in mistakes(records)[:COMMONEST]
    ]
    heads = ("mistake", "submissions", "cell", "workbook", "formula", "remedy")
    note = say["commonest_note"].format(count=len(records)) if rows else say["commonest_none"]
    return Table(say["commonest"], tuple(say[head] for head in heads), rows, note=note)


def _equal(records: Sequence[Record], language: str) -> Table:
    say = in_language(CLASS, language)
    rows = [
        (
            say[f"equal_{one.what}"],
            ", ".join(
                f"{book} ({number})" if number else book
                for book, number in zip(one.workbooks, one.students, strict=True)
            ),
            one.evidence,
        )
        for one in equal_answers(records)
    ]
    note = say["equal_note"] if rows else say["equal_none"]
    return Table(say["equal"], (say["what"], say["workbooks"], say["evidence"]), rows, note=note)


def with_name(record: Record, names: Names) -> dict[str, Any]:
    """A record with the name that its student has in a roster; None where the number is not in it."""
    return {**record, "name": names.get(str(record.get("student", "")))} if names else dict(record)


def as_json(records: Sequence[Record], language: str = "en", names: Names = NOBODY) -> dict[str, Any]:
    """The class as one object: the marks, who handed nothing in, the commonest mistakes, equal answers."""
    records = settled(records)
    done = [one for one in records if one.get("share") is not None]
    counted = [one for one in done if one["counts"]]
    shares = [one["share"] for one in counted]
    return {
        "submissions": len(records),
        "marked": len(done),
        "mean": sum(shares) / len(shares) if shares else None,
        "marks": [with_name(one, names) for one in records],
        "missing": [{"student": one, "name": names[one]} for one in missing(records, names)],
        "mistakes": [one._asdict() for one in mistakes(counted)],
        "equal": [one._asdict() for one in equal_answers(done)],
        "language": language,
    }
