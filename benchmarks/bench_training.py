"""The training cascade at the size of 2012: 100 trainers, 8,000 mobilisers, 142,000 volunteers.

    PERRON_DATA=/tmp/somewhere .venv/bin/python benchmarks/bench_training.py [people]

Makes an invented cascade in the database of the settings (an empty one), draws its tree, then times
what the pages ask, as a director, a lead and a trainer would. Prints milliseconds: median and worst.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron_web.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - set up above
from django.core.cache import cache  # noqa: E402 - after the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_scopes import scope  # noqa: E402

from perron_web.features.accounts.models import User  # noqa: E402
from perron_web.features.campaigns.models import Campaign  # noqa: E402
from perron_web.features.campaigns.services import create_campaign, grant_role  # noqa: E402
from perron_web.features.training.models import Branch, Certificate, Module  # noqa: E402
from perron_web.features.training.services.certifying import certify  # noqa: E402
from perron_web.features.training.services.planting import plant_tree  # noqa: E402
from perron_web.platform.access import Role  # noqa: E402
from perron_web.platform.rows import insert_rows  # noqa: E402

TRAINERS, MOBILISERS = 100, 8000
ROUNDS = 15
SLUG = "banc-formation"


def make_people(count: int) -> list[int]:
    """Insert invented people; return their keys."""
    now = timezone.now()
    columns = (
        "password",
        "email",
        "name",
        "language",
        "theme",
        "is_active",
        "is_staff",
        "is_superuser",
        "date_joined",
    )
    rows = (
        ("!", f"banc{n}@exemple.test", f"Personne {n}", "fr", "system", True, False, False, now)
        for n in range(count)
    )
    insert_rows(User, columns, rows)
    return list(User.objects.filter(email__startswith="banc").order_by("pk").values_list("pk", flat=True))


def make_cascade(campaign: Campaign, keys: list[int]) -> None:
    """Insert certificates: each trained by somebody of the generation above, over a hundred days."""
    draw, now = np.random.default_rng(2012), timezone.now()
    module = Module.objects.create(campaign=campaign, code="banc", title="Banc", may_train=True)
    columns = (
        *("campaign_id", "place", "module_id", "user_id", "trained_by_id", "generation", "may_train", "at"),
        "revoked_at",
    )

    def rows():
        for rank, key in enumerate(keys[TRAINERS:], start=TRAINERS):
            first = rank < TRAINERS + MOBILISERS
            above = (
                int(draw.integers(TRAINERS))
                if first
                else TRAINERS + int(draw.integers(min(MOBILISERS, rank - TRAINERS)))
            )
            days = draw.uniform(0, 50) + (0 if first else 40)
            place = f"11/75/75056/{1 + rank % 20:02d}/"
            at = now - timedelta(days=100 - days)
            yield (campaign.pk, place, module.pk, key, keys[above], 1 if first else 2, first, at, None)

    insert_rows(Certificate, columns, rows())


def timed(words: str, ask: Callable[[], object]) -> None:
    """Print how long something takes."""
    ask()
    took = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        ask()
        took.append((time.perf_counter() - start) * 1000)
    print(f"{words:<58} {median(took):8.1f} ms   worst {max(took):8.1f}")


def client(user: User) -> Client:
    """Return the browser of a person."""
    found = Client(raise_request_exception=True)
    found.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return found


def main(count: int) -> None:
    """Make the cascade, then time it."""
    call_command("migrate", verbosity=0)
    director = User.objects.create_user("directrice-banc@exemple.test", name="Directrice")
    campaign = create_campaign(name="Banc de formation", slug=SLUG, director=director)
    with scope(campaign=campaign, places=None):
        start = time.perf_counter()
        with transaction.atomic():
            keys = make_people(count)
            make_cascade(campaign, keys)
        made = time.perf_counter()
        with transaction.atomic():
            people = plant_tree(campaign=campaign)
        drawn = time.perf_counter()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        print(
            f"{connection.vendor}: {people} people; "
            f"rows {made - start:.1f} s, tree drawn {drawn - made:.1f} s"
        )
        root = Branch.every.filter(parent=None).order_by("-below").first()
        middle = Branch.every.filter(generation=1).order_by("-below").first()
        lead, trainer = User.objects.get(pk=keys[-1]), middle.user
        grant_role(campaign=campaign, user=lead, role=Role.TERRITORY_LEAD, place="11/75/75056/20/")
        grant_role(campaign=campaign, user=trainer, role=Role.TRAINER, place="11/75/75056/01/")
    home = f"/c/{SLUG}/formation/"
    people = {"director": client(director), "lead": client(lead), "trainer": client(trainer)}
    for name, browser in people.items():

        def page(path: str, browser: Client = browser) -> None:
            answer = browser.get(home + path)
            assert answer.status_code == 200, (path, answer.status_code)

        timed(f"{name}: the tree", lambda: page("arbre/"))
        timed(f"{name}: the whole campaign's tree", lambda: page("arbre/?vue=tout"))
        timed(f"{name}: a first trainer opened", lambda: page(f"arbre/{root.pk}/"))
        timed(f"{name}: a mobiliser opened", lambda: page(f"arbre/{middle.pk}/"))
        timed(f"{name}: growth beside the goal", lambda: page("progression/"))
    cache.clear()
    timed(
        "director: growth, first outings counted anew",
        lambda: (cache.clear(), people["director"].get(home + "progression/")),
    )
    timed("lead: reminders", lambda: people["lead"].get(home + "rappels/"))
    newcomers = iter(make_newcomers(ROUNDS + 1))
    with scope(campaign=campaign, places=None):
        module = Module.objects.get()
        timed(
            "a certificate given (three generations counted again)",
            lambda: certify(
                campaign=campaign, module=module, user=next(newcomers), place="11/", trained_by=trainer
            ),
        )


def make_newcomers(count: int) -> list[User]:
    """Make a few people more."""
    return [User.objects.create_user(f"nouveau-banc{n}@exemple.test", name="N") for n in range(count)]


if __name__ == "__main__":
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        SECOND_FACTOR=False,
        ALLOWED_HOSTS=["testserver"],
        STORAGES={**settings.STORAGES, "staticfiles": plain},
    ):
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 150_000)
