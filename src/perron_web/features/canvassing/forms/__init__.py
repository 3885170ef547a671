"""Forms of canvassing."""
