"""Rules of a campaign: pure functions."""
