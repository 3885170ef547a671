"""One folder per thing an organiser would name."""
