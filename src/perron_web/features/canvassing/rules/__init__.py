"""What a report must be, its clock, its digest: no database here."""
