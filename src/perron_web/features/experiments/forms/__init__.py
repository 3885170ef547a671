"""Forms of experiments."""
