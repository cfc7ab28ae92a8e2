"""Spreading: work dealt out to processes, results in the order of the work; a process that dies costs no more than what it died over."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Result]


class Spread(Protocol):
    """Like `map`. `lost` answers for an item over which processes die; without it the item is worked on here."""

    def __call__(self, work: Work[Item, Result], items: Iterable[Item], lost: Work[Item, Result] | None = None) -> Iterator[Result]: ...


def here(work: Work[Item, Result], items: Iterable[Item], lost: Work[Item, Result] | None = None) -> Iterator[Result]:  # noqa: ARG001
    """A Spread over no other process than this one."""
    return map(work, items)


class Crew:
    """A Spread over the processes of an executor that `start` starts (again, when one of them died). `ahead`: how many items are under way
    at most, which bounds memory. `deaths`: what the executor raises when a process died. `local`: which items are worked on here."""

    def __init__(
        self,
        start: Callable[[], Executor],
        ahead: int,
        deaths: tuple[type[BaseException], ...] = (BrokenExecutor,),
        local: Callable[[Any], bool] = lambda _: False,
    ) -> None:
        self.start = start
        self.ahead = ahead
        self.deaths = deaths
        self.local = local
        self.pool = start()

    def __call__(self, work: Work[Item, Result], items: Iterable[Item], lost: Work[Item, Result] | None = None) -> Iterator[Result]:
        under_way: deque[tuple[Item, Future[Result]]] = deque()
        for item in items:
            under_way.append((item, self._submit(work, item)))
            if len(under_way) >= self.ahead:
                yield self._first(work, under_way, lost or work)
        while under_way:
            yield self._first(work, under_way, lost or work)

    def alone(self, work: Work[Item, Result], item: Item, lost: Work[Item, Result]) -> Result:
        """Work on one item while nothing else is under way: a process that dies now dies over it."""
        try:
            return self._submit(work, item).result()
        except self.deaths:
            self._renew()
            return lost(item)

    def close(self) -> None:
        """End the processes."""
        self.pool.shutdown(cancel_futures=True)

    def _submit(self, work: Work[Item, Result], item: Item) -> Future[Result]:
        done: Future[Result] = Future()
        if self.local(item):
            done.set_result(work(item))
            return done
        try:
            return self.pool.submit(work, item)
        except self.deaths as error:  # a process died since the last result; told when this one's turn comes
            done.set_exception(error)
            return done

    def _result(self, future: Future[Result]) -> Result:
        return future.result()

    def _first(self, work: Work[Item, Result], under_way: deque[tuple[Item, Future[Result]]], lost: Work[Item, Result]) -> Result:
        item, future = under_way.popleft()
        try:
            return self._result(future)
        except self.deaths:
            self._renew()
        result = self.alone(work, item, lost)
        under_way.extend([(waiting, self._submit(work, waiting)) for waiting, _ in [under_way.popleft() for _ in range(len(under_way))]])
        return result

    def _renew(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self.start()
