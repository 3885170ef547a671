"""The interface for phones and programs, described at /api/openapi.json."""

from typing import Any, Final, cast

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import django_auth

from perron.errors import PerronError
from perron_web.features.canvassing.api import SHARED_SCHEMAS
from perron_web.features.canvassing.api import router as canvassing
from perron_web.platform.access import Access
from perron_web.platform.access.phones import PhoneEndedError, PhoneToken
from perron_web.platform.ops.lane import PATIENCE
from perron_web.platform.words import words


class Described(NinjaAPI):
    """The interface, with the schemas that operations refer to by name."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """Describe the interface.

        Parameters
        ----------
        path_prefix : str or None
            Where the paths begin.
        path_params : dict or None
            Values of the parameters of the prefix.

        Returns
        -------
        OpenAPISchema
            OpenAPI 3.1.
        """
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"]["schemas"].update(SHARED_SCHEMAS)
        return schema


api: Final = Described(
    title="Perron",
    version="1",
    description="Phones take turfs and send what happened at doors; an answer holds `perron: 1`.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", canvassing)


def _told(request: HttpRequest, status: int, **said: Any) -> HttpResponse:
    return api.create_response(request, {"perron": 1, **said}, status=status)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say that nobody is known by this token or session."""
    return _told(request, 401, error="unknown")


@api.exception_handler(PhoneEndedError)
def ended(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Tell a phone to forget what it carries."""
    return _told(request, 403, error="ended", wipe=True)


@api.exception_handler(PerronError)
def refused(request: HttpRequest, error: PerronError) -> HttpResponse:
    """Say why something cannot be done, in the person's language."""
    return _told(request, 409, error=words(error))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say what is wrong with what was sent."""
    return _told(request, 422, error="invalid", errors=error.errors)


@api.exception_handler(OperationalError)
def unwritten(request: HttpRequest, _error: Exception) -> HttpResponse:
    """Say that the database cannot write now, and when to come back."""
    answer = _told(request, 503, error="the database cannot write now")
    answer.headers["Retry-After"] = str(PATIENCE)
    return answer


def _access(methods: set[str], operations: list[Any]) -> Access:
    """Say in the site's own words who may call an address."""
    kinds = {type(callback) for operation in operations for callback in operation.auth_callbacks}
    kind = "phone" if PhoneToken in kinds else "signed_in" if type(django_auth) in kinds else "public"
    return Access(kind, methods=tuple(sorted(methods)))


def _declared() -> tuple[list[Any], str, str]:
    """Return the addresses, each with its access declared for the matrix."""
    patterns, app, namespace = api.urls
    operations: dict[str, list[Any]] = {}
    for bound in api._get_bound_routers():  # noqa: SLF001 - no public way to list operations
        for path, view in bound.path_operations.items():
            operations[path.strip("/").replace("{", "<").replace("}", ">")] = view.operations
    for pattern in patterns:
        found = operations.get(str(pattern.pattern), [])
        methods = {method for operation in found for method in operation.methods} or {"GET"}
        cast("Any", pattern.callback).access = _access(methods, found)
    return patterns, app, namespace


urls: Final = _declared()
