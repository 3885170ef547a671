"""Events by which a feature tells those above it, which it may not import, such as "run_adopted".

A listener stands in a module that its app imports when it is ready (`tasks` or `apps.ready`). Events in use:

- "run_adopted" (run, by): another plan is in force;
- "member_changed" (user, campaign): a role was taken back, narrowed or changed; what the person carries
  (sessions, phones) is to be looked at again in the same transaction;
- "draw_sealed" (experiment): the draw of an experiment is in force; who is left alone vanishes from lists
  and maps in the same transaction;
- "draw_lifted" (experiment): it is closed or abandoned, and no longer obeyed;
- "trainee_enrolled" (session, user, at): somebody took a seat in a training;
- "team_left" (team, user): somebody left a team or was taken out of it.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Listener = TypeVar("Listener", bound=Callable[..., Any])

LISTENERS: defaultdict[str, list[Callable[..., Any]]] = defaultdict(list)


def on(event: str) -> Callable[[Listener], Listener]:
    """Register a function that is called when an event is told.

    Parameters
    ----------
    event : str
        Name of the event.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(listener: Listener) -> Listener:
        if listener not in LISTENERS[event]:
            LISTENERS[event].append(listener)
        return listener

    return decorate


def fire(event: str, **facts: Any) -> None:
    """Tell an event to its listeners, in the order they were registered, in the transaction in force.

    Parameters
    ----------
    event : str
        Name of the event.
    **facts : Any
        What happened, by keyword; an error of a listener stops the change that is being told.
    """
    for listener in LISTENERS[event]:
        listener(**facts)
