"""The table of what may import what, read out of the test that holds it: python docs/rules.py prints it."""

import ast
from pathlib import Path

TEST = Path(__file__).parents[1] / "tests" / "promises" / "test_architecture.py"


def page() -> str:
    """A row for each room: its name, and the rooms and libraries that its modules may import."""
    rows = (f"| `{room or 'sheetnet'}` | {named(allowed)} |" for room, allowed in rules().items())
    return "\n".join(["\n| | |", "|---|---|", *rows]) + "\n"


def rules() -> dict[str, str]:
    for node in ast.parse(TEST.read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "RULES":
            found: dict[str, str] = ast.literal_eval(node.value)  # type: ignore[arg-type]
            return found
    raise LookupError(f"{TEST} has no RULES")


def named(allowed: str) -> str:
    return ", ".join(f"`{name}`" for name in allowed.split()) or "–"


if __name__ == "__main__":
    print(page())
