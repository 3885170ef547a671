"""A Saturday of the demo's past, lived while the site runs by the real clock."""

from datetime import date, timedelta

import numpy as np

from perron_web.config.saturday.cast import Cast
from perron_web.config.saturday.day import shifts
from perron_web.config.saturday.direct import Services, put_right
from perron_web.config.saturday.past import Clock, another_clock, hour
from perron_web.features.canvassing.tests.factories import make_turfs
from perron_web.features.targeting.models import Score
from perron_web.features.teams.tests.factories import a_team, an_outing
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.services.holding import expire_everywhere

DAY = date(2026, 8, 1)


def test_the_site_takes_no_list_back_while_a_past_saturday_is_lived(inside, lead, volunteer):
    (turf,) = make_turfs(inside)
    Score.objects.create(
        campaign=inside,
        place=turf.place,
        run=turf.run,
        bureau=turf.bureau,
        code="75056_2001",
        rank=1,
        priority=1,
        registered=900,
    )
    pair = shifts(np.random.default_rng(5))[0]
    people = {pair.first.key: volunteer, pair.second.key: volunteer}
    with another_clock():
        Clock.moment = hour(DAY, 10.0)
        outing = an_outing(inside, team=a_team(inside, members=(volunteer,)), day=0)
        cast = Cast(Clock.moment, inside, lead, lead, lead, [lead], people, [outing.team])
        assert Services(cast, [outing]).take(pair, Clock.moment)
    expire_everywhere()
    assert Holding.objects.get().ended_at is None
    put_right([outing])
    assert Holding.objects.get().expires_at == outing.ends_at + timedelta(hours=12)
