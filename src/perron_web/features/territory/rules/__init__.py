"""Rules of territory: the official tree, what may be uploaded, which boundaries go with an election."""
