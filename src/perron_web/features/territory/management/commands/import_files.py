"""`perron-site import`: what the wizard does, without a browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from perron.errors import PerronError
from perron.words import Language, Words, number
from perron_web.features.campaigns.models import Campaign
from perron_web.features.territory.models import Import, ImportFile


class Command(BaseCommand):
    """Read files, say how they join, and bring them into a campaign."""

    help = "Importe des fichiers dans une campagne / imports files into a campaign"
    lang: Language = "fr"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments.

        Parameters
        ----------
        parser : ArgumentParser
            Django's.
        """
        parser.add_argument(
            "files", nargs="+", metavar="FICHIER", help="2019-europeennes=FICHIER, 34172=FICHIER"
        )
        parser.add_argument(
            "--campaign", required=True, metavar="NOM", help="nom de la campagne dans les adresses"
        )
        parser.add_argument("--check", action="store_true", help="lire et rapprocher sans rien importer")
        parser.add_argument("--lang", choices=("fr", "en"), default="fr")

    def handle(
        self, *_args: Any, files: list[str], campaign: str, check: bool, lang: Language, **_options: Any
    ) -> None:
        """Import the files, or say why not.

        Parameters
        ----------
        *_args, **_options : Any
            Django's.
        files : list of str
            Files, possibly with the election or the commune named.
        campaign : str
            Slug.
        check : bool
            Whether to stop before anything changes.
        lang : {"fr", "en"}
            Language of the messages.
        """
        self.lang = lang
        found = Campaign.objects.filter(slug=campaign).first()
        if found is None:
            raise CommandError(f"campagne inconnue / unknown campaign: {campaign}")
        with scope(campaign=found, places=None):
            try:
                self._bring(found, files, check=check)
            except PerronError as error:
                raise CommandError(error.text(lang), returncode=2) from error

    def _bring(self, campaign: Campaign, files: list[str], *, check: bool) -> None:
        from perron_web.features.territory.services import applying, inspecting, uploads

        imported = uploads.start_import(campaign=campaign, by=None)
        for given in files:
            name, _equals, rest = given.partition("=")
            named = bool(rest) and "/" not in name and not Path(given).exists()
            said = {} if not named else {"commune" if len(name) == 5 else "election": name}
            path = Path(rest if named else given)
            if not path.is_file():
                uploads.discard_import(imported=imported, by=None)
                raise CommandError(f"fichier introuvable / no such file: {path}", returncode=2)
            uploads.add_path(imported=imported, path=path, **said)
        inspecting.inspect_import(imported=imported, progress=self._progress)
        ready = self._tell(imported)
        if check or not ready:
            uploads.discard_import(imported=imported, by=None)
            if not ready:
                raise CommandError("rien n’a été importé / nothing was imported", returncode=2)
            return
        done = applying.apply_import(imported=imported, progress=self._progress)
        counts = ("bureaux", "results", "addresses")
        shown = ", ".join(f"{name} {number(done.summary.get(name, 0), 0, self.lang)}" for name in counts)
        self.stdout.write(f"import {done.pk}: {shown}")

    def _tell(self, imported: Import) -> bool:
        for file in ImportFile.objects.filter(of=imported):
            if file.error:
                place = f", {file.error['line']}" if file.error.get("line") else ""
                found = f" ({file.error['found']})" if file.error.get("found") else ""
                self.stderr.write(f"{file.name}{place}\u00a0: {file.error[self.lang]}{found}")
            else:
                rows = number(file.rows, 0, self.lang)
                self.stdout.write(f"{file.name}\u00a0: {file.format[self.lang]}, {rows}")
        if "error" in imported.report:
            self.stderr.write(imported.report["error"][self.lang])
        for row in imported.report.get("elections", []):
            if row["matched"] is not None:
                share = number(100 * row["share"], 1, self.lang)
                matched = f"{row['matched']}/{row['bureaux']}, {share}\u202f%"
                self.stdout.write(f"{row['election']} ↔ {row['year']}\u00a0: {matched}")
        return imported.state == "ready"

    def _progress(self, what: Words, done: int, total: int) -> None:
        self.stderr.write(f"{what.text(self.lang)}… {done}/{total}")
