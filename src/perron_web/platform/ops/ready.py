"""What must be true before the site starts, said in words."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from perron_web.platform.ops.preload import preload
from perron_web.platform.ops.static import gather_static, read_names
from perron_web.platform.process import begin_in_child


def pending_migrations() -> int:
    """Count the migrations that the database still needs.

    Returns
    -------
    int
        How many; 0 when the database is up to date.

    Raises
    ------
    CommandError
        When the database does not answer.
    """
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise CommandError(
            _("La base de données ne répond pas : %(why)s") % {"why": str(error).strip()}
        ) from error
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_migrations(*, migrate: bool) -> None:
    """Bring the database up to date when asked, refuse to start otherwise.

    Parameters
    ----------
    migrate : bool
        Whether to migrate.

    Raises
    ------
    CommandError
        When migrations are pending and it was not asked.
    """
    if not (pending := pending_migrations()):
        return
    if not migrate:
        raise CommandError(
            _(
                "La base de données n’est pas à jour (%(count)s migrations en attente). Sauvegardez-la "
                "(perron-site backup FICHIER), puis lancez perron-site serve --migrate."
            )
            % {"count": pending}
        )
    call_command("migrate", interactive=False, verbosity=0)


def prepare(*, migrate: bool) -> None:
    """Check the database and gather static files, in a child whose memory goes back; load the rest meanwhile.

    Parameters
    ----------
    migrate : bool
        Whether to bring the database up to date.

    Raises
    ------
    CommandError
        When the site cannot start.
    """
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the middleware of files warns without it
    wait = begin_in_child(_prepare, migrate)
    preload()
    if said := wait():
        raise CommandError(said)
    read_names()


def _prepare(migrate: bool) -> None:
    check_migrations(migrate=migrate)
    gather_static()
