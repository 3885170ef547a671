"""Is the port free, and how the address reads in a browser."""

import socket

WIDE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - named to be shown otherwise


def is_free(host: str, port: int) -> bool:
    """Return whether one may listen there.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port.

    Returns
    -------
    bool
        False when another program listens, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def address(host: str, port: int) -> str:
    """Return what to type in a browser.

    Parameters
    ----------
    host : str
        Address listened on.
    port : int
        Port.

    Returns
    -------
    str
        `http://…/`.
    """
    shown = WIDE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"
