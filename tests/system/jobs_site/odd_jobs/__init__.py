"""Jobs that go wrong."""
