"""Pages of targeting."""
