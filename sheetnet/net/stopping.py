"""When to stop before the last iteration: E is low enough, E falls no more, or the time is over."""

from collections.abc import Callable, Iterable, Iterator
from math import inf
from time import monotonic
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """A step of any search: which one, and the loss there."""

    @property
    def number(self) -> int: ...

    @property
    def loss(self) -> float: ...


_Step = TypeVar("_Step", bound=Numbered)


class Stopping(Generic[_Step]):
    """The steps up to the first that meets a rule; `reason` then says which one in words, and is "" until then.

    `below` is the E that is low enough. `patience` is how many times in a row E may be looked at without being lower
    than the lowest one so far by more than `least_gain`. E is looked at at step 0 and at every step whose number is a
    multiple of `per_epoch`: at all in batch descent, at the end of every epoch with mini-batches. `seconds` are counted
    from the first step and looked at at every one. A rule that is None is none. `loss` is what words call it.
    """

    def __init__(
        self,
        steps: Iterable[_Step],
        per_epoch: int = 1,
        below: float | None = None,
        patience: int | None = None,
        least_gain: float = 0.0,
        seconds: float | None = None,
        clock: Callable[[], float] = monotonic,
        loss: str = "E",
    ) -> None:
        self._steps, self._per_epoch, self._clock = steps, per_epoch, clock
        self._below, self._patience, self._least_gain, self._seconds = below, patience, least_gain, seconds
        self._name, self._begun = loss, clock()
        self._looking = below is not None or patience is not None
        self._lowest, self._looks = inf, 0  # and how often E was looked at since it was lowest
        self.reason = ""

    def __iter__(self) -> Iterator[_Step]:
        self._begun = self._clock()
        for step in self._steps:
            self.look(step)
            yield step
            if self.reason:
                return

    def look(self, step: Numbered) -> bool:
        """Whether a rule is met at a step; for searches that hand out their steps by themselves."""
        if self._looking and step.number % self._per_epoch == 0:
            self._look_at(step.loss)
        if not self.reason and self._seconds is not None and self._clock() - self._begun >= self._seconds:
            self.reason = f"{self._seconds:g} seconds were over"
        return bool(self.reason)

    def _look_at(self, loss: float) -> None:
        self._looks += 1
        if self._lowest - loss > self._least_gain:
            self._lowest, self._looks = loss, 0
        if self._below is not None and loss < self._below:
            self.reason = f"{self._name} fell below {self._below:g}"
        elif self._patience is not None and self._looks >= self._patience:
            times = "iterations" if self._per_epoch == 1 else "epochs"
            gain = f" by more than {self._least_gain:g}" if self._least_gain else ""
            self.reason = f"{self._name} did not fall{gain} for {self._patience} {times}"
