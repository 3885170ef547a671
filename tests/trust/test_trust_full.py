"""The published sizes (`make trust`): hundreds of phones, a hundred thousand reports, two hundred kill -9."""

import pytest

from trust import evening, scenes
from trust.figures import keep
from trust.sites import ground
from trust.sizes import FULL, SIZES

pytestmark = [pytest.mark.skipif(not FULL, reason="make trust"), pytest.mark.postgresql]
STORM_PHONES = 110
"""As many as the site lets send so often: one phone may send 600 times a minute."""


def test_t1_no_acknowledged_report_is_lost(tmp_path, cluster):
    with ground(tmp_path / "site", cluster, phones=SIZES.kill_phones) as made:
        sizes = {"phones": SIZES.kill_phones, "reports": SIZES.kill_reports, "total": SIZES.kills}
        found = scenes.killed(made, seed=20261122, **sizes)
        keep("T1 kill -9", database=cluster.word_kept(), **found)


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_t2_duplicate_storm(tmp_path, request, database):
    kept = request.getfixturevalue("cluster") if database == "postgresql" else None
    with ground(tmp_path / "site", kept, phones=STORM_PHONES) as made:
        found = scenes.stormed(made, seed=2, reports=SIZES.storm_reports, copies=SIZES.storm_copies)
        keep("T2 duplicate storm", database=database, **found)
        if kept:
            keep("T2 without its guard", **scenes.unguarded(made, reports=200, copies=20))


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_t4_cut_in_the_middle_of_a_sync(tmp_path, request, database):
    kept = request.getfixturevalue("cluster") if database == "postgresql" else None
    with ground(tmp_path / "site", kept, phones=24) as made:
        keep("T4 cuts", database=database, **scenes.cut_off(made, seed=4, phones=8, count=SIZES.cuts))
        keep("T4 slow lines", database=database, **scenes.held_up(made, seed=5, lines=SIZES.slow_lines))


def test_t10_evening_burst(tmp_path, cluster):
    asked = {"phones": SIZES.burst_phones, "turfs": SIZES.burst_phones // 2, "bureaux": 99}
    with ground(tmp_path / "site", cluster, processes=4, threads=2, **asked) as made:
        found = evening.burst(made, seed=10, lines=1024)
        rate = found["reports a second"]
        half = evening.half_load(made, seed=11, rate=rate, batches=2)
        made.stop()
        alone = evening.bare(made, seed=12, campaign=made.campaign, seconds=20)
    share = round(rate / alone, 3)
    keep(
        "T10 evening burst",
        **found,
        **{"at half load": half, "bare rows a second": round(alone), "share": share},
    )
    assert found["drained in s"] < 30
