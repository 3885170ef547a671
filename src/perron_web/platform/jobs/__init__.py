"""Long work: done by the worker in a child process, shown while it runs, stopped when asked."""
