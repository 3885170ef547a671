"""What an edit changed, turf by turf, in figures and in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from perron_web.features.turfs.models import Edit
from perron_web.platform.design.figures import HARD, minutes, signed


@dataclass(frozen=True, slots=True)
class Change:
    """One turf before and after."""

    number: int
    minutes: tuple[float, float]
    doors: tuple[int, int]
    fresh: bool
    gone: bool
    back: bool = False

    @property
    def text(self) -> str:
        """What changed, with the difference."""
        name = f"{self.number:02d}"
        if self.gone:
            return _("Secteur %(n)s retiré") % {"n": name}
        figures = _("%(time)s, %(doors)s") % {"time": minutes(self.minutes[1]), "doors": doors(self.doors[1])}
        if self.back:
            return _("Secteur %(n)s de retour : %(figures)s") % {"n": name, "figures": figures}
        if self.fresh:
            return _("Nouveau secteur %(n)s : %(figures)s") % {"n": name, "figures": figures}
        words = {"n": name, "figures": figures, "change": self.difference}
        return _("Secteur %(n)s : %(figures)s (%(change)s)") % words

    @property
    def difference(self) -> str:
        """Such as "−12 min, +9 portes"."""
        time = f"{signed(round(self.minutes[1]) - round(self.minutes[0]))}{HARD}min"
        change = self.doors[1] - self.doors[0]
        many = _("portes") if abs(change) >= 2 else _("porte")
        return f"{time}, {signed(change)}{HARD}{many}"


def doors(count: int) -> str:
    """Return a number of doors in words.

    Parameters
    ----------
    count : int
        Doors.

    Returns
    -------
    str
        Such as "84 portes".
    """
    from perron_web.platform.design.figures import number

    return f"{number(count)}{HARD}{_('portes') if count >= 2 else _('porte')}"


def changes_of(edit: Edit) -> list[Change]:
    """Return what an edit changed as it stands: what it did, or what undoing it did.

    Parameters
    ----------
    edit : Edit
        With its snapshots.

    Returns
    -------
    list of Change
        By number.
    """
    found = []
    for name in sorted(edit.after, key=int):
        old = edit.before.get(name)
        new = edit.after[name]
        here = bool(old and not old["retired"]), not new["retired"]
        was, now = (here[1], here[0]) if edit.undone else here
        first, last = (new, old or new) if edit.undone else (old or new, new)
        if not was and not now:
            continue
        found.append(
            Change(
                int(name),
                (first["minutes"] if was else 0.0, last["minutes"] if now else 0.0),
                (first["doors"] if was else 0, last["doors"] if now else 0),
                fresh=not was,
                gone=not now,
                back=not was and edit.undone,
            )
        )
    return found


def changes_text(changes: Iterable[Change]) -> str:
    """Return changes on one line.

    Parameters
    ----------
    changes : iterable of Change
        Changes.

    Returns
    -------
    str
        Separated by middle dots.
    """
    return " · ".join(change.text for change in changes)
