"""Jobs that go right, refuse, crash, sleep, eat, and change half of something."""

import os
import time

from django.db import transaction

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.platform.jobs.registry import Report, job


@job("count")
def count(report: Report, up_to: int) -> Words:
    for n in range(up_to + 1):
        report("Comptage", "Counting", n, up_to)
    return Words("Counted", "Compté")


@job("refuse")
def refuse(report: Report) -> None:
    raise PerronError(Words("Line 3 is wrong", "La ligne 3 est fausse"))


@job("crash")
def crash(report: Report) -> None:
    os.abort()


@job("bug")
def bug(report: Report) -> None:
    raise RuntimeError("secret detail")


@job("sleep")
def sleep(report: Report) -> None:
    report("Sommeil", "Sleeping", 1, 10)
    time.sleep(120)


@job("eat")
def eat(report: Report) -> None:
    kept = [bytearray(50_000_000) for _ in range(100)]
    report("Mangé", "Eaten", len(kept))


@job("half")
def half(report: Report) -> None:
    with transaction.atomic():
        Campaign.objects.create(name="Moitié", slug="moitie")
        report("Moitié", "Half", 1, 2)
        os.abort()
