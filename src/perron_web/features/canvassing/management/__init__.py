"""Commands of canvassing."""
