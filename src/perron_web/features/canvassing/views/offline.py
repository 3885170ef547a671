"""What makes the app a thing on the phone: its service worker and its manifest; no data in either."""

from hashlib import sha256
from typing import Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _

from perron_web.features.canvassing.rules.shell import BACKGROUND, SENDING, STATIC, kept_files
from perron_web.features.canvassing.views.shell import in_language
from perron_web.platform.access import public

SHELLS: Final = ("/terrain/", "/terrain/fr/", "/terrain/en/")
SIZES: Final = ((192, "any"), (512, "any"), (512, "maskable"))


@public("GET")
def worker(request: HttpRequest) -> HttpResponse:
    """Write the service worker; it differs as soon as the page or one of its files does."""
    files = [static(name) for name in kept_files(developing=settings.DEBUG)]
    body = (STATIC / "canvassing/core/worker.js").read_text(encoding="utf-8")
    pages = b"".join(in_language(request, language).content for language in ("fr", "en"))
    version = sha256("\n".join([*files, body]).encode() + pages).hexdigest()[:16]
    told = {"VERSION": version, "SHELL": files, "EXTRAS": [], "PAGES": SHELLS}
    head = [f"const {name} = {orjson.dumps(value).decode()};" for name, value in told.items()]
    if "envoi" in request.GET:  # a browser that sends in the background knows modules here
        sending = static(BACKGROUND if settings.DEBUG else SENDING)
        head = [f'import {{ sendInBackground }} from "{sending}";', *head]
        head.append("self.sendInBackground = sendInBackground;")
    answer = HttpResponse("\n".join([*head, body]), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@public("GET")
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the app is installed: name, icons, colours."""
    icons = [
        {
            "src": static(f"canvassing/icons/{purpose}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in SIZES
    ]
    said = {
        "id": "/terrain/",
        "name": _("Perron, terrain"),
        "short_name": _("Terrain"),
        "description": _("Le porte-à-porte avec ou sans réseau : rien de ce que vous notez ne se perd."),
        "start_url": "/terrain/",
        "scope": "/terrain/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "categories": ["productivity"],
        "icons": icons,
    }
    answer = HttpResponse(orjson.dumps(said), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
