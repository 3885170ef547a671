"""Tags of the design system: {% load design %} {% icon "plus" %} {% field form.name %} …."""

from typing import Any, Final

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from perron_web.platform.design.colour import parse
from perron_web.platform.design.icons import ICONS

register = template.Library()

STATES: Final[dict[str, tuple[str, str, Any]]] = {
    # name: tone, shape, word
    "open": ("mute", "state-open", _("libre")),
    "taken": ("info", "state-taken", _("pris")),
    "going": ("warn", "state-going", _("en cours")),
    "done": ("good", "state-done", _("fait")),
    "over": ("bad", "state-over", _("expiré")),
    "failed": ("bad", "state-failed", _("échoué")),
    "waiting": ("mute", "state-waiting", _("en attente")),
    "stopped": ("mute", "state-stopped", _("arrêté")),
    "held": ("mute", "state-held", _("témoin")),
    # other names of the same
    "free": ("mute", "state-open", _("libre")),
    "running": ("warn", "state-going", _("en cours")),
    "cancelled": ("mute", "state-stopped", _("arrêté")),
    "expired": ("bad", "state-over", _("expiré")),
    "draft": ("mute", "state-open", _("brouillon")),
    "active": ("good", "state-done", _("en service")),
    "retired": ("mute", "state-over", _("retiré")),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; it is silent for screen readers unless it has a label."""
    drawing = mark_safe(ICONS[name])  # noqa: S308  (our own drawings, no data)
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}">{}</svg>', label, drawing
        )
    return format_html('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def state(name: str, word: str = "") -> SafeString:
    """Show a state: shape, word and colour; `word` replaces the usual word."""
    tone, shape, usual = STATES.get(str(name), ("mute", "state-open", name))
    return format_html('<span class="state {}">{}{}</span>', tone, icon(shape), word or usual)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, help: str = "", unit: str = "", label: str = "") -> dict[str, Any]:  # noqa: A002
    """Lay out a field of a form: label, help, control, errors, tied together for screen readers."""
    widget = bound.field.widget
    several = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    said = help or bound.help_text
    described = [f"{bound.auto_id}_help"] if said else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs={**widget.attrs, **attrs}),
        "help": said,
        "unit": unit,
        "label": label or bound.label,
        "several": several,
        "single_check": isinstance(widget, CheckboxInput),
        "optional": not bound.field.required and not isinstance(widget, CheckboxInput),
    }


@register.inclusion_tag("components/form.html")
def form_fields(form: Any) -> dict[str, Any]:
    """Lay out every field of a form, with what is wrong with the whole of it above."""
    return {"form": form}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Show a notice: {% notice kind="warn" title=… %}…{% endnotice %}; kinds info, good, warn, bad."""
    head = format_html('<p class="title">{}</p>', title) if title else ""
    role = mark_safe(' role="alert"') if kind == "bad" else ""
    return format_html(
        '<div class="notice {}"{}>{}<div class="body">{}{}</div></div>',
        kind,
        role,
        icon(kind),
        head,
        mark_safe(content),  # noqa: S308
    )


@register.simple_block_tag
def empty(content: str, title: str, icon_name: str = "map") -> SafeString:
    """Say that nothing is here yet, and teach the next step: {% empty title=… %}…{% endempty %}."""
    return format_html(
        '<div class="empty">{}<p class="title">{}</p>{}</div>',
        icon(icon_name),
        title,
        mark_safe(content),  # noqa: S308
    )


@register.inclusion_tag("components/figure.html")
def figure(value: Any, label: Any, unit: str = "", note: str = "", href: str = "") -> dict[str, Any]:
    """Show one big number inside <dl class="figures">; `href` leads to what it was computed from."""
    return {"value": value, "label": label, "unit": unit, "note": note, "href": href}


@register.simple_tag(takes_context=True)
def sort_head(context: Context, key: str, label: Any, default: str = "", number: bool = False) -> SafeString:
    """Write the head of a column that the server sorts (?tri=key, ?tri=-key); other parameters stay."""
    request = context["request"]
    now = request.GET.get("tri", default)
    asked = request.GET.copy()
    asked["tri"] = f"-{key}" if now == key else key
    asked.pop("page", None)
    order = {key: "ascending", f"-{key}": "descending"}.get(now)
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="?{}">{}</a></th>',
        mark_safe(' class="n"') if number else "",
        format_html(' aria-sort="{}"', order) if order else "",
        asked.urlencode(),
        label,
    )


