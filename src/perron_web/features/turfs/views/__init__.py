"""Pages of turfs."""
