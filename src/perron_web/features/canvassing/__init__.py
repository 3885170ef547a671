"""Visits: the phone, paper, what they tell, live."""
