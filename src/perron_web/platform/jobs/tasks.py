"""What the worker is given: run one job in a child process, under limits."""

from django_tasks import task

from perron_web.platform.jobs.child import run_in_child


@task()  # type: ignore[untyped-decorator, unused-ignore]
def run_job(job_id: int) -> None:
    """Run one job.

    Parameters
    ----------
    job_id : int
        The job.
    """
    try:
        run_in_child(job_id)
    except SystemExit:
        run_job.enqueue(job_id)  # the site ends: the next worker takes it
        raise
