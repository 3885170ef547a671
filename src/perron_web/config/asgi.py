"""The live streams as an ASGI application; pages are WSGI's."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron_web.config.settings")
django.setup()

from perron_web.platform.live.streams import Streams  # noqa: E402 - once Django is ready

application = Streams()
