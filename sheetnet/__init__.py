"""sheetnet: a neural network that lives in a spreadsheet and can be watched while it learns."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "SheetnetError",
    "TrainResult",
    "add",
    "check",
    "choose",
    "explain",
    "export",
    "fit",
    "gradient",
    "import_",
    "misread",
    "new",
    "open",
    "plot",
    "predict",
    "reset",
    "show",
    "step",
    "sweep",
    "train",
    "undo",
]

if TYPE_CHECKING:
    from sheetnet.adding.files import add
    from sheetnet.api import (
        check,
        choose,
        explain,
        export,
        fit,
        gradient,
        import_,
        misread,
        open,
        plot,
        predict,
        reset,
        show,
        step,
        sweep,
        train,
        undo,
    )
    from sheetnet.errors import SheetnetError
    from sheetnet.making.new import new
    from sheetnet.session import TrainResult


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def __getattr__(name: str) -> Any:
    """Load the public names on first use: `sheetnet --help` answers without numpy."""
    if name not in __all__:
        raise AttributeError(f"module 'sheetnet' has no attribute {name!r}")
    if name == "SheetnetError":
        from sheetnet import errors as module
    elif name == "TrainResult":
        from sheetnet import session as module  # type: ignore[no-redef]
    elif name == "add":
        from sheetnet.adding import files as module  # type: ignore[no-redef]
    elif name == "new":
        from sheetnet.making import new as module  # type: ignore[no-redef]
    else:
        from sheetnet import api as module  # type: ignore[no-redef]
    return getattr(module, name)
