"""Links that open something to whoever holds them: their secret, their token, their code to scan."""

import secrets
from typing import Protocol

from django.core.signing import BadSignature, Signer
from django.utils.safestring import SafeString, mark_safe


class Opened(Protocol):
    """A row that a link opens."""

    pk: int
    nonce: str


def new_nonce() -> str:
    """Return a short random text, so that a link cannot be guessed from the ones before it.

    Returns
    -------
    str
        Sixteen hexadecimal figures; another one closes the link.
    """
    return secrets.token_hex(8)


class Links:
    """Tokens of one kind of row, drawn from the site's key and the row's secret: nothing of them is stored.

    Parameters
    ----------
    salt : str
        Name of the kind; a token of another kind opens nothing.
    """

    def __init__(self, salt: str) -> None:
        self.signer = Signer(salt=salt, sep=".")

    def token(self, row: Opened) -> str:
        """Return the last part of the link of a row.

        Parameters
        ----------
        row : Opened
            The row.

        Returns
        -------
        str
            Token.
        """
        return self.signer.sign(f"{row.pk}-{row.nonce}")

    def read(self, token: str) -> dict[str, int | str] | None:
        """Return what tells the row of a token.

        Parameters
        ----------
        token : str
            Last part of a link.

        Returns
        -------
        dict or None
            Conditions on the row's `pk` and `nonce`; None when the link was not made here.
        """
        try:
            number, _dash, nonce = self.signer.unsign(token).partition("-")
        except BadSignature:
            return None
        return {"pk": int(number), "nonce": nonce}


def qr(link: str) -> SafeString:
    """Draw a link as a QR code, in SVG without inline style.

    Parameters
    ----------
    link : str
        Whole address.

    Returns
    -------
    SafeString
        The drawing.
    """
    import segno

    code = segno.make(link, error="m", micro=False)
    return mark_safe(code.svg_inline(border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr"))  # noqa: S308 - drawn here
