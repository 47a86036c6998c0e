"""A trained model as a value, outside any workbook: predictions, files, and scripts that stand alone.

Read in this order: model, parts, npz, structured, lines, files; then literals, script_numpy, script_torch,
script_sklearn, script; onnx_graph stands apart.
"""

from sheetnet.model.files import FORMS, load, save
from sheetnet.model.model import Model, ModelError
from sheetnet.model.script import FLAVOURS, script, write_script

__all__ = ["FLAVOURS", "FORMS", "Model", "ModelError", "load", "save", "script", "write_script"]
