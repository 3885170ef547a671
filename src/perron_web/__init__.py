"""The site: what an organiser sees, one folder per thing they would name."""
