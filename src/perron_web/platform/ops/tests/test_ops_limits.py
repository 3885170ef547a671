"""What limits logins holds over all processes; the rest of the cache stays in each."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from perron_web.platform.ops.limits import SiteCache

KEY = "allauth:rl:account:request_login_code:3/60/key:essai"
OTHER = """
import sys
from django.conf import settings
settings.configure(SECRET_KEY="essai", CACHES={"default": {
    "BACKEND": "perron_web.platform.ops.limits.SiteCache", "LOCATION": sys.argv[1]}})
from allauth.core.internal import ratelimit
from django.core.cache import cache
rate = ratelimit.parse_rate("3/m/key")
for _ in range(int(sys.argv[3])):
    with ratelimit.cache_lock(sys.argv[2]) as locked:
        assert locked
        allowed, history = ratelimit.apply_rate(cache.get(sys.argv[2], []), ratelimit.time.time(), rate)
        cache.set(sys.argv[2], history, 60)
        print(int(allowed))
print(cache.get("own"), cache.add("allauth.mfa.totp.used", "y", 30))
"""


@pytest.fixture
def kept(tmp_path, settings):
    settings.SECRET_KEY = "essai"
    return SiteCache(str(tmp_path / "new" / "limits.sqlite3"), {})


def test_two_processes_count_as_one(kept):
    kept.set("own", 1)
    words = [sys.executable, "-c", OTHER, str(kept._file), KEY, "4"]
    children = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(int(one) for told in said for one in told[:4]) == 3
    assert [told[4] for told in said] == ["None", "None"], "what is not a limit stays at home"
    assert sorted(told[5] for told in said) == ["False", "True"], "a code is used once"
    assert len(kept.get(KEY)) == 3


def test_many_threads_add_once(kept):
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda n: kept.add("allauth:one", n), range(40))) == 1


def test_it_is_a_cache(kept):
    assert kept.get("allauth:a", "none") == "none"
    kept.set("allauth:a", [1.5, 2], 60)
    assert kept.get("allauth:a") == [1.5, 2]
    assert "allauth:a" in kept
    assert kept.delete("allauth:a")
    assert not kept.delete("allauth:a")
    kept.set("allauth:gone", 1, -1)
    assert kept.get("allauth:gone") is None
    assert kept.add("allauth:gone", 2)
    kept.set("mine", 3)
    kept.clear()
    assert kept.get("allauth:gone") is kept.get("mine") is None


def test_the_file_names_nobody_and_is_for_the_site_alone(kept):
    kept.set("allauth:rl:ip:192.0.2.7", [1.0])
    assert b"192.0.2.7" not in kept._file.read_bytes()
    assert kept._file.stat().st_mode & 0o077 == 0
