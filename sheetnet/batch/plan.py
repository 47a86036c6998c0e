"""A run over many workbooks, from the plan to the records and the report."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sheetnet.batch.books import Book, find_books, outputs
from sheetnet.batch.journal import FolderJournal
from sheetnet.batch.running import run_here
from sheetnet.batch.work import WRITING, Job, Record
from sheetnet.sheet.disk import undo

__all__ = ["Book", "Plan", "find_books", "report", "run"]


class Plan(NamedTuple):
    """What to do with which workbooks, and where."""

    command: str
    options: Mapping[str, Any]
    books: list[Book]
    output_folder: str | None = None
    backup: bool = False
    dry_run: bool = False
    resume: bool = False
    report: Path | None = None
    jobs: int = 1
    scheduler: str | None = None
    run: str = ""


def run(plan: Plan) -> Iterator[Record]:
    """One record for each workbook, as they end. What is wrong with the plan is said before the first begins."""
    if plan.report:
        from sheetnet.report.report import check_report_name

        outcomes = [(plan.output_folder and Path(plan.output_folder, book.inside)) or book.path for book in plan.books]
        check_report_name(plan.report, [*(book.path for book in plan.books), *outcomes])
    targets = outputs(plan.books, plan.output_folder, make=not plan.dry_run) if plan.output_folder else {}
    job = Job(plan.command, plan.options, targets, plan.backup, plan.dry_run, plan.resume, plan.run)
    names = [book.path for book in plan.books]
    if plan.scheduler:
        from sheetnet.batch.cluster import run_on_cluster

        yield from run_on_cluster(job, names, plan.scheduler)
    else:
        yield from run_here(job, names, plan.jobs)
    if plan.command in WRITING and not plan.dry_run:
        undo.make_room()
        FolderJournal().tidy()


def report(plan: Plan, records: list[Record], seconds: float) -> None:
    """Write the report of a run."""
    from sheetnet.report.report import write_report

    assert plan.report is not None  # noqa: S101 - asked for by those who have one
    given = {**plan.options, **plan.options.get("settings", {})}
    given.pop("settings", None)
    settings = [f"--{name.replace('_', '-')} {value}" for name, value in given.items() if value is not None]
    write_report(plan.report, records, command=" ".join((plan.command, *settings)), seconds=seconds)