@register.simple_tag
def share_bar(value: float | None, side: str = "part", label: str = "") -> SafeString:
    """Draw a share from 0 to 1 as a bar; the figure itself stands beside it."""
    width = round(max(0.0, min(1.0, float(value or 0))) * 96, 1)
    return format_html(
        '<svg class="share-bar" viewBox="0 0 96 10" preserveAspectRatio="none" {}>'
        '<rect class="all" width="96" height="10"/><rect class="{}" width="{}" height="10"/></svg>',
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        side,
        str(width),
    )


@register.simple_tag
def range_mark(low: float, value: float, high: float, least: float, most: float) -> SafeString:
    """Draw an estimate with its interval on the axis from `least` to `most`; the figures stand beside it."""
    span = (most - least) or 1.0
    x = [
        round(4 + 112 * max(0.0, min(1.0, (float(part) - least) / span)), 1)
        for part in (low, value, high, 0.0)
    ]
    zero = format_html('<path class="zero" d="M{} 1v16"/>', str(x[3])) if least < 0 < most else ""
    return format_html(
        '<svg class="range-mark" viewBox="0 0 120 18" aria-hidden="true"><path class="axis" d="M4 9h112"/>{}'
        '<path class="span" d="M{} 9H{}"/><circle class="point" cx="{}" cy="9" r="4.5"/></svg>',
        zero,
        str(x[0]),
        str(x[2]),
        str(x[1]),
    )


STYLES: Final = (
    "fonts",
    "tokens",
    "base",
    "layout",
    "navigation",
    "buttons",
    "forms",
    "tables",
    "parts",
    "figures",
    "maps",
    "charts",
    "board",
    "print",
)


@register.simple_tag
def styles() -> SafeString:
    """Link every style sheet of the system; features add their own in the block `head`."""
    return format_html_join(
        "\n  ", '<link rel="stylesheet" href="{}">', ((static(f"design/css/{name}.css"),) for name in STYLES)
    )


@register.simple_tag
def accent_url(colour: str = "") -> str:
    """Return the address of the style sheet that carries a campaign's colour, corrected for contrast."""
    return reverse("accent", args=[parse(colour).lstrip("#")])


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark: three steps up to a door."""
    return mark_safe(
        '<svg viewBox="0 0 26 26" aria-hidden="true"><path d="M1 18h8v7H1zm8-6h8v13H9z"/>'
        '<path class="last" d="M17 1h8v24h-8z"/></svg>'
    )


@register.filter
def message_kind(level: str) -> str:
    """Turn Django's levels into kinds of notice."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")


@register.filter
def who(user: Any) -> str:
    """Return a person's name, or e-mail without one; a dash once the account is gone."""
    return str(getattr(user, "name", "") or getattr(user, "email", "") or "–")


@register.filter
def initials(user: Any) -> str:
    """Return one or two letters that stand for a person."""
    said = (getattr(user, "name", "") or getattr(user, "email", "") or "?").split("@")[0].split(",")[0]
    words = [word for word in said.replace(".", " ").replace("-", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: Context, page: Any) -> dict[str, Any]:
    """Link the pages of a long list: {% pages page %} with a Page of Django's paginator."""
    return {
        "request": context["request"],
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
    }


@register.filter
def words(text: str) -> list[str]:
    """Split a text at its spaces."""
    return text.split()


@register.filter
def unlocalized(value: Any) -> str:
    """Write a number as machines read it, for data- attributes."""
    return "" if value is None else str(value)
