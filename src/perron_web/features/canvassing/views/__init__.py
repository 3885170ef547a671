"""Pages of canvassing."""
