"""Where the work runs: threads here, or the workers of a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from perron.errors import PerronError
from perron.words import Words


@contextmanager
def executor_at(dask: str) -> Iterator[Executor | None]:
    """Give the executor of a Dask cluster, or None for threads of this process.

    Parameters
    ----------
    dask : str
        Address of a Dask scheduler (tcp://…); empty for none.

    Yields
    ------
    concurrent.futures.Executor or None
        The executor.

    Raises
    ------
    PerronError
        Dask is not installed, or the scheduler does not answer.
    """
    if not dask:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise PerronError(
            Words(
                "Dask is not installed: pip install 'perron[dask]'",
                "Dask n’est pas installé\u00a0: pip install 'perron[dask]'",
            )
        ) from error
    try:
        client = Client(dask, timeout="10s")
    except (OSError, ValueError) as error:
        raise PerronError(
            Words(f"no Dask scheduler answers at {dask}", f"aucun ordonnanceur Dask ne répond à {dask}")
        ) from error
    with client:
        yield client.get_executor(pure=False)
