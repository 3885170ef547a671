"""A slow machine changes no verdict: how long the journeys wait, and for what before each gesture.

A click returns when the next page has begun to come, not when it is there. A person sees the page first:
so does each gesture and each reading here. What a page fetches later is waited for by name (`expect`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from playwright.sync_api import Browser, Locator, Page

PATIENCE = 60_000
"""Milliseconds that anything may take to come true."""
JOB = 300_000
"""Milliseconds that a job may take: reading all Paris, computing a plan, drawing charts."""
GESTURES = "click tap press fill check uncheck select_option set_input_files focus drag_to"
READINGS = "count is_visible inner_text all_inner_texts text_content get_attribute input_value evaluate"


def patient(page_of: Callable, inner: Callable) -> Callable:
    """Return a method that waits until its page has loaded, then does what it did.

    A thumb waits until the phone is done with the press before: the app takes one at a time.
    """

    @wraps(inner)
    def act(self, *given, **named):
        page_of(self).wait_for_load_state()
        if inner.__name__ == "tap":
            page_of(self).wait_for_selector("html:not([data-busy])", state="attached")
        return inner(self, *given, **named)

    return act


def slow_context(inner: Callable) -> Callable:
    """Return a method that makes a context whose waits may be long."""

    @wraps(inner)
    def make(self, **named):
        context = inner(self, **named)
        context.set_default_timeout(PATIENCE)
        return context

    return make


@contextmanager
def see_pages_first() -> Iterator[None]:
    """Let gestures and readings wait for their page as long as the journeys run."""
    kept = [(Browser, "new_context", Browser.new_context)]
    Browser.new_context = slow_context(Browser.new_context)
    for kind, page_of in ((Locator, lambda one: one.page), (Page, lambda page: page)):
        for name in f"{GESTURES} {READINGS}".split():
            if inner := getattr(kind, name, None):
                kept.append((kind, name, inner))
                setattr(kind, name, patient(page_of, inner))
    yield
    for kind, name, inner in kept:
        setattr(kind, name, inner)
