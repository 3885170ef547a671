"""Campaigns: election, members, blocs, modules."""
