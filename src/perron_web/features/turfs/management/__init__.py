"""Commands of turfs."""
