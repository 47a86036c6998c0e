"""The regressor: outputs that are numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import MultiOutputMixin, RegressorMixin  # type: ignore[import-untyped]
from sklearn.utils.validation import validate_data  # type: ignore[import-untyped]

from sheetnet.estimators.learner import Learner
from sheetnet.net.activations import Array
from sheetnet.sheet.blocks.settings import REGRESSION


@dataclass(eq=False, repr=False)
class SheetRegressor(MultiOutputMixin, RegressorMixin, Learner):  # type: ignore[misc]
    """A network that learns one or more numbers for each case, as a scikit-learn estimator; head identity+squared.

    Settings are those of `Learner`. `scaling` is that of the targets too, and E is in scaled ones.
    """

    def predict(self, X: Any) -> Array:
        """What the network says of each case, in the units of y, shape (cases,) or (cases, outputs) as y had."""
        _, z = self._sums_and_outputs(X)
        raw: Array = z * self.target_scale_ + self.target_shift_
        return raw if self._several else raw[:, 0]

    def _cases(self, X: Any, y: Any) -> tuple[str, Array, Array]:
        x, t = validate_data(self, X, y, dtype=np.float64, multi_output=True)
        self._several = t.ndim == 2
        raw = np.array(t, dtype=np.float64).reshape(len(x), -1)
        self.target_shift_, self.target_scale_ = self._scaling(raw)
        return REGRESSION, x, (raw - self.target_shift_) / self.target_scale_
