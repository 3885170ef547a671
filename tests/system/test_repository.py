"""Rules of the repository: no hidden globals, no registry address, no machine path, licences in place."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCIENCE = sorted((ROOT / "src" / "perron").rglob("*.py"))


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "pattern",
    [
        r"np\.random\.(seed|rand|randn|choice|shuffle|permutation|normal|uniform)\(",
        r"\bimport random\b",
        r"datetime\.(now|today|utcnow)\(",
        r"\btime\.time\(",
        r"default_rng\(\)",
    ],
)
def test_no_global_randomness_or_clock_in_the_science(pattern):
    found = [p.name for p in SCIENCE if "cli" not in p.parts and re.search(pattern, p.read_text())]
    assert not found


def test_repository_names_no_registry_and_no_machine():
    hosts = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "registry.npm" + "js",
        "deb.debian" + ".org",
        "/wo" + "rk/",
        "/ro" + "ot/",
    ]
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data[:1000]:
            continue
        found += [f"{path.name}: {host}" for host in hosts if host.encode() in data]
    assert not found


def test_locks_carry_hashes():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        pins = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_licence_is_the_agpl():
    text = (ROOT / "LICENSE").read_text()
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "Free Software Foundation" in text


def test_scripts_are_short():
    long = {
        p.name
        for p in (ROOT / "scripts").iterdir()
        if p.suffix in {".py", ".sh"} and len(p.read_text().splitlines()) > 40
    }
    assert not long


def test_version_is_the_changelogs():
    import tomllib
    from importlib.metadata import version

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"] == ["version"]
    assert f"## {version('perron')}" in (ROOT / "CHANGELOG.md").read_text()
