"""Calling a service from a page: what it refused, or that it is done, is said on the next one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from perron.errors import PerronError
from perron_web.platform.words import sentence, words


def try_to(request: HttpRequest, work: Callable[[], Any], done: str = "") -> bool:
    """Call a service; say on the next page what it refused, or that it is done.

    Parameters
    ----------
    request : HttpRequest
        The request.
    work : callable
        Calls the service.
    done : str
        What to say when it worked.

    Returns
    -------
    bool
        Whether it worked.
    """
    try:
        work()
    except PerronError as error:
        messages.error(request, sentence(words(error)))
        return False
    if done:
        messages.success(request, done)
    return True
