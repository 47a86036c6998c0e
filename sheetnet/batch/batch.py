"""A run over many workbooks, from the plan to the records and the report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sheetnet.batch.books import Source, outputs
from sheetnet.batch.cluster import WAIT, run_on_cluster
from sheetnet.batch.findings import Findings
from sheetnet.batch.journal import FolderJournal, digest_of
from sheetnet.batch.running import run_here
from sheetnet.batch.work import Job, Record
from sheetnet.sheet.disk import undo


class Batch(NamedTuple):
    """What to do with which workbooks, and where; see `Job` for what is not said here.

    `outputs` says where results go that are not in an output folder under the workbook's own name; `beside` are other
    files that are read. What only reads is `noted` where it is to be resumed.
    """

    command: str
    use: Callable[..., Any]
    options: Mapping[str, Any]
    writes: bool
    books: list[Source]
    output: str | None = None
    output_folder: str | None = None
    backup: bool = False
    must_undo: bool = False
    dry_run: bool = False
    resume: bool = False
    report: Path | None = None
    force: bool = False
    jobs: int = 1
    scheduler: str | None = None
    wait: float = WAIT
    run: str = ""
    outputs: Mapping[str, str] = {}
    each: Mapping[str, Mapping[str, Any]] = {}
    beside: Sequence[str] = ()
    noted: bool = False
    fields: frozenset[str] = frozenset()


def run(batch: Batch) -> Iterator[Record]:
    """One record for each workbook, as they end. What is wrong with the batch is said before the first begins."""
    if batch.report:
        from sheetnet.report.report import check_report_name

        folder = batch.output_folder
        written = [Path(folder, book.inside) if folder else batch.output or book.path for book in batch.books]
        check_report_name(batch.report, [*(book.path for book in batch.books), *written], force=batch.force)
    targets = dict(batch.outputs)
    if batch.output_folder:
        targets = outputs(batch.books, batch.output_folder, make=not batch.dry_run)
    if batch.output:
        targets = {batch.books[0].path: batch.output}
    job = Job(
        batch.command,
        batch.use,
        batch.options,
        batch.writes,
        targets,
        backup=batch.backup,
        must_undo=batch.must_undo,
        dry_run=batch.dry_run,
        resume=batch.resume,
        run=batch.run,
        beside={name: digest_of(name) for name in batch.beside},
        each=batch.each,
        fields=batch.fields,
    )
    unread = [book for book in batch.books if book.problem]
    names = [book.path for book in batch.books if not book.problem]
    for book in unread:
        yield {
            "workbook": book.path,
            "status": "failed",
            "command": batch.command,
            "message": f"{book.path}: {book.problem}",
        }
    if batch.noted:
        findings = Findings(job, names)
        for name in names if batch.resume else ():
            if earlier := findings.earlier(name):
                yield earlier
        names = findings.left()
    if not names:
        return
    records = (
        run_on_cluster(job, names, batch.scheduler, batch.wait) if batch.scheduler else run_here(job, names, batch.jobs)
    )
    yield from findings.noting(records) if batch.noted else records
    if batch.writes and not batch.dry_run:
        undo.make_room()
    if batch.noted or (batch.writes and not batch.dry_run):
        FolderJournal().tidy()


def report(batch: Batch, records: list[Record], seconds: float) -> None:
    """Write the report of a run."""
    from sheetnet.report.report import write_report

    assert batch.report is not None  # noqa: S101 - asked for by those who have one
    given = {**batch.options, **batch.options.get("settings", {})}
    given.pop("settings", None)
    settings = [f"--{name.replace('_', '-')} {value}" for name, value in given.items() if value is not None]
    write_report(batch.report, records, command=" ".join((batch.command, *settings)), seconds=seconds)
