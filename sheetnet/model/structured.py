"""A model as a JSON file; each number with the digits that give its bits back."""

import json
from pathlib import Path
from typing import Any

from sheetnet.model.model import Model, ModelError
from sheetnet.model.parts import FORMAT, SCALES, layers_of, model_of, words_of


def save_json(model: Model, path: Path) -> None:
    content: dict[str, Any] = {
        "format": FORMAT,
        "sizes": list(model.network.sizes),
        **words_of(model),
        "feature_names": list(model.feature_names),
        "classes": list(model.classes),
        **{name: getattr(model, name).tolist() for name in SCALES},
        "layers": [
            {"weights": weights.tolist(), "thresholds": thresholds.tolist()} for weights, thresholds in layers_of(model)
        ],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def load_json(path: Path) -> Model:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        layers = [(layer["weights"], layer["thresholds"]) for layer in content["layers"]]
        classes = [float(name) if isinstance(name, int | float) else str(name) for name in content["classes"]]
        names = [str(name) for name in content["feature_names"]]
        found = content["format"]
    except (KeyError, TypeError, ValueError, RecursionError, OverflowError):
        raise ModelError("this is no model saved by sheetnet as .json, or it is damaged") from None
    if found != FORMAT:
        raise ModelError(f"expected '{FORMAT}' for the format, found '{found}'")
    return model_of(content, layers, classes, names, content)
