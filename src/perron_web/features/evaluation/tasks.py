"""Jobs of evaluation."""
