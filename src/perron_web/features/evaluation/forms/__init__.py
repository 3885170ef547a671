"""Forms of evaluation: text in, clean values out."""
