"""What `make trust` does by the hundred thousand, in seconds: one site, every scene on it in turn."""

import pytest

from trust import evening, scenes
from trust.figures import keep
from trust.sites import ground
from trust.sizes import FULL, SIZES

pytestmark = pytest.mark.skipif(FULL, reason="the published sizes run instead")


def every_scene(made):
    keep("T10 burst", **evening.burst(made, seed=10, lines=24))
    keep("T2 storm", **scenes.stormed(made, seed=2, reports=SIZES.storm_reports, copies=SIZES.storm_copies))
    keep("T4 cuts", **scenes.cut_off(made, seed=4, phones=6, count=SIZES.cuts))
    keep("T4 slow lines", **scenes.held_up(made, seed=5, lines=SIZES.slow_lines))
    killed = {"phones": SIZES.kill_phones, "reports": SIZES.kill_reports, "total": SIZES.kills}
    keep("T1 kills", **scenes.killed(made, seed=1, **killed))


def test_on_sqlite(tmp_path):
    with ground(tmp_path / "site", phones=SIZES.kill_phones) as made:
        every_scene(made)


@pytest.mark.postgresql
def test_on_postgresql(tmp_path, cluster):
    with ground(tmp_path / "site", cluster, phones=SIZES.kill_phones) as made:
        every_scene(made)
        keep("T2 without its guard", **scenes.unguarded(made, reports=20, copies=20))
