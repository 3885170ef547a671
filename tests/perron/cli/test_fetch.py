import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.cli.download import ChecksumError, DownloadError, MovedError, checksum, download
from perron.errors import ParameterError
from perron.sources.catalogue import load_catalogue

BODY = bytes(range(256)) * 4096


class Files(BaseHTTPRequestHandler):
    """A file server that can cut a transfer, change its version, move a file or answer with a page."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        server = self.server
        server.asked.append((self.path, self.headers.get("Range")))
        if self.path.startswith("/gone"):
            self.send_error(404)
        elif self.path.startswith("/broken"):
            self.send_error(500)
        elif self.path.startswith("/page"):
            self.answer(200, b"<html>", "text/html; charset=utf-8")
        else:
            self.file(server)

    def file(self, server):
        wanted = self.headers.get("Range")
        same = self.headers.get("If-Range") == server.etag
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and same else 0
        if start >= len(server.body):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(server.body)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = server.body[start:]
        self.answer(206 if start else 200, body, "application/octet-stream")

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", self.server.etag)
        self.end_headers()
        cut = self.server.cuts.pop(0) if self.server.cuts else len(body)
        self.wfile.write(body[:cut])


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    server.body, server.etag, server.cuts, server.asked = BODY, '"v1"', [], []
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_comes_whole(server, tmp_path):
    seen = []
    got = download(f"{server.url}/a", tmp_path / "a", progress=lambda *now: seen.append(now))
    assert (tmp_path / "a").read_bytes() == BODY
    assert got.sha256 == hashlib.sha256(BODY).hexdigest()
    assert (got.size, got.etag, got.resumed_at) == (len(BODY), '"v1"', 0)
    assert seen[-1] == (len(BODY), len(BODY))
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_cut_transfer_is_resumed(server, tmp_path):
    server.cuts = [400_000]
    with pytest.raises(DownloadError, match="run again to resume"):
        download(f"{server.url}/a", tmp_path / "a")
    assert not (tmp_path / "a").exists()
    got = download(f"{server.url}/a", tmp_path / "a")
    assert got.resumed_at == 400_000
    assert server.asked[-1] == ("/a", "bytes=400000-")
    assert (tmp_path / "a").read_bytes() == BODY


def test_a_new_version_starts_again(server, tmp_path):
    server.cuts = [400_000]
    with pytest.raises(DownloadError):
        download(f"{server.url}/a", tmp_path / "a")
    server.body, server.etag = BODY[::-1], '"v2"'
    got = download(f"{server.url}/a", tmp_path / "a")
    assert got.resumed_at == 0
    assert (tmp_path / "a").read_bytes() == BODY[::-1]


def test_a_transfer_already_complete_is_only_checked(server, tmp_path):
    (tmp_path / "a.part").write_bytes(BODY)
    (tmp_path / "a.part.json").write_text(json.dumps({"url": f"{server.url}/a", "version": '"v1"'}))
    assert download(f"{server.url}/a", tmp_path / "a").size == len(BODY)


def test_a_wrong_checksum_keeps_nothing(server, tmp_path):
    with pytest.raises(ChecksumError) as caught:
        download(f"{server.url}/a", tmp_path / "a", sha256="00" * 32)
    assert "somme de contrôle" in caught.value.text("fr")
    assert list(tmp_path.iterdir()) == []
    download(f"{server.url}/a", tmp_path / "a", sha256=hashlib.sha256(BODY).hexdigest().upper())


@pytest.mark.parametrize(
    ("path", "error"), [("gone", MovedError), ("page", MovedError), ("broken", DownloadError)]
)
def test_what_the_server_refuses(server, tmp_path, path, error):
    with pytest.raises(error):
        download(f"{server.url}/{path}", tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_no_server_and_no_web_address(tmp_path):
    with pytest.raises(DownloadError, match="cut"):
        download("http://127.0.0.1:9/a", tmp_path / "a", timeout=2)
    with pytest.raises(DownloadError, match="not a web address"):
        download("file:///etc/hostname", tmp_path / "a")


@pytest.fixture
def catalogue(server, tmp_path):
    path = tmp_path / "mine.toml"
    rows = [("ban", "b-{departement}.csv"), ("iris", "i-{commune}-{motif}"), ("moved", "gone")]
    path.write_text(
        "".join(
            f'[[source]]\nname = "{name}"\nfr = "É"\nen = "E"\nurl = "{server.url}/{url}"\nfile = "{url}"\n'
            f'page = "https://example.org"\nlicence = "LO"\ncredit = "Insee"\n'
            for name, url in rows
        ),
        encoding="utf-8",
    )
    return path


def fetch(*arguments):
    return CliRunner().invoke(app, ["fetch", *map(str, arguments)])


def test_the_command_fetches_then_keeps_what_is_there(server, catalogue, tmp_path):
    out = tmp_path / "out"
    asked = ("2A004", "--out", out, "--catalogue", catalogue, "--only", "ban,iris", "--json")
    first = json.loads(fetch(*asked).stdout)
    assert [row["file"] for row in first["files"]] == ["b-2A.csv", "i-2A004-2A004"]
    manifest = json.loads((out / "perron-fetch.json").read_text())
    assert manifest["b-2A.csv"]["sha256"] == checksum(out / "b-2A.csv")
    assert manifest["b-2A.csv"]["credit"] == "Insee"
    count = len(server.asked)
    second = json.loads(fetch(*asked).stdout)
    assert all(row["kept"] for row in second["files"])
    assert len(server.asked) == count
    (out / "b-2A.csv").write_bytes(b"damaged")
    third = json.loads(fetch(*asked).stdout)
    assert [row["kept"] for row in third["files"]] == [False, True]


def test_a_moved_address_names_the_line_to_change(catalogue, tmp_path):
    result = fetch("75056", "--out", tmp_path / "out", "--catalogue", catalogue, "--only", "moved")
    assert isinstance(result.exception, MovedError)
    message = result.exception.text("fr")
    line = int(message.split("ligne ")[1].split()[0])
    assert "gone" in catalogue.read_text().splitlines()[line - 1]
    assert "mine.toml" in message
    assert "https://example.org" in message


def test_bad_requests_are_named(catalogue, tmp_path):
    for arguments in (("75",), ("75056", "--only", "nothing")):
        result = fetch(*arguments, "--out", tmp_path, "--catalogue", catalogue)
        assert isinstance(result.exception, ParameterError)
    catalogue.write_text(catalogue.read_text().replace("{departement}", "{region}"))
    assert isinstance(fetch("75056", "--out", tmp_path, "--catalogue", catalogue).exception, ParameterError)


def test_the_catalogue_inside_the_package():
    sources = {source.name: source for source in load_catalogue("75056")}
    assert sources["ban"].url.endswith("adresses-75.csv.gz")
    assert "751%25" in sources["iris"].url
    assert all(source.url.startswith("https://") for source in sources.values())
    assert load_catalogue("97411")[4].file == "adresses-974.csv.gz"
    assert "%27978%" not in load_catalogue("34172")[5].url
