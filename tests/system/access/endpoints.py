"""Every address of the site, from the resolver, with what its view declares."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

from perron_web.platform.access import Access

LIBRARIES = {"set_language": Access("public", methods=("POST",))}
"""Views of libraries that cannot carry our decorator; nothing else may go without it."""


@dataclass(frozen=True)
class Endpoint:
    """One address."""

    name: str
    route: str
    parameters: tuple[str, ...]
    access: Access | None

    def __str__(self) -> str:
        return self.name


def endpoints() -> list[Endpoint]:
    """List every address once; two names for one view at one address count as one."""
    found = {}
    for route, names, pattern in walk(get_resolver().url_patterns):
        name = ":".join([*names, pattern.name or pattern.callback.__name__])
        access = getattr(pattern.callback, "access", None) or LIBRARIES.get(name)
        converters = _parameters(route)
        found.setdefault(route, Endpoint(name, route, tuple(converters), access))
    return list(found.values())


def walk(patterns, before="", names=()) -> Iterator[tuple[str, tuple[str, ...], URLPattern]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), names, one
        else:
            space = (one.namespace,) if one.namespace else ()
            yield from walk(one.url_patterns, before + str(one.pattern), names + space)


def _parameters(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.partition(">")[0].rpartition(":")[2]
