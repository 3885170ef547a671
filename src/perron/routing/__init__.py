"""Walking: the address graph, distances on it, and the order of a walk."""
