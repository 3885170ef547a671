"""Services of experiments."""
