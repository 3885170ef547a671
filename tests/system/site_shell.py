"""Lines run inside a site, one bundle after the other, in one process: Django and the science load once.

Started by `site_process.Shell`; a bundle and what came of it are lines of JSON.
"""

import contextlib
import contextvars
import io
import json
import os
import sys
import traceback
from pathlib import Path


def run(code: str) -> dict[str, str]:
    """Run lines outside any scope; settings, language and connections are afterwards as they were before."""
    from django.db import connections
    from django.test import override_settings
    from django_scopes import scopes_disabled

    said, wrong = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(said), override_settings(), scopes_disabled():
            exec(compile(code, "<lines>", "exec"), {"__name__": "__main__"})
    except BaseException:  # noqa: BLE001 whatever the lines did is told to the test
        wrong = traceback.format_exc()
    connections.close_all()
    return {"said": said.getvalue(), "wrong": wrong}


def main() -> None:
    sys.path.append(str(Path(__file__).parents[1]))  # factories have examples made there
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints by itself is no answer
    import django

    django.setup()
    for line in sys.stdin:
        done = contextvars.copy_context().run(run, json.loads(line))
        answers.write(json.dumps(done) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
