"""Static files gathered by one process, named by another."""

import json

from perron_web.platform.design.storage import VersionedFiles
from perron_web.platform.ops import static


def test_names_gathered_meanwhile_are_read_again(settings, tmp_path, monkeypatch):
    settings.DEBUG = False

    def gathered(name: str) -> None:
        named = {"paths": {"a.css": name}, "version": "1.1", "hash": "0"}
        (tmp_path / "staticfiles.json").write_text(json.dumps(named))

    gathered("a.old.css")
    files = VersionedFiles(location=tmp_path, base_url="/static/")
    monkeypatch.setattr(static, "staticfiles_storage", files)
    assert files.url("a.css") == "/static/a.old.css"
    gathered("a.new.css")
    static.read_names()
    assert files.url("a.css") == "/static/a.new.css"
