"""A model as a graph of ONNX, in float64 throughout: raw inputs go in, raw outputs come out."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from sheetnet.model.model import Model, weights_and_thresholds

_OPSET, _IR = 17, 8  # of 2022: programs that are years old open it
_OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}  # identity has no node


def save_onnx(model: Model, path: Path) -> None:
    """Write ``inputs`` of shape (cases, inputs) to ``outputs`` of shape (cases, outputs)."""
    path.write_bytes(graph_of(model).SerializeToString())


def graph_of(model: Model) -> Any:
    """The model as ONNX has it; names of inputs and classes stand in its metadata."""
    network = model.network
    maker = _Maker()
    maker.affine("Sub", "raw_minus_shift", "input_shift", model.input_shift, nothing=0.0)
    maker.affine("Div", "scaled", "input_scale", model.input_scale, nothing=1.0)
    layers = weights_and_thresholds(model)
    for number, (weights, thresholds) in enumerate(layers, 1):
        last = number == len(layers)
        maker.add("MatMul", f"products_{number}", f"weights_{number}", weights.T)
        if thresholds is not None:
            maker.add("Sub", f"sums_{number}", f"thresholds_{number}", thresholds)
        function = network.head.name.partition("+")[0] if last else network.hidden.name
        if function in _OPERATORS:
            maker.add(_OPERATORS[function], f"activations_{number}")
    maker.affine("Mul", "in_units", "target_scale", model.target_scale, nothing=1.0)
    maker.affine("Add", "raw", "target_shift", model.target_shift, nothing=0.0)
    maker.add("Identity", "outputs")
    ends = [
        helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["cases", size])
        for name, size in (("inputs", network.sizes[0]), ("outputs", network.sizes[-1]))
    ]
    graph = helper.make_graph(maker.nodes, "sheetnet", ends[:1], ends[1:], maker.constants)
    made = helper.make_model(
        graph, producer_name="sheetnet", opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR
    )
    names = {"feature_names": model.feature_names, "classes": model.classes, "network": network.sizes}
    told = {key: json.dumps(value, ensure_ascii=False) for key, value in names.items()}
    helper.set_model_props(made, told | {"head": network.head.name, "hidden": network.hidden.name})
    checker.check_model(made)
    return made


class _Maker:
    """Nodes one behind the other, and the constants that they need."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._last = "inputs"

    def add(self, operator: str, result: str, constant: str = "", value: Any = None) -> None:
        inputs = [self._last]
        if constant:
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), constant))
            inputs.append(constant)
        self.nodes.append(helper.make_node(operator, inputs, [result], name=result))
        self._last = result

    def affine(self, operator: str, result: str, constant: str, value: Any, *, nothing: float) -> None:
        """A shift or scale of each column, left out where it changes nothing."""
        if (value != nothing).any():
            self.add(operator, result, constant, value)
