"""What must turn the storm red: reports stored the naive way, looked for first, then inserted."""

import time

from django.apps import AppConfig

PAUSE = 0.02  # seconds between the look and the insert: on one core too, two look before one writes
DROP = "ALTER TABLE canvassing_report DROP CONSTRAINT canvassing_report_pkey CASCADE"


class Naive(AppConfig):
    """Stores as the nearest relative did for years: two that look at once both insert."""

    name = "trust.naive"

    def ready(self):
        from perron_web.features.canvassing.services.receiving import receive

        receive.put_postgresql = put


def put(sending):
    """Look, then insert: what is not there yet is new."""
    from django.db import transaction
    from django_scopes import scopes_disabled

    from perron_web.features.canvassing.models import Batch, Report
    from perron_web.features.canvassing.services.receiving.rows import COLUMNS

    sender = sending.sender
    shared = {"campaign_id": sender.campaign, "source": sender.source, "phone_id": sender.phone}
    shared |= {"user_id": sender.user, "received_at": sending.received_at}
    with scopes_disabled(), transaction.atomic():
        keys = [row[0] for row in sending.reports]
        there = {str(key) for key in Report.every.filter(pk__in=keys).values_list("pk", flat=True)}
        time.sleep(PAUSE)
        fresh = [row for row in sending.reports if row[0] not in there]
        names = [name for name, _ in COLUMNS]
        rows = [dict(zip(names, row, strict=True)) for row in fresh]
        for row in rows:
            row["digest"] = bytes.fromhex(row["digest"][2:])
        Report.every.bulk_create(Report(**shared, **row) for row in rows)
        receipt = Batch.objects.create(campaign_id=sender.campaign, created=len(fresh), turfs=sending.turfs)
    return receipt.pk, {row[0] for row in fresh}
