"""Live figures: server-sent events from a process of their own, JSON where they do not come."""
