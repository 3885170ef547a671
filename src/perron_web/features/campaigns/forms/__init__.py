"""Forms of campaigns: text in, clean values out."""
