"""`perron-site simulate`."""

import re
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from perron_web.config import demo
from perron_web.config.starting import ADDRESS
from perron_web.features.campaigns.models import Campaign

TOLD = 0.5
"""Hours of the Saturday between two lines."""


class Command(BaseCommand):
    """Replay a Saturday on the running demo: forty volunteers, through the real interface."""

    help = "Replay a simulated Saturday on the running demo, at a speed; stopped, it goes on later."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the speed, the hour at which to stop, and where the site is."""
        parser.add_argument(
            "--speed", type=float, default=60.0, help="seconds of Saturday in one (default: 60)"
        )
        parser.add_argument("--instant", action="store_true", help="play everything at once")
        parser.add_argument("--until", default="21:00", help="hour at which to stop, such as 18:00")
        parser.add_argument("--seed", type=int, default=20, help="another seed, another Saturday")
        parser.add_argument("--address", default="", help="where the demo answers, when it is not found")

    def handle(self, **options: Any) -> None:
        """Play, tell the hour and the figures, keep where it stands."""
        from perron_web.config.saturday.past import last_saturday
        from perron_web.config.saturday.replay import Replay, read_kept
        from perron_web.config.saturday.wire import WireError

        if not demo.demo_is_on():
            raise CommandError("PERRON_DEMO=0")
        campaign = Campaign.objects.filter(slug=demo.SLUG).first()
        kept = read_kept(last_saturday(timezone.now()), options["seed"])
        if campaign is None or not demo.past_is_lived(campaign):
            raise CommandError(
                _("La démonstration n’est pas prête : lancez perron-site demo et attendez son plan.")
            )
        if kept.over:
            raise CommandError(_("Ce samedi a été rejoué en entier."))
        until, speed = _hour(options["until"]), 0.0 if options["instant"] else options["speed"]
        try:
            replay = Replay(campaign, options["address"] or last_address(), kept)
            self.stdout.write(_("Samedi %(day)s, à partir de %(hour)s") % _when(kept.day, kept.hour))
            replay.run(until=until, speed=speed, clock=time.monotonic, rest=self._teller(replay))
        except WireError as error:
            raise CommandError(_("Le site ne répond pas comme prévu : %(why)s") % {"why": error}) from error
        except KeyboardInterrupt:
            self.stdout.write("")
        self._tell(replay)
        over = _("Ce samedi est fini.")
        self.stdout.write(over if kept.over else _("Arrêté ; la même commande reprend là."))

    def _teller(self, replay: Any) -> Any:
        last = replay.kept.hour

        def rest() -> None:
            nonlocal last
            if replay.kept.hour - last >= TOLD:
                last = replay.kept.hour
                self._tell(replay)
            time.sleep(0.1)

        return rest

    def _tell(self, replay: Any) -> None:
        figures = replay.player.figures
        said = {**_when(replay.kept.day, replay.kept.hour), "written": figures.written, "sent": figures.sent}
        said |= {"lists": figures.lists, "waiting": len(replay.player.unsent)}
        self.stdout.write(
            _("%(hour)s : %(sent)s rapports reçus, %(waiting)s à envoyer, %(lists)s listes prises") % said
        )
        self.stdout.flush()


def last_address() -> str:
    """Return where the demo of this data folder was last started.

    Returns
    -------
    str
        Without its last slash.
    """
    file = settings.DATA / ADDRESS
    return file.read_text(encoding="utf-8").rstrip("/") if file.exists() else "http://127.0.0.1:8000"


def _hour(text: str) -> float:
    found = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise CommandError(_("--until : une heure, comme 18:00"))
    return int(found[1]) + int(found[2] or 0) / 60


def _when(day: str, hour: float) -> dict[str, str]:
    minutes = round(hour * 60)
    return {"day": date_format(date.fromisoformat(day)), "hour": f"{minutes // 60:02d}:{minutes % 60:02d}"}
