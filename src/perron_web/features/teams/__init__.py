"""Teams that go out together."""
