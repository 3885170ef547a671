"""Text in, clean values out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import ImportFile
from perron_web.features.territory.rules.uploads import INSEE


class FileForm(forms.Form):
    """What a person says of a file: which election, which commune, which year, whom to credit."""

    election = forms.RegexField(
        r"^\d{4}-[a-z]+(-[12])?$",
        label=_("Scrutin"),
        required=False,
        max_length=60,
        help_text=_("Année, scrutin et tour : 2019-europeennes, 2017-presidentielle-1."),
    )
    commune = forms.RegexField(
        INSEE,
        label=_("Commune (code Insee)"),
        required=False,
        max_length=5,
        help_text=_("Pour n’en garder qu’une, ou quand le fichier ne la dit pas : 34172."),
    )
    year = forms.IntegerField(
        label=_("Découpage en usage depuis"),
        required=False,
        min_value=1958,
        max_value=2100,
        help_text=_("Première année d’usage de ces périmètres."),
    )
    source = forms.CharField(label=_("Source à citer"), required=False, max_length=200)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=100)

    def __init__(self, *args: object, file: ImportFile, **kwargs: object) -> None:
        kwargs.setdefault("prefix", f"f{file.pk}")
        names = ("election", "commune", "year", "source", "licence")
        kwargs.setdefault("initial", {name: getattr(file, name) for name in names})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if file.kind == DataKind.RESULTS:
            self.fields["year"].label = _("Compté sur le découpage de")
            self.fields["year"].help_text = _("Année du découpage ; vide, celui de l’année du scrutin.")
        unused = {
            DataKind.RESULTS: ("commune",),
            DataKind.BUREAUX: ("election",),
            "": (),
        }.get(file.kind, ("election", "commune", "year"))
        for name in unused:
            del self.fields[name]


class MatchForm(forms.Form):
    """A bureau of the results, and the area a person says it is."""

    election = forms.CharField(max_length=60)
    found = forms.CharField(max_length=40)
    bureau = forms.CharField(max_length=40, label=_("Périmètre"))


class CommuneForm(forms.Form):
    """The commune whose official files are looked for."""

    commune = forms.RegexField(
        INSEE,
        label=_("Code Insee de la commune"),
        max_length=5,
        help_text=_("Cinq caractères : 75056 pour Paris, 34172 pour Montpellier."),
        error_messages={"invalid": _("Un code Insee a cinq caractères, par exemple 34172 ou 2A004.")},
    )
