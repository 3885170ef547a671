"""Settings of the field: what is asked at doors, the text read aloud, what is shown."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from perron_web.features.canvassing.forms.field import ConsentForm, FieldForm
from perron_web.features.canvassing.queries.asking import consent_texts, field_settings
from perron_web.features.canvassing.rules.consent import FIRST_TEXT, FIRST_TEXT_EN
from perron_web.features.canvassing.services.asking import save_field_settings, write_consent_text
from perron_web.platform.access import HQ, CampaignRequest, Role, allow

READERS = HQ | {Role.DPO}
DIRECTION = frozenset({Role.DIRECTOR})


@allow(read=READERS, write=DIRECTION)
def asking(request: CampaignRequest, slug: str) -> HttpResponse:
    """Show what is asked at doors; a POST saves it, or a new version of the text read aloud."""
    campaign = request.campaign
    sent = request.POST.get("part", "")
    texts = list(consent_texts(campaign))
    chosen = FieldForm(request.POST if sent == "asked" else None, instance=field_settings(campaign))
    start = {"text_fr": FIRST_TEXT.format(campaign=campaign.name)}
    start["text_en"] = FIRST_TEXT_EN.format(campaign=campaign.name)
    read = {"text_fr": texts[0].text_fr, "text_en": texts[0].text_en} if texts else start
    text = ConsentForm(request.POST if sent == "text" else None, initial=read)
    if sent == "asked" and chosen.is_valid():
        save_field_settings(campaign=campaign, by=request.user, **chosen.cleaned_data)
        messages.success(request, _("C’est enregistré. Les téléphones le sauront à leur prochain envoi."))
        return redirect("canvassing:asking", slug)
    if sent == "text" and text.is_valid():
        made = write_consent_text(campaign=campaign, by=request.user, **text.cleaned_data)
        messages.success(request, _("Version %(n)d du texte en service.") % {"n": made.version})
        return redirect("canvassing:asking", slug)
    context = {"form": chosen, "text": text, "texts": texts, "tab": "field"}
    return render(request, "canvassing/asking.html", context)
