"""Work on all cores: independent pieces, each by one process or by one thread."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(
    function: Callable[..., Result], work: Sequence[tuple], least: int = 64
) -> list[Result]:
    """Return the function's value for each piece of work, in order.

    Processes are forked, so that large tables need not be sent. Few pieces are done at once, where
    starting processes would take longer.

    Parameters
    ----------
    function
        Called with each piece's items as its arguments.
    work
        The pieces.
    least
        Fewest pieces for which processes are started.
    """
    cores = len(os.sched_getaffinity(0))
    if cores == 1 or len(work) < least:
        return [function(*piece) for piece in work]
    global _WORK
    _WORK = (function, work)
    forked = multiprocessing.get_context("fork")
    at_once = (signal.SIGTERM, signal.SIG_DFL)  # whatever their parent does before it ends
    with ProcessPoolExecutor(min(cores, len(work)), forked, signal.signal, at_once) as pool:
        return list(pool.map(_one, range(len(work)), chunksize=max(1, len(work) // (8 * cores))))


_WORK: tuple = ()


def _one(place: int) -> Any:
    """Return the value of one piece of the work that was there at the fork."""
    function, work = _WORK
    return function(*work[place])


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Iterator[Result]:
    """Yield ``work(item)`` for every item in order, with a few under way at a time.

    Enough are under way that no thread is idle while the caller is busy with one.

    Parameters
    ----------
    work
        Called with each item.
    items
        What there is to do, taken one at a time.
    threads
        How many work at once.
    """
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 4 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
