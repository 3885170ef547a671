"""Streams: who is let in, what is computed once for all, what is told, who is shown out."""

import asyncio
import json

import pytest
from django.conf import settings

from perron_web.platform.live import guard
from perron_web.platform.live.boards import forget
from perron_web.platform.live.channels import CHANNELS, Channel, difference, narrow, within
from perron_web.platform.live.hub import AHEAD, END, Hub
from perron_web.platform.live.streams import Streams


def test_only_what_changed_is_told():
    before = {"a": 1, "b": {"x": 1, "y": 2}, "c": [1]}
    assert difference(before, before) == {}
    assert difference(before, {"a": 2, "b": {"x": 1, "z": 3}, "c": [1]}) == {"a": 2, "b": {"y": None, "z": 3}}
    assert difference({}, before) == before


def test_a_place_is_narrowed_to_what_one_sees():
    assert narrow(None, "") == ("",)
    assert narrow(None, "11/") == ("11/",)
    assert narrow(("11/75/20/",), "") == ("11/75/20/",)
    assert narrow(("11/75/20/",), "11/75/20/b/") == ("11/75/20/b/",)
    assert narrow(("11/75/20/", "11/75/02/"), "11/75/") == ("11/75/20/", "11/75/02/")
    assert narrow(("11/75/20/",), "11/93/") == ()
    assert narrow((), "") == ()
    assert within("11/75/20/", ("11/75/",))


@pytest.fixture
def channel(monkeypatch):
    """A channel whose board is a number that the test moves; it counts how often it is loaded."""
    state = {"pulse": 1, "loads": 0, "value": 5}

    def load(_campaign):
        state["loads"] += 1
        return state["value"]

    made = Channel(
        "essai", guard_roles(), "canvassing",
        pulses=lambda campaigns: dict.fromkeys(campaigns, state["pulse"]),
        load=load, view=lambda board, places: {"figures": {"n": board, "places": len(places)}},
        every=1000.0,
    )  # fmt: skip
    monkeypatch.setitem(CHANNELS, "essai", made)
    forget()
    return made, state


def guard_roles():
    from perron_web.platform.access.roles import DESK

    return DESK


def cookie_of(client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.mark.django_db
def test_who_is_let_in(channel, campaign, signed, request):
    one, _ = channel
    cast = ("director", "lead", "volunteer", "stranger")
    director, lead, volunteer, stranger = (request.getfixturevalue(who) for who in cast)

    def status(client, slug="essai", focus=""):
        cookies = cookie_of(client) if client else ""
        try:
            return guard.let_in(cookies=cookies, slug=slug, channel=one, focus=focus).places
        except guard.RefusedError as refused:
            return refused.status

    assert status(None) == 401
    assert status(signed(director)) == ("",)
    assert status(signed(lead)) == ("11/75/75056/20/",)
    assert status(signed(lead), focus="11/75/75056/02/") == 404
    assert status(signed(volunteer)) == 403
    assert status(signed(stranger)) == 404
    assert status(signed(director), slug="autre") == 404
    campaign.modules_off = ["canvassing"]
    campaign.save()
    assert status(signed(director)) == 404


@pytest.mark.django_db
def test_a_second_factor_is_asked_as_on_pages(channel, campaign, director, signed, settings):
    settings.SECOND_FACTOR = True
    with pytest.raises(guard.RefusedError) as refused:
        guard.let_in(cookies=cookie_of(signed(director)), slug="essai", channel=channel[0], focus="")
    assert refused.value.status == 403


@pytest.mark.django_db
def test_logging_out_and_revoking_are_seen_in_two_queries(
    channel, director, lead, signed, django_assert_num_queries
):
    from perron_web.features.campaigns.models import Membership

    clients = [signed(director), signed(lead), signed(lead)]
    passes = [
        guard.let_in(cookies=cookie_of(one), slug="essai", channel=channel[0], focus="") for one in clients
    ]
    with django_assert_num_queries(2):
        assert guard.no_longer(passes) == set()
    clients[1].logout()
    assert guard.no_longer(passes) == {passes[1]}
    Membership.objects.filter(user=lead).update(place="11/75/75056/02/")
    assert guard.no_longer(passes) == {passes[1], passes[2]}


class Inline(Hub):
    """A hub that asks the database where the test has its transaction."""

    async def ask(self, work, *arguments):
        return work(*arguments)


@pytest.mark.django_db
def test_what_many_hear_is_computed_once_and_told_in_order(channel, director, lead, signed, monkeypatch):
    one, state = channel
    cookies = [cookie_of(signed(who)) for who in (director, director, lead)]
    people = [guard.let_in(cookies=cookie, slug="essai", channel=one, focus="") for cookie in cookies]
    monkeypatch.setattr("perron_web.platform.live.hub.no_longer", set)

    async def play():
        hub = Inline()
        hub.task = asyncio.create_task(asyncio.sleep(60))
        listeners = [await hub.join(who, one) for who in people]
        assert (len(hub.topics), state["loads"], hub.count) == (2, 1, 3)
        await hub.look()
        first = [told(await listener.waiting.get()) for listener in listeners]
        assert all(event == "whole" and data["figures"]["n"] == 5 for event, data in first)
        assert all(listener.waiting.empty() for listener in listeners), "nothing moved"
        state.update(pulse=2, value=6)
        await hub.look()
        assert state["loads"] == 2
        event, data = told(await listeners[2].waiting.get())
        assert (event, data["figures"]) == ("change", {"n": 6})
        for n in range(AHEAD + 2):
            state.update(pulse=10 + n, value=100 + n)
            await hub.look()
        late = [listeners[0].waiting.get_nowait() for _ in range(listeners[0].waiting.qsize())]
        assert any(told(text)[0] == "whole" for text in late), "who reads slowly is told the whole again"
        assert told(late[-1])[1]["figures"]["n"] == 100 + AHEAD + 1
        await hub.recheck()
        assert [one.waiting.get_nowait() for one in listeners] == [END] * 3
        assert hub.count == 0
        hub.task.cancel()

    asyncio.run(play())


def told(text: bytes):
    event, data = text.decode().strip().split("\n")
    return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/sante/", {}, 200),
        ("/flux/rien/essai/", {"host": "localhost:1"}, 404),
        ("/flux/direct/essai/", {"host": "ailleurs.test"}, 400),
        ("/flux/direct/essai/", {"host": "localhost", "origin": "https://ailleurs.test"}, 400),
        ("/flux/direct/essai/plus", {"host": "localhost"}, 404),
    ],
)
def test_what_is_not_a_stream_is_refused_before_the_database_is_asked(path, headers, status):
    said = []

    async def send(message):
        said.append(message)

    async def play():
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"",
                 "headers": [(k.encode(), v.encode()) for k, v in headers.items()]}  # fmt: skip
        await Streams()(scope, None, send)

    asyncio.run(play())
    assert said[0]["status"] == status
    assert not any(name == b"access-control-allow-origin" for name, _ in said[0]["headers"])
