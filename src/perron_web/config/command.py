"""`perron-site`: Django's commands under the names that an administrator would type."""

import os
import sys

NAMES = {"create-campaign": "create_campaign", "import": "import_files", "run-job": "run_job"}
"""What is typed, and the command's module."""
DEMO = {"PERRON_DATA": "demo", "PERRON_DEMO": "1"}
"""Settings of `perron-site demo` and `simulate`, unless others are given."""


def main() -> None:
    """Run one command of the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perron_web.config.settings")
    if sys.argv[1:2] in (["demo"], ["simulate"]):
        for name, value in DEMO.items():
            os.environ.setdefault(name, value)
    from django.core.management import execute_from_command_line

    arguments = list(sys.argv)
    if len(arguments) > 1:
        arguments[1] = NAMES.get(arguments[1], arguments[1])
    execute_from_command_line(arguments)
