"""A model as an .npz file: arrays weights_1, thresholds_1, weights_2, ... and what belongs to them."""

import struct
import zipfile
import zlib
from pathlib import Path
from tokenize import TokenError
from typing import Any

import numpy as np

from sheetnet.model.model import Class, Model, ModelError
from sheetnet.model.parts import FORMAT, SCALES, WORDS, layers_of, model_of, words_of

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    EOFError,
    ValueError,
    OSError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TokenError,  # numpy reads the head of an array with Python's tokenizer
    TypeError,
)


def save_npz(model: Model, path: Path) -> None:
    arrays: dict[str, Any] = {"format": FORMAT, **words_of(model)}
    for number, (weights, thresholds) in enumerate(layers_of(model), 1):
        arrays |= {f"weights_{number}": weights, f"thresholds_{number}": thresholds}
    numeric = [isinstance(name, float) for name in model.classes]
    arrays |= {
        "feature_names": np.array(model.feature_names),
        "classes": np.array([repr(name) if isinstance(name, float) else name for name in model.classes]),
        "classes_are_numbers": np.array(numeric),
        **{name: getattr(model, name) for name in SCALES},
    }
    with path.open("wb") as file:
        np.savez(file, **arrays)


def load_npz(path: Path) -> Model:
    """Nothing is unpickled, and nothing unpacked: a model's numbers cannot be packed, so a packed file is none."""
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as package:
                if any(member.compress_type != zipfile.ZIP_STORED for member in package.infolist()):
                    raise ModelError("this is no model saved by sheetnet: its arrays are compressed")
            file.seek(0)
            with np.load(file, allow_pickle=False) as arrays:
                return _model(dict(arrays))
        except ModelError:
            raise
        except _BROKEN:
            raise ModelError("this is no model saved by sheetnet as .npz, or it is damaged") from None


def _model(arrays: dict[str, Any]) -> Model:
    if str(arrays["format"]) != FORMAT:
        raise ModelError(f"expected '{FORMAT}' for the format, found '{arrays['format']}'")
    count = sum(name.startswith("weights_") for name in arrays)
    layers = [(arrays[f"weights_{n}"], arrays[f"thresholds_{n}"]) for n in range(1, count + 1)]
    classes: list[Class] = [
        float(name) if number else str(name)
        for name, number in zip(arrays["classes"], arrays["classes_are_numbers"], strict=True)
    ]
    names = [str(name) for name in arrays["feature_names"]]
    words = {name: str(arrays[name]) for name in WORDS}
    return model_of(words, layers, classes, names, {name: arrays[name] for name in SCALES})
