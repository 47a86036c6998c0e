"""The classifier: one output for each class, or a single one that says the second of two."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import ClassifierMixin  # type: ignore[import-untyped]
from sklearn.utils.multiclass import check_classification_targets  # type: ignore[import-untyped]
from sklearn.utils.validation import validate_data  # type: ignore[import-untyped]

from sheetnet.estimators.learner import Learner
from sheetnet.net.activations import Array
from sheetnet.net.heads import head_named
from sheetnet.net.network import read

SOFTMAX = "softmax+cross entropy"


@dataclass(eq=False, repr=False)
class SheetClassifier(ClassifierMixin, Learner):  # type: ignore[misc]
    """A network that tells classes apart, as a scikit-learn estimator; settings are those of `Learner`, and `head`.

    There is one output for each class. Where there are two classes and `head` is not softmax, a single output says the
    second one. Targets are the highest and the lowest that the head's outputs can reach: 1 and 0, for tanh 1 and -1.
    """

    head: str = SOFTMAX

    def predict(self, X: Any) -> Any:
        """The class of each case, shape (cases,): that of the largest output, the first of equals."""
        _, z = self._sums_and_outputs(X)
        return self.classes_[read(z, self.network_.head.middle)]

    def predict_proba(self, X: Any) -> Array:
        """The probability of each class, shape (cases, classes).

        That of softmax is its output; outputs of other heads, from 0 to 1, are divided by their sum.
        """
        _, z = self._sums_and_outputs(X)
        head = self.network_.head
        share: Array = (z - head.lowest) / (head.highest - head.lowest)
        if share.shape[1] == 1:
            return np.hstack([1.0 - share, share])
        if head.name == SOFTMAX:
            return share
        total = share.sum(axis=1, keepdims=True)
        shares: Array = np.full_like(share, 1.0 / share.shape[1])
        np.divide(share, total, out=shares, where=total > 0.0)
        return shares

    def decision_function(self, X: Any) -> Array:
        """The weighted sums s of the outputs, shape (cases, classes); of two classes one number, shape (cases,).

        That is the second class's sum less the first one's, or the single output's.
        """
        s, _ = self._sums_and_outputs(X)
        if len(self.classes_) > 2:
            return s
        return s[:, -1] - (s[:, 0] if s.shape[1] == 2 else 0.0)

    def _cases(self, X: Any, y: Any) -> tuple[str, Array, Array]:
        head = head_named(str(self.head))
        if not head.classifies:
            raise ValueError(f"the head {head.name} reads no classes; take another one, or SheetRegressor")
        x, labels = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(labels)
        classes, numbers = np.unique(labels, return_inverse=True)
        if len(classes) < 2:
            raise ValueError(f"expected at least two classes, found one class, {classes[0]}")
        self.classes_ = classes
        outputs = np.arange(len(classes))
        if len(outputs) == 2 and head.name != SOFTMAX:
            outputs = outputs[1:]
        return head.name, x, np.where(numbers[:, None] == outputs, head.highest, head.lowest)
