"""The script in PyTorch: its own modules, its own gradients."""

from sheetnet.model.literals import Source

_MODULES = {"sigmoid": "nn.Sigmoid()", "tanh": "nn.Tanh()", "relu": "nn.ReLU()", "identity": "nn.Identity()"}
_SQUARED = "0.5 * ((t - network(x)) ** 2).sum()"
_HEADS = {  # the last module, E, and the outputs; with cross entropy the network ends with the sums
    "sigmoid+squared": ("nn.Sigmoid()", _SQUARED, "network(x)"),
    "identity+squared": ("", _SQUARED, "network(x)"),
    "tanh+squared": ("nn.Tanh()", _SQUARED, "network(x)"),
    "softmax+cross entropy": (
        "",
        "-(t * torch.log_softmax(network(x), dim=1)).sum()",
        "torch.softmax(network(x), dim=1)",
    ),
    "sigmoid+cross entropy": (
        "",
        'nn.functional.binary_cross_entropy_with_logits(network(x), t, reduction="sum")',
        "torch.sigmoid(network(x))",
    ),
}

_SCRIPT = '''"""A network of {sizes} units, written by sheetnet: {hidden} units, {head}, E a {reduction} over the cases.

    python THIS_FILE             prints E
    python THIS_FILE 500 0.05    makes 500 updates w <- w - 0.05 dE/dw, then prints E
"""

import sys
{imports}
import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)

{numbers}

network = nn.Sequential(
{modules}
)
with torch.no_grad():
    for module, {layer} in zip((one for one in network if isinstance(one, nn.Linear)), LAYERS):
        module.weight.copy_(torch.from_numpy(w))
{bias}

def loss(x, t):
    """E."""
    return {loss}{share}


def train(x, t, updates, eta):
    """Plain gradient descent over all cases, in place."""
    optimiser = torch.optim.SGD(network.parameters(), lr=eta)
    for _ in range(updates):
        optimiser.zero_grad()
        loss(x, t).backward()
        optimiser.step()


{predict}


if __name__ == "__main__":
    x, t = torch.from_numpy(X), torch.from_numpy(T)
    if len(sys.argv) > 1:
        train(x, t, int(sys.argv[1]), float(sys.argv[2]))
    print(f"E = {{loss(x, t).item():.17g}}")
'''
_BIAS = (
    "        module.bias.copy_(torch.from_numpy(-theta))  # PyTorch adds a bias where sheetnet subtracts a threshold\n"
)


def script(source: Source) -> str:
    """The text of the script."""
    network = source.model.network
    last, loss, outputs = _HEADS[network.head.name]
    modules = []
    for units, inputs in network.layers:
        modules += [f"nn.Linear({inputs}, {units}{'' if network.thresholds else ', bias=False'})"]
        modules += [_MODULES[network.hidden.name]]
    modules[-1:] = [last] * bool(last)
    predict = source.predict("numpy_outputs")
    predict = predict.replace(
        "    return numpy_outputs",
        f"    x = torch.as_tensor(x, dtype=torch.float64)\n    with torch.no_grad():\n        return {outputs}.numpy()",
    )
    return _SCRIPT.format(
        sizes=source.sizes,
        hidden=network.hidden.name,
        head=network.head.name,
        reduction=network.reduction,
        imports=source.imports,
        numbers=source.numbers(),
        modules="\n".join(f"    {module}," for module in modules),
        layer="(w, theta)" if network.thresholds else "w",
        bias=_BIAS if network.thresholds else "",
        loss=loss,
        share=source.share,
        predict=predict,
    )
