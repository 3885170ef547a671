"""`perron-site run-job ID`: run one job here; the worker calls it in a child process."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from perron_web.platform.jobs.running import perform


class Command(BaseCommand):
    """Run one job."""

    help = "Run one waiting job in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the job's number."""
        parser.add_argument("job", type=int)

    def handle(self, *_args: object, **options: object) -> None:
        """Run it."""
        perform(job_id=int(str(options["job"])))
