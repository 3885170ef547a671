"""`perron-site demo` and `run`: the site at once, the plan as a job; stopped on the way, it goes on later."""

import json
import signal
import urllib.error
import urllib.request

import pytest
from site_process import PATIENCE, Site, alive, descendants, wait_for

STATE = """
import json
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Campaign
from perron_web.platform.jobs.models import Job
print(json.dumps({
    "jobs": [[job.kind, job.state] for job in Job.objects.order_by("pk")],
    "people": list(User.objects.order_by("pk").values_list("email", flat=True)),
    "campaigns": Campaign.objects.count(),
}))
"""
FIRST = """
from perron_web.features.accounts.services.first import open_first
open_first(email="alix@exemple.test", name="Alix")
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demo started once, stopped while it loads Paris, started again."""
    site = Site(tmp_path_factory.mktemp("demo"), PERRON_DEMO="1")
    seen = {}
    with site.serving("--no-open", command="demo") as (process, address):
        wait_for(lambda: list((site.data / "jobs").glob("*.json")))
        seen["logins"] = [
            answer(f"{address}/demo/{who}/") for who in ("directrice", "referent20", "equipe20")
        ]
        below = descendants(process.pid)
        process.send_signal(signal.SIGINT)
        seen["code"] = process.wait(PATIENCE)
        seen["left"] = alive(below)
    seen["between"] = json.loads(site.python(STATE))
    with site.serving("--no-open", command="demo"):
        wait_for(lambda: json.loads(site.python(STATE))["jobs"][0][1] in {"running", "done"})
    seen["after"] = json.loads(site.python(STATE))
    seen["said"] = (site.data / "serve.log").read_text(encoding="utf-8")
    return seen


def answer(address: str) -> str:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args):
            return None

    try:
        with urllib.request.build_opener(Stay).open(address, timeout=PATIENCE) as found:
            return f"{found.status}"
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.headers.get_all('Set-Cookie')}"


def test_everybody_enters_in_one_click(demo):
    assert all(login.startswith("302") and "sessionid" in login for login in demo["logins"]), demo["logins"]


def test_it_prints_the_address_and_the_logins(demo):
    assert demo["said"].startswith("Préparation de la base"), "it says at once what takes a minute"
    assert "Warning" not in demo["said"]
    assert "Perron est à l’adresse http://127.0.0.1:" in demo["said"]
    for who in ("directrice", "referent20", "equipe20"):
        assert f"/demo/{who}/" in demo["said"]


def test_ctrl_c_ends_it_and_the_job_waits_for_the_next_start(demo):
    assert demo["code"] == 0
    assert not demo["left"]
    kind, state = demo["between"]["jobs"][0]
    assert kind == "demo"
    assert state in {"waiting", "done"}


def test_the_second_start_makes_nothing_twice(demo):
    assert demo["after"]["campaigns"] == 1
    assert demo["after"]["people"] == demo["between"]["people"]
    assert [kind for kind, _state in demo["after"]["jobs"]].count("demo") == 1


def test_run_prints_the_link_of_the_first_account_once(tmp_path):
    site = Site(tmp_path)
    with site.serving("--no-open", command="run") as (_process, address):
        said = (tmp_path / "serve.log").read_text(encoding="utf-8")
        link = next(word for word in said.split() if "/premiers-pas/" in word)
        assert link.startswith(address)
        assert answer(link).startswith("200")
        site.python(FIRST)
        assert answer(link).startswith("404")
