"""What both estimators are: settings in the words of a workbook, arrays in, steps of the engine out."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from numbers import Integral, Real
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils import check_random_state  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted, validate_data  # type: ignore[import-untyped]
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from sheetnet.errors import SettingError
from sheetnet.net.activations import ACTIVATIONS, Array
from sheetnet.net.batches import PRIME, Batches
from sheetnet.net.heads import head_named
from sheetnet.net.initial import INITIALS, initial_parameters
from sheetnet.net.lbfgs import minimise
from sheetnet.net.network import Network
from sheetnet.net.stopping import Stopping
from sheetnet.net.training import Step, descend
from sheetnet.session.method import LBFGS, Method
from sheetnet.session.plan import one_blas_thread
from sheetnet.sheet.blocks.settings import ALL, SETTINGS, Setting
from sheetnet.sheet.tables.scaling import SCALINGS, scaling

_OWN = (
    Setting("eta", 0.01, lowest=0.0),
    Setting("epochs", 100, lowest=0, highest=10_000_000, whole=True),
    Setting("scaling", "standard", tuple(SCALINGS)),
    Setting("init", "uniform", tuple(INITIALS)),
    Setting("scale", 0.5, lowest=0.0),
)  # what an estimator has besides the settings of a workbook's method
_TABLE = SETTINGS | {setting.name: setting for setting in _OWN}


@dataclass(eq=False, repr=False)
class Learner(BaseEstimator, ABC):  # type: ignore[misc]
    """A network that learns cases (X, y) by descent; the fields are what scikit-learn calls parameters.

    An epoch is all cases once, in batches of `batch_size` cases or ``"all"``; `optimiser` ``"lbfgs"`` always looks at
    all of them. `scaling` is that of the inputs, by what the cases of `fit` say. `init` is the kind of the initial
    parameters, uniform or normal of that `scale` or zeros, or else the vector of parameters to start from. A whole
    number as `random_state` is the `--seed` of the command line: the same start and the same batches as there.
    """

    hidden_layer_sizes: tuple[int, ...] = (20,)
    _: KW_ONLY
    hidden: str = "sigmoid"
    reduction: str = "mean"
    optimiser: str = "adam"
    eta: float = 0.01
    alpha: float = 0.9
    rho: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-7
    epochs: int = 100
    batch_size: int | str = 32
    random_state: Any = 0
    stop_below: float | None = None
    patience: int | None = None
    least_gain: float = 0.0
    scaling: str = "standard"
    init: Any = "uniform"
    scale: float = 0.5

    def fit(self, X: Any, y: Any) -> Self:
        """Learn the cases; raises ValueError for what cannot be, and NotFinite where the descent flies off."""
        for _ in self.steps(X, y):
            pass
        return self

    def steps(self, X: Any, y: Any) -> Iterator[Step]:
        """The steps of `fit`, to look at while it learns: number, parameters, gradient, loss, accuracy, deltas.

        Step 0 is the untrained network. The estimator is fitted to the step that came last, so that a loop may end
        early.
        """
        self._check()
        head, x, t = self._cases(X, y)
        self._built = (x.shape[1], *map(int, self.hidden_layer_sizes), t.shape[1]), self.hidden, head, self.reduction
        self.input_shift_, self.input_scale_ = self._scaling(x)
        seed = self._seed()
        self.parameters_, self.n_iter_ = self._start(seed), 0
        self.loss_curve_: list[float] = []
        return _on_one_thread(self._descent((x - self.input_shift_) / self.input_scale_, t, seed))

    @property
    def network_(self) -> Network:
        """The network that was fitted; `parameters_` is its vector, thresholds subtracted."""
        check_is_fitted(self, "_built")
        sizes, hidden, head, reduction = self._built  # by name, for the functions themselves cannot be pickled
        return Network(sizes, ACTIVATIONS[hidden], head_named(head), reduction)

    @property
    def coefs_(self) -> list[Array]:
        """The weights of each layer as scikit-learn has them, shape (inputs, units); inputs are scaled ones."""
        return [matrix[:, :-1].T for matrix in self.network_.unpack(self.parameters_)]

    @property
    def intercepts_(self) -> list[Array]:
        """The biases of each layer, shape (units,): minus its thresholds."""
        return [-matrix[:, -1] for matrix in self.network_.unpack(self.parameters_)]

    @abstractmethod
    def _cases(self, X: Any, y: Any) -> tuple[str, Array, Array]:
        """The name of the head, raw inputs, shape (cases, inputs), and targets, shape (cases, outputs)."""

    def _sums_and_outputs(self, X: Any) -> tuple[Array, Array]:
        """s and z of the last layer for raw inputs, each of shape (cases, outputs)."""
        network = self.network_
        x = (validate_data(self, X, dtype=np.float64, reset=False) - self.input_shift_) / self.input_scale_
        with one_blas_thread():
            s, z = network.sums_and_outputs(self.parameters_, x)[-1]
        return s, z

    def _scaling(self, raw: Array) -> tuple[Array, Array]:
        try:
            found = scaling(self.scaling, raw)
        except SettingError as error:
            raise ValueError(str(error)) from None
        return found.shift, found.scale

    def _check(self) -> None:
        sizes = self.hidden_layer_sizes
        if not (isinstance(sizes, tuple | list) and all(isinstance(units, Integral) and units >= 1 for units in sizes)):
            raise ValueError(f"expected numbers of units such as (20,) for hidden_layer_sizes, found {sizes!r}")
        for name, value in self.get_params(deep=False).items():
            if name not in _TABLE or name == "head" or (name == "init" and not isinstance(value, str)):
                continue
            plain = value is None or isinstance(value, str | Real)
            if not (plain and _TABLE[name].fits(value)) and not (name == "optimiser" and value == LBFGS):
                raise ValueError(f"expected {_TABLE[name].wanted} for {name}, found {value!r}")

    def _seed(self) -> int:
        """A whole number stands for itself; anything else that scikit-learn takes for a `random_state` draws one."""
        state = check_random_state(self.random_state)
        return int(self.random_state if isinstance(self.random_state, Integral) else state.randint(PRIME))

    def _start(self, seed: int) -> Array:
        if isinstance(self.init, str):
            return initial_parameters(self.network_, np.random.default_rng(seed), self.init, self.scale)
        start = np.array(self.init, dtype=np.float64)
        self.network_.unpack(start)  # refuses another length
        return start

    def _descent(self, x: Array, t: Array, seed: int) -> Iterator[Step]:
        """The steps up to the last epoch or the one that meets a rule to stop, each noted before it is handed on."""
        network, start, per_epoch = self.network_, self.parameters_, 1
        steps: Iterable[Step]
        if self.optimiser == LBFGS:
            steps = minimise(network, start, x, t, int(self.epochs))
        else:
            size = None if self.batch_size == ALL else int(self.batch_size)
            batches = Batches(len(x), size, seed % PRIME)
            per_epoch = batches.per_epoch
            optimiser = Method(self.get_params(deep=False)).optimiser(self.eta)
            steps = descend(network, start, x, t, optimiser, int(self.epochs) * per_epoch, batches=batches)
        for step in Stopping(steps, per_epoch, self.stop_below, self.patience, self.least_gain):
            self.parameters_, self.n_iter_ = step.parameters, step.number
            if step.number % per_epoch == 0:
                self.loss_curve_.append(step.loss)
            yield step


def _on_one_thread(steps: Iterator[Step]) -> Iterator[Step]:
    """Each step worked out by one BLAS thread, see `one_blas_thread`; what is done between two steps has them all."""
    blas = ThreadpoolController()
    while True:
        with blas.limit(limits=1, user_api="blas"):
            step = next(steps, None)
        if step is None:
            return
        yield step
