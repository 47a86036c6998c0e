"""Every script is run, in a process of its own: it prints the engine's E, and trains on as the engine does."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from sheetnet.model import FLAVOURS, Model, ModelError, script, write_script
from sheetnet.net.activations import ACTIVATIONS, Array
from sheetnet.net.heads import HEADS
from sheetnet.net.optimisers import OPTIMISERS
from sheetnet.net.training import descend
from tests.model.examples import cases, letters_model, model

CROSS = ("softmax+cross entropy", "sigmoid+cross entropy")
PAIRS = list(zip(cycle(ACTIVATIONS), HEADS))
SKLEARN = [
    ("identity+squared", (3, 4, 2)),
    ("identity+squared", (3, 4, 1)),
    ("sigmoid+cross entropy", (3, 4, 1)),
    ("sigmoid+cross entropy", (3, 4, 5, 2)),
    ("softmax+cross entropy", (3, 4, 3)),
    ("softmax+cross entropy", (3, 4)),
]


def run(path: Path, *command_lines: str) -> list[float]:
    """What the script prints as E with each of some command lines; it can import nothing of ours."""
    code = (
        "import runpy, sys\nsys.modules['sheetnet'] = None\npath, *lines = sys.argv[1:]\n"
        "for line in lines:\n    sys.argv = [path, *line.split()]\n    runpy.run_path(path, run_name='__main__')"
    )
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "error", "-c", code, str(path), *command_lines]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    return [float(line.removeprefix("E = ")) for line in done.stdout.splitlines()]


def after(one: Model, x: Array, t: Array, updates: int, eta: float) -> float:
    """E after so many updates by our engine."""
    *_, last = descend(one.network, one.parameters, x, t, OPTIMISERS["sgd"](eta), updates)
    return last.loss


def assert_reproduces(folder: Path, one: Model, flavour: str, x: Array, t: Array) -> None:
    write_script(folder / "model.py", one, flavour, x, t)

    expected = [float(one.network.loss(one.parameters, x, t)), after(one, x, t, 20, 0.01)]
    assert run(folder / "model.py", "", "20 0.01") == pytest.approx(expected, rel=1e-12)


@pytest.fixture
def torch() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.mark.parametrize(("hidden", "head"), PAIRS)
def test_the_numpy_script_prints_the_engines_e(tmp_path: Path, hidden: str, head: str) -> None:
    reduction = "mean" if hidden == "tanh" else "sum"
    one = model((3, 4, 5, 2), hidden, head, reduction, thresholds=head != "tanh+squared")

    assert_reproduces(tmp_path, one, "numpy", *cases(one))


@pytest.mark.usefixtures("torch")
@pytest.mark.parametrize(("hidden", "head"), PAIRS)
def test_the_torch_script_prints_the_engines_e(tmp_path: Path, hidden: str, head: str) -> None:
    reduction = "mean" if hidden == "tanh" else "sum"
    one = model((3, 4, 5, 2), hidden, head, reduction, thresholds=head != "tanh+squared")

    assert_reproduces(tmp_path, one, "torch", *cases(one))


@pytest.mark.few(1)
@pytest.mark.parametrize(("head", "sizes"), SKLEARN)
def test_the_scikit_learn_script_prints_the_engines_e(tmp_path: Path, head: str, sizes: tuple[int, ...]) -> None:
    hidden = dict(zip(HEADS, ACTIVATIONS, strict=False)).get(head, "sigmoid")
    one = model(sizes, hidden, head, "mean" if sizes[-1] == 2 else "sum")

    assert_reproduces(tmp_path, one, "sklearn", *cases(one))


def test_the_letters_are_written_out(tmp_path: Path) -> None:
    one, x, t = letters_model()

    assert write_script(tmp_path / "letters.py", one, "numpy", x, t) == (tmp_path / "letters.py",)
    assert run(tmp_path / "letters.py", "") == pytest.approx([one.network.loss(one.parameters, x, t)], rel=1e-12)


@pytest.mark.few(1)
@pytest.mark.parametrize("flavour", ["numpy", "sklearn"])
def test_what_is_large_lies_beside_the_script(tmp_path: Path, flavour: str) -> None:
    one = model((64, 20, 10), head="softmax+cross entropy")
    x, t = cases(one, 500)

    written = write_script(tmp_path / "digits's.py", one, flavour, x, t)

    assert written == (tmp_path / "digits's.py", tmp_path / "digits's.npz")
    assert written[0].stat().st_size < 6000
    assert run(written[0], "") == pytest.approx([one.network.loss(one.parameters, x, t)], rel=1e-12)


@pytest.mark.few(2)
@pytest.mark.parametrize("flavour", ["numpy", "sklearn", "torch"])
@pytest.mark.parametrize("scaled", [True, False])
def test_raw_numbers_are_predicted_as_by_the_model(
    tmp_path: Path, flavour: str, scaled: bool, request: pytest.FixtureRequest
) -> None:
    if flavour == "torch":
        request.getfixturevalue("torch")
    one = model((3, 4, 3), head="softmax+cross entropy", scaled=scaled)
    x, t = cases(one)
    path = tmp_path / "model.py"
    write_script(path, one, flavour, x, t)
    predict = f"runpy.run_path({str(path)!r})['predict']"
    code = f"import runpy, numpy; print({predict}(numpy.array({x.tolist()})).tolist())"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)

    assert np.array(eval(done.stdout)) == pytest.approx(one.predict(x), rel=1e-12)


def test_saturated_units_change_nothing(tmp_path: Path) -> None:
    one = model(head="softmax+cross entropy")
    one = replace(one, parameters=one.parameters * 1000)

    assert_reproduces(tmp_path, one, "numpy", *cases(one))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_names_are_never_run(tmp_path: Path, flavour: str) -> None:
    name = "'\"\"\"\n__import__('pathlib').Path('harmed').touch()\n#"
    one = replace(model((3, 4, 3), head="softmax+cross entropy"), classes=(name, "b", 7.0), feature_names=(name,) * 3)

    text = script(one, flavour, *cases(one), "beside.npz")

    compile(text, "model.py", "exec")
    assert not [line for line in text.splitlines() if line.startswith("__import__")]


@pytest.mark.parametrize(
    ("one", "message"),
    [
        *(
            (
                model((3, 4, 3), head=head),
                f"scikit-learn has no {head}; it has identity+squared, sigmoid+cross entropy, and "
                "softmax+cross entropy of 3 outputs or more; export to numpy or torch",
            )
            for head in ("sigmoid+squared", "tanh+squared")
        ),
        (
            model((3, 4, 2), head="softmax+cross entropy"),
            "scikit-learn has no softmax+cross entropy of 2 outputs; it has identity+squared, sigmoid+cross entropy, "
            "and softmax+cross entropy of 3 outputs or more; export to numpy or torch",
        ),
        (
            model((3, 4, 3), head="softmax+cross entropy", thresholds=False),
            "scikit-learn has no units without thresholds; export to numpy or torch",
        ),
    ],
)
def test_what_scikit_learn_does_not_have_is_refused(one: Model, message: str) -> None:
    with pytest.raises(ModelError) as error:
        script(one, "sklearn", *cases(one))

    assert str(error.value) == message


@pytest.mark.parametrize("head", CROSS)
def test_scikit_learn_wants_classes(head: str) -> None:
    one = model((3, 4, 3), head=head)
    x, t = cases(one)

    with pytest.raises(ModelError, match=r"needs targets of 0 and 1; export to numpy or torch$"):
        script(one, "sklearn", x, t * 0.9)


def test_a_flavour_and_cases_that_do_not_fit() -> None:
    one = model()
    x, t = cases(one)

    with pytest.raises(ModelError, match=r"^expected numpy, torch, sklearn for the flavour of a script, found 'r'$"):
        script(one, "r", x, t)
    with pytest.raises(ModelError, match=r"^cases of shape \(12, 2\) and \(12, 2\) do not fit a network of sizes"):
        script(one, "numpy", t, t)
