"""The first page of a campaign: where it stands, what to do next."""
