"""Tags of experiments."""
