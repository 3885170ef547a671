"""Starting the site in a terminal: the port, the preparation, what is printed."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _

from perron_web.platform.ops.ports import is_free
from perron_web.platform.ops.ready import prepare
from perron_web.platform.ops.run import Site, check_port, free_beside, run_site, usual_processes
from perron_web.platform.process import in_child

ADDRESS = "address"
"""File of the data folder that says where the site was last started."""
TRIED = 20
"""Ports tried after the usual one, when none was asked for."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what both commands take.

    Parameters
    ----------
    parser : ArgumentParser
        Parser of the command.
    """
    parser.add_argument(
        "--port", type=int, default=0, help="port to listen on (default: 8000, or the next one free)"
    )
    parser.add_argument("--no-open", action="store_true", help="do not open the browser")


def free_site(port: int) -> Site:
    """Choose where to listen on this machine.

    Parameters
    ----------
    port : int
        Port asked for; 0 for the first free one.

    Returns
    -------
    Site
        The site.

    Raises
    ------
    CommandError
        When the port asked for is taken.
    """
    if port:
        site = Site(port=port, processes=usual_processes())
        check_port(site)
        return site
    for tried in range(8000, 8000 + TRIED):
        if is_free("127.0.0.1", tried):
            return Site(port=tried, processes=usual_processes())
    raise CommandError(_("Aucun port libre entre 8000 et 8019 ; choisissez-en un avec --port."))


def run_here(
    site: Site,
    out: OutputWrapper,
    lines: Callable[[Site], tuple[str, list[str]]],
    *make: Callable[[], None],
    show: bool,
) -> int:
    """Prepare, print where the site is, run it.

    Parameters
    ----------
    site : Site
        Where to listen.
    out : OutputWrapper
        The terminal.
    lines : Callable
        Gives the path of the page to open and what to print below the address.
    *make : Callable
        What makes the first rows, each in a passing child.
    show : bool
        Whether to open the browser.

    Returns
    -------
    int
        Exit code.
    """
    out.write(_("Préparation de la base et des pages (une minute la première fois)…"))
    out.flush()
    prepare(migrate=True)
    for made in make:
        if said := in_child(made):
            raise CommandError(said)
    path, told = lines(site)

    def announce() -> None:
        (settings.DATA / ADDRESS).write_text(site.address, encoding="utf-8")
        out.write("\n" + _("Perron est à l’adresse %(address)s") % {"address": site.address})
        for line in [*told, "", _("Ctrl-C pour arrêter.")]:
            out.write(line)
        out.flush()

    beside = free_beside(site.host, site.port)
    return run_site(replace(site, events=beside, show=site.address + path if show else ""), announce)
