"""Commands of `perron-site`."""
