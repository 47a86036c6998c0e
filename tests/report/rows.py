"""Rows of a report as tests need them."""

from typing import Any


def done(workbook: str = "class/a.xlsx", after: float = 0.5571, **more: Any) -> dict[str, Any]:
    return {
        "workbook": workbook,
        "output": f"trained/{workbook.rpartition('/')[2]}",
        "status": "done",
        "command": "train",
        "iterations": 500,
        "eta": 0.05,
        "before": {"iteration": 0, "E": 60.283917, "accuracy": 0.2265625},
        "after": {"iteration": 500, "E": after, "accuracy": 0.984375},
        "seconds": 0.08,
        "warnings": [],
        "written": {"current": "BP!C15:G34", "counter": "BP!D5"},
        **more,
    }


def failed(workbook: str = "class/b.xlsx", message: str = "no such file") -> dict[str, Any]:
    return {"workbook": workbook, "status": "failed", "message": message}


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(1).xlsx", "#N/A", "{=1}"]
