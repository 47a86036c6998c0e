"""The estimators: what scikit-learn asks of any, what the engine says of these, and scikit-learn's own networks."""

import copy
import pickle
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits, load_iris
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score, train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelBinarizer, StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from threadpoolctl import threadpool_limits

import sheetnet
from sheetnet.estimators import SheetClassifier, SheetRegressor
from sheetnet.net import OPTIMISERS, Batches, NotFinite, descend, initial_parameters, order
from sheetnet.net.optimisers import CONSTANTS
from sheetnet.sheet.blocks.settings import SETTINGS
from tests.conftest import ROOT

IRIS = load_iris(return_X_y=True)
DIABETES = load_diabetes(return_X_y=True)
NOT_OF_AN_ESTIMATOR = {"seed", "split", "test_share"}  # random_state, and what scikit-learn splits with


@pytest.mark.few(70)
@parametrize_with_checks(
    [
        SheetClassifier(),
        SheetClassifier(head="tanh+squared", hidden="tanh"),
        SheetRegressor(),
        SheetRegressor(hidden_layer_sizes=(), optimiser="lbfgs"),
    ]
)
def test_scikit_learns_own_checks(estimator: Any, check: Any) -> None:
    assert check(estimator) is None  # it raises what it finds


@pytest.mark.parametrize("optimiser", CONSTANTS)
@pytest.mark.parametrize("batch_size", ["all", 32])
def test_a_fit_is_a_descent_bit_for_bit(optimiser: str, batch_size: int | str) -> None:
    x, y = IRIS
    learner = SheetClassifier((5,), optimiser=optimiser, batch_size=batch_size, epochs=7, random_state=3)

    learner.fit(x, y)
    network, scaled = learner.network_, (x - x.mean(axis=0)) / x.std(axis=0)
    batches = Batches(150, None if batch_size == "all" else 32, 3)
    start = initial_parameters(network, np.random.default_rng(3))
    updates = 7 * batches.per_epoch
    *_, last = steps = list(
        descend(network, start, scaled, np.eye(3)[y], OPTIMISERS[optimiser](0.01), updates, batches=batches)
    )

    assert network.sizes == (4, 5, 3)
    np.testing.assert_array_equal(learner.parameters_, last.parameters)
    assert learner.n_iter_ == updates
    assert learner.loss_curve_ == [step.loss for step in steps[:: batches.per_epoch]]


def test_the_settings_of_a_workbook_make_the_workbooks_network(tmp_path: Path) -> None:
    x, y = IRIS
    names = np.array(["setosa", "versicolor", "virginica"])[y]
    same: dict[str, Any] = {"optimiser": "adam", "batch_size": 40, "reduction": "mean"}
    head = "softmax+cross entropy"

    parameters = _of_a_workbook(tmp_path / "a", "4-6-3", x, names, same | {"head": head})
    learner = SheetClassifier((6,), eta=0.02, epochs=3, random_state=4, head=head, **same).fit(x, names)

    np.testing.assert_array_equal(learner.parameters_, parameters)


def test_the_settings_of_a_regression_make_the_workbooks_network(tmp_path: Path) -> None:
    x, y = IRIS[0][:, :3], IRIS[0][:, 3]
    same: dict[str, Any] = {"optimiser": "rmsprop", "batch_size": 40, "reduction": "sum"}

    parameters = _of_a_workbook(tmp_path / "a", "3-6-1", x, y, same | {"head": "identity+squared"})
    learner = SheetRegressor((6,), eta=0.02, epochs=3, random_state=4, **same).fit(x, y)

    np.testing.assert_array_equal(learner.parameters_, parameters)


def _of_a_workbook(place: Path, network: str, x: Any, y: Any, settings: dict[str, Any]) -> Any:
    """The parameters that a workbook of these cases ends at after 12 updates, with eta 0.02 and seed 4."""
    table, book = place.with_suffix(".csv"), place.with_suffix(".xlsx")
    rows = [f"{','.join(map(str, row))},{target}" for row, target in zip(x.tolist(), y.tolist(), strict=True)]
    table.write_text("\n".join([",".join("abcde"[: x.shape[1] + 1]), *rows]))
    chosen = settings | {"seed": 4}
    sheetnet.new(book, network=network, data=table, scaling="standard", seed=4, settings=chosen, plain=True)
    return sheetnet.train(book, iterations=12, eta=0.02).parameters[-1]


