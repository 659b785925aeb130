from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from types import TracebackType
from typing import Any, Literal, TypeVar, overload

import pandas
from typing_extensions import Self, TypedDict, Unpack

__version__: str

_F = TypeVar("_F", bound=Callable[..., Any])
_T = TypeVar("_T")
_Basis = Literal["measured", "estimated", "assumed"]

class WattprintWarning(UserWarning): ...
class BudgetExceeded(Exception): ...

class Figure:
    value: float
    low: float
    high: float
    basis: _Basis
    unit: Literal["J", "g", "s"]
    def __init__(
        self, value: float, low: float, high: float, basis: _Basis, unit: Literal["J", "g", "s"]
    ) -> None: ...
    @property
    def joules(self) -> float: ...
    @property
    def wh(self) -> float: ...
    @property
    def kwh(self) -> float: ...
    @property
    def grams(self) -> float: ...
    @property
    def kg(self) -> float: ...
    def __float__(self) -> float: ...

class Usage:
    duration: float
    cpu_time: float
    energy: Figure | None
    emissions: Figure | None

class Prediction:
    epochs: int
    measured: int
    duration: Figure
    energy: Figure | None
    emissions: Figure | None
    energy_to_come: Figure | None

class Verdict:
    exceeded: bool
    will_exceed: bool
    limit: float
    used: float
    expected: float | None
    unit: Literal["J", "g", "J/task", "g/task"]
    text: str

class EarlyStopping:
    stopped: bool
    saved: Figure | None
    def __init__(
        self,
        patience: int = 7,
        delta: float = 0.0,
        mode: Literal["min", "max"] = "min",
        tracker: Tracker | None = None,
    ) -> None: ...
    def update(self, value: float) -> bool: ...
    @property
    def best_epoch(self) -> int | None: ...
    @property
    def best(self) -> float | None: ...

class _Used:
    @property
    def usage(self) -> Usage: ...
    @property
    def energy(self) -> Figure | None: ...
    @property
    def emissions(self) -> Figure | None: ...
    @property
    def duration(self) -> float: ...

class _Scope:
    def start(self) -> Self: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> Literal[False]: ...
    def __call__(self, function: _F) -> _F: ...

class _Arguments(TypedDict, total=False):
    project: str | None
    tags: Mapping[str, str] | None
    interval: float | str | None
    scope: Literal["tree", "machine"] | None
    zone: str | None
    intensity: float | str | None
    pue: float | str | None
    idle: str | None
    samples: str | PathLike[str] | None
    store: bool
    data_dir: str | PathLike[str] | None
    sysfs_root: str | PathLike[str] | None
    procfs_root: str | PathLike[str] | None
    budget: str | None
    on_budget: Literal["stop", "warn"] | Callable[[Verdict], object]
    epochs: int | None
    ranks: Literal["share", "whole"] | None
    settings: Mapping[str, str | list[str]] | None

class Tracker(_Scope, _Used):
    def __init__(self, name: str | None = None, **arguments: Unpack[_Arguments]) -> None: ...
    def stop(self, failed: bool = False) -> Usage: ...
    def task(self, name: str) -> Task: ...
    def epoch(self) -> None: ...
    def end_epoch(self) -> None: ...
    @overload
    def epochs(self, what: int) -> Iterator[int]: ...
    @overload
    def epochs(self, what: Iterable[_T]) -> Iterator[_T]: ...
    stopped_by_budget: bool
    def predict(self, epochs: int | None = None) -> Prediction | None: ...
    def budget(self) -> Verdict | None: ...
    def mark(self, name: str) -> None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def running(self) -> bool: ...
    def record(self) -> dict[str, Any] | None: ...
    def to_frame(self) -> pandas.DataFrame | None: ...

class Task(_Scope, _Used):
    name: str
    def stop(self) -> Self: ...

@overload
def track(name: _F) -> _F: ...
@overload
def track(name: str | None = None, **arguments: Unpack[_Arguments]) -> Tracker: ...
def estimate_job(
    job: Mapping[str, Any] | None = None, method: str = "wattprint", **keys: Any
) -> dict[str, Any]: ...
def grid_zones(query: str) -> dict[str, Any]: ...
def catalog(table: Literal["cpu", "gpu", "instance", "region"], name: str) -> dict[str, Any]: ...
def load_ipython_extension(ipython: Any) -> None: ...
