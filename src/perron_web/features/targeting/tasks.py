"""Jobs of targeting."""