def test_every_setting_of_a_workbooks_method_is_one_of_the_estimators_with_the_same_default() -> None:
    ours = {field.name: field.default for field in fields(SheetClassifier)}

    assert set(SETTINGS) - set(ours) == NOT_OF_AN_ESTIMATOR
    differ = {name for name in SETTINGS if name in ours and ours[name] != SETTINGS[name].default}
    assert differ == {"optimiser", "batch_size", "reduction", "head"}
    assert set(ours) - {field.name for field in fields(SheetRegressor)} == {"head"}


@pytest.mark.parametrize(
    ("optimiser", "theirs"),
    [
        ("sgd", {"solver": "sgd", "momentum": 0.0}),
        ("momentum", {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": False}),
        ("nesterov", {"solver": "sgd", "momentum": 0.9}),
        ("adam", {"solver": "adam", "epsilon": 1e-7}),
    ],
)
@pytest.mark.parametrize("kind", ["three classes", "two classes", "one number", "two numbers"])
def test_scikit_learns_networks_go_the_same_way(optimiser: str, theirs: dict[str, Any], kind: str) -> None:
    x, y = StandardScaler().fit_transform(IRIS[0]), IRIS[1]
    if kind == "two classes":
        x, y = x[50:], y[50:]
    target = {"one number": x[:, 0] * 2.0, "two numbers": x[:, :2] + 1.0}.get(kind, y)
    inputs = x[:, 2:]
    shared: dict[str, Any] = {"scaling": "none", "batch_size": "all", "epochs": 30, "optimiser": optimiser, "eta": 0.02}
    mine: Any = SheetRegressor((6, 4), hidden="tanh", **shared)
    model = MLPRegressor
    if "classes" in kind:
        head = "sigmoid+cross entropy" if kind == "two classes" else "softmax+cross entropy"
        mine, model = SheetClassifier((6, 4), hidden="tanh", head=head, **shared), MLPClassifier
    first = next(mine.steps(inputs, target))
    start = [*mine.coefs_], [*mine.intercepts_]
    other = _fitted_from(start, model, theirs, inputs, target, epochs=30, batch=len(x))

    mine.fit(inputs, target)

    assert np.abs(mine.parameters_ - first.parameters).max() > 0.05  # it went somewhere
    for weights, expected in zip([*mine.coefs_, *mine.intercepts_], [*other.coefs_, *other.intercepts_], strict=True):
        np.testing.assert_allclose(weights, expected, rtol=0, atol=1e-9)
    np.testing.assert_allclose(mine.predict(inputs), other.predict(inputs), atol=1e-9)
    if "classes" in kind:
        np.testing.assert_allclose(mine.predict_proba(inputs), other.predict_proba(inputs), atol=1e-9)


def test_an_epoch_of_mini_batches_is_scikit_learns_over_the_cases_in_that_order() -> None:
    x, y = StandardScaler().fit_transform(IRIS[0]), IRIS[1]
    mine = SheetClassifier((6,), optimiser="momentum", eta=0.1, batch_size=40, epochs=1, scaling="none", random_state=5)
    next(mine.steps(x, y))
    start = [*mine.coefs_], [*mine.intercepts_]
    chosen = order(150, 0, 5)
    rule = {"solver": "sgd", "nesterovs_momentum": False, "activation": "logistic", "learning_rate_init": 0.1}

    other = _fitted_from(start, MLPClassifier, rule, x[chosen], y[chosen], epochs=1, batch=40)
    mine.fit(x, y)

    assert mine.n_iter_ == 4
    np.testing.assert_allclose(mine.coefs_[0], other.coefs_[0], rtol=0, atol=1e-9)


def _fitted_from(start: Any, model: Any, rule: dict[str, Any], x: Any, y: Any, *, epochs: int, batch: int) -> Any:
    """scikit-learn's network, from those weights and biases, by one rule without what sheetnet does not have."""
    sizes = tuple(len(bias) for bias in start[1][:-1])
    settings = {"activation": "tanh", "learning_rate_init": 0.02} | rule
    constants = {"alpha": 0, "shuffle": False, "n_iter_no_change": 10**6, "warm_start": True}
    other = model(hidden_layer_sizes=sizes, batch_size=batch, max_iter=1, **constants, **settings)
    with pytest.warns(ConvergenceWarning):
        other.fit(x, y)  # makes the arrays
    other.coefs_, other.intercepts_ = ([array.copy() for array in arrays] for arrays in start)
    with pytest.warns(ConvergenceWarning):
        return other.set_params(max_iter=epochs).fit(x, y)


@pytest.mark.parametrize(
    ("learner", "data", "least"),
    [
        (SheetClassifier(), IRIS, 0.94),
        (SheetRegressor(), DIABETES, 0.42),
        (SheetRegressor(optimiser="lbfgs", epochs=10), DIABETES, 0.42),
    ],
)
def test_the_defaults_learn_what_can_be_learned(learner: Any, data: Any, least: float) -> None:
    x, y = data
    folds = 5 if learner.__class__ is SheetRegressor else StratifiedKFold(5, shuffle=True, random_state=0)

    assert cross_val_score(learner, x, y, cv=folds).mean() >= least


def test_the_defaults_read_handwritten_digits() -> None:
    x, test_x, y, test_y = train_test_split(*load_digits(return_X_y=True), random_state=0)

    assert SheetClassifier().fit(x, y).score(test_x, test_y) >= 0.95


def test_a_loop_over_the_steps_sees_them_and_may_end_early() -> None:
    x, y = IRIS
    learner = SheetClassifier((5,), batch_size="all", epochs=50)
    seen = []

    for step in learner.steps(x, y):
        seen.append((step.number, step.gradient_norm, step.deltas_of(149)))
        if step.accuracy > 0.8:
            break

    assert [number for number, _, _ in seen] == list(range(learner.n_iter_ + 1))
    assert 0 < learner.n_iter_ < 50
    assert seen[0][2].shape == (8,)
    assert learner.score(x, y) == step.accuracy
    np.testing.assert_array_equal(learner.parameters_, step.parameters)
    fitted = SheetClassifier((5,), batch_size="all", epochs=learner.n_iter_).fit(x, y)
    np.testing.assert_array_equal(learner.parameters_, fitted.parameters_)


def test_it_stops_where_e_is_low_enough_or_falls_no_more() -> None:
    x, y = IRIS

    below = SheetClassifier(stop_below=0.2).fit(x, y)
    still = SheetClassifier(patience=3, least_gain=0.01).fit(x, y)

    assert below.loss_curve_[-1] < 0.2 <= below.loss_curve_[-2]
    assert len(still.loss_curve_) < 101
    assert still.loss_curve_[-4] - min(still.loss_curve_[-3:]) <= 0.01
    assert still.n_iter_ == 5 * (len(still.loss_curve_) - 1)
    assert SheetClassifier(patience=9, least_gain=0.01).fit(x, y).n_iter_ > still.n_iter_


def test_parameters_to_start_from_continue_where_another_fit_ended() -> None:
    x, y = DIABETES
    rule: dict[str, Any] = {"optimiser": "sgd", "batch_size": "all", "eta": 0.1}

    half = SheetRegressor(epochs=10, **rule).fit(x, y)
    rest = SheetRegressor(epochs=15, init=half.parameters_, **rule).fit(x, y)

    whole = SheetRegressor(epochs=25, **rule).fit(x, y)
    np.testing.assert_array_equal(rest.parameters_, whole.parameters_)
    assert rest.loss_curve_ == whole.loss_curve_[10:]


@pytest.mark.parametrize("head", ["softmax+cross entropy", "sigmoid+cross entropy", "sigmoid+squared", "tanh+squared"])
@pytest.mark.parametrize("classes", [2, 3])
def test_probabilities_decisions_and_classes_agree(head: str, classes: int) -> None:
    x, y = IRIS[0][-50 * classes :], np.array(["a", "b", "c"])[IRIS[1][-50 * classes :]]

    learner = SheetClassifier(head=head).fit(x, y)
    shares, sums, said = learner.predict_proba(x), learner.decision_function(x), learner.predict(x)

    assert learner.network_.sizes[-1] == (1 if classes == 2 and head != "softmax+cross entropy" else classes)
    assert list(learner.classes_) == ["a", "b", "c"][-classes:]
    assert shares.shape == (50 * classes, classes)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert ((shares >= 0.0) & (shares <= 1.0)).all()
    chosen = (sums > 0).astype(int) if classes == 2 else sums.argmax(axis=1)
    assert list(learner.classes_[chosen]) == list(said) == list(learner.classes_[shares.argmax(axis=1)])
    assert learner.score(x, y) > 0.9


def test_outputs_that_all_say_no_share_the_probability() -> None:
    x, y = IRIS
    learner = SheetClassifier((), head="sigmoid+squared", scaling="none", epochs=0, init=np.full(15, -1000.0))

    learner.fit(np.abs(x) + 2.0, y)

    np.testing.assert_array_equal(learner.predict_proba(np.abs(x) + 2.0), np.full((150, 3), 1 / 3))


def test_targets_have_the_shape_they_had() -> None:
    x, y = DIABETES
    both = np.column_stack([y, -y])

    assert SheetRegressor(epochs=1).fit(x, y).predict(x).shape == (442,)
    assert SheetRegressor(epochs=1).fit(x, y[:, None]).predict(x).shape == (442, 1)
    learner = SheetRegressor().fit(x, both)
    assert learner.score(x, both) > 0.5
    np.testing.assert_allclose(learner.target_shift_, both.mean(axis=0))


@pytest.mark.parametrize("learner", [SheetClassifier(epochs=5), SheetRegressor(epochs=5)])
def test_a_pickled_or_copied_estimator_predicts_the_same(learner: Any) -> None:
    x, y = IRIS
    learner.fit(x, y)

    for other in (pickle.loads(pickle.dumps(learner)), copy.deepcopy(learner)):
        np.testing.assert_array_equal(other.predict(x), learner.predict(x))
        assert other.network_ == learner.network_


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    x, y = IRIS

    def parameters(random_state: Any) -> Any:
        return SheetClassifier(epochs=2, random_state=random_state).fit(x, y).parameters_

    np.testing.assert_array_equal(parameters(1), parameters(1))
    np.testing.assert_array_equal(parameters(np.random.RandomState(1)), parameters(np.random.RandomState(1)))
    assert (parameters(1) != parameters(2)).any()
    assert (parameters(None) != parameters(None)).any()
    assert np.isfinite(parameters(2**32 - 1)).all()


def test_the_number_of_blas_threads_changes_no_bit() -> None:
    x, y = load_digits(return_X_y=True)

    def fitted(threads: int) -> SheetClassifier:
        with threadpool_limits(threads, "blas"):
            return SheetClassifier((100,), epochs=10, batch_size="all").fit(x, y)

    one, two = fitted(1), fitted(2)

    np.testing.assert_array_equal(one.parameters_, two.parameters_)


def test_it_searches_grids_and_works_in_pipelines() -> None:
    x, y = IRIS
    chain = make_pipeline(StandardScaler(), SheetClassifier(scaling="none", epochs=60))
    grid = {"sheetclassifier__hidden_layer_sizes": [(), (5,)], "sheetclassifier__optimiser": ["sgd", "adam"]}

    search = GridSearchCV(chain, grid, cv=3, error_score="raise").fit(x, y)

    assert search.best_params_["sheetclassifier__optimiser"] == "adam"
    assert search.best_score_ > 0.9


def test_columns_of_a_frame_are_remembered_by_name() -> None:
    pandas = pytest.importorskip("pandas")
    x, y = pandas.DataFrame(IRIS[0], columns=["a", "b", "c", "d"]), pandas.Series(np.array(["p", "q", "r"])[IRIS[1]])

    learner = SheetClassifier(epochs=20).fit(x, y)

    assert list(learner.feature_names_in_) == ["a", "b", "c", "d"]
    assert learner.score(x, y) > 0.9
    with pytest.raises(ValueError, match="feature names should match"):
        learner.predict(x.rename(columns={"a": "other"}))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hidden_layer_sizes": 5}, "expected numbers of units such as (20,) for hidden_layer_sizes, found 5"),
        (
            {"hidden_layer_sizes": (5, 0)},
            "expected numbers of units such as (20,) for hidden_layer_sizes, found (5, 0)",
        ),
        ({"hidden": "sine"}, "expected one of sigmoid, tanh, relu, identity for hidden, found 'sine'"),
        ({"eta": -1}, "expected a number of 0 or more for eta, found -1"),
        ({"eta": None}, "expected a number of 0 or more for eta, found None"),
        ({"epochs": 2.5}, "expected a whole number from 0 to 1e+07 for epochs, found 2.5"),
        ({"batch_size": "some"}, "expected all or a whole number from 1 to 1e+07 for batch_size, found 'some'"),
        ({"beta1": [0.9]}, "expected a number from 0 to 1 for beta1, found [0.9]"),
        ({"scaling": "log"}, "expected one of none, standard, minmax for scaling, found 'log'"),
        ({"init": "ones"}, "expected one of uniform, normal, zeros for init, found 'ones'"),
        ({"init": np.zeros(3)}, "expected 163 parameters, found an array of shape (3,)"),
        ({"random_state": "x"}, "'x' cannot be used to seed a numpy.random.RandomState instance"),
        (
            {"head": "identity+squared"},
            "the head identity+squared reads no classes; take another one, or SheetRegressor",
        ),
        (
            {"head": "softmax+squared"},
            "no head 'softmax+squared': the gradient of the square error of softmax vanishes where the answer is most "
            "wrong",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_line(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        SheetClassifier(**settings).fit(*IRIS)


def test_one_class_and_weights_of_cases_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^expected at least two classes, found one class, 7$"):
        SheetClassifier().fit(IRIS[0], np.full(150, 7))
    with pytest.raises(TypeError, match="sample_weight"):
        SheetClassifier().fit(*IRIS, sample_weight=np.ones(150))  # type: ignore[call-arg]


def test_many_labels_for_one_case_are_refused() -> None:
    with pytest.raises(ValueError, match="y should be a 1d array"):
        SheetClassifier().fit(IRIS[0], LabelBinarizer().fit_transform(IRIS[1]))


def test_a_descent_that_flies_off_says_when() -> None:
    with pytest.raises(NotFinite, match=r"at iteration \d+ the loss"):
        SheetRegressor(optimiser="sgd", eta=1e9, hidden="identity").fit(*DIABETES)


def test_before_a_fit_there_is_nothing_to_see() -> None:
    learner = SheetClassifier()

    with pytest.raises(NotFittedError, match="not fitted yet"):
        learner.predict(IRIS[0])
    assert not hasattr(learner, "network_")
    assert not hasattr(learner, "coefs_")


def test_sheetnet_alone_loads_no_scikit_learn() -> None:
    code = "import sys, sheetnet.api, sheetnet.net, sheetnet.cli\nassert 'sklearn' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_without_scikit_learn_one_line_says_what_to_install() -> None:
    code = """
import sys

class Nowhere:
    def find_spec(self, name, *_):
        if name.startswith("sklearn"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Nowhere())
from sheetnet.estimators import SheetClassifier
"""

    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    last = run.stderr.strip().splitlines()[-1]
    assert last == 'ImportError: sheetnet.estimators needs scikit-learn; python -m pip install "sheetnet[sklearn]"'


def test_the_python_lines_of_the_page_on_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)

    scope: dict[str, Any] = {}
    for block in blocks:
        exec(block, scope)

    assert len(blocks) == 8
    assert scope["step"].accuracy > 0.95
    assert scope["path"][-1] == pytest.approx([-6.11110793e-10, 8.14814391e-10], rel=1e-6)


@pytest.mark.parametrize("estimator", [SheetClassifier, SheetRegressor])
def test_the_page_on_python_names_every_setting_and_what_a_fit_leaves(estimator: Any) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    rows = "".join(line.partition("|")[2] for line in page.splitlines() if line.startswith("| `"))
    left = {name for name in vars(estimator(epochs=1).fit(*IRIS)) if name.endswith("_")}

    named = set(re.findall(r"`(\w+)`", rows))
    assert {field.name for field in fields(estimator)} | left <= named
