"""Training in cascade."""
