"""Plurals of French texts: written in the code, they have no catalogue that would tell Django the rule."""

from gettext import NullTranslations

from django.utils.translation import trans_real


class FrenchTexts(NullTranslations):
    """Texts as they are written, in the singular for nought and one."""

    def ngettext(self, msgid1: str, msgid2: str, n: float) -> str:
        """Choose between singular and plural as French does: 0 porte, 1,5 porte, 2 portes."""
        return msgid1 if abs(n) < 2 else msgid2

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: float) -> str:
        """Choose likewise; the context is for the English."""
        del context
        return self.ngettext(msgid1, msgid2, n)


def teach_french() -> None:
    """Give French its rule, for every text that has no French catalogue."""
    trans_real.translation("fr").add_fallback(FrenchTexts())
