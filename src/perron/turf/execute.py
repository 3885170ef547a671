"""Run chunks on any executor; a chunk lost with its worker is done again here."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from os import cpu_count
from typing import Any, TypeVar

from perron.errors import PerronError
from perron.progress import Progress
from perron.words import Words

Result = TypeVar("Result")
RETRIES = 2


def run_all(
    work: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    *,
    executor: Executor | None,
    progress: Progress,
    what: Words,
) -> list[Result]:
    """Run a function over jobs and return the results in the jobs' order.

    Parameters
    ----------
    work : callable
        Module-level function.
    jobs : sequence of tuple
        Arguments of each call; picklable when the executor is made of processes.
    executor : concurrent.futures.Executor, optional
        Threads of this process by default.
    progress : callable
        Told after each job.
    what : Words
        What is being done.

    Returns
    -------
    list
        Results. A job whose worker died is sent once more, then done in this process.
    """
    if executor is None:
        with ThreadPoolExecutor(min(cpu_count() or 1, max(1, len(jobs)))) as threads:
            return _collect(work, jobs, threads, progress, what)
    return _collect(work, jobs, executor, progress, what)


def _collect(
    work: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    executor: Executor,
    progress: Progress,
    what: Words,
) -> list[Result]:
    futures: list[Future[Result] | None] = [_submit(executor, work, job) for job in jobs]
    results: list[Result] = []
    progress(what, 0, len(jobs))
    try:
        for done, (job, future) in enumerate(zip(jobs, futures, strict=True)):
            results.append(_result(work, job, future, executor))
            progress(what, done + 1, len(jobs))
    except BaseException:  # an error or Ctrl-C: what has not begun does not begin
        for future in futures:
            if future is not None:
                future.cancel()
        raise
    return results


def _submit(executor: Executor, work: Callable[..., Result], job: tuple[Any, ...]) -> Future[Result] | None:
    try:
        return executor.submit(work, *job)
    except RuntimeError:  # broken or shut down: BrokenExecutor is a RuntimeError
        return None


def _result(
    work: Callable[..., Result], job: tuple[Any, ...], future: Future[Result] | None, executor: Executor
) -> Result:
    for _ in range(RETRIES):
        if future is None:
            break
        try:
            return future.result()
        except PerronError:
            raise
        except Exception:  # noqa: BLE001  the worker died or the job was lost, each engine in its words
            future = _submit(executor, work, job)
    return work(*job)
