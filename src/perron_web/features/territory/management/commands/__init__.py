"""Commands of territory."""
