"""The engine as scikit-learn's estimators: in pipelines, cross-validation and grid searches. Needs scikit-learn.

Read in this order: learner, classifier, regressor.
"""

try:
    from sheetnet.estimators.classifier import SheetClassifier
    from sheetnet.estimators.regressor import SheetRegressor
except ModuleNotFoundError as error:
    if error.name != "sklearn":
        raise
    raise ImportError(
        'sheetnet.estimators needs scikit-learn; python -m pip install "sheetnet[sklearn]"', name="sklearn"
    ) from None

__all__ = ["SheetClassifier", "SheetRegressor"]
