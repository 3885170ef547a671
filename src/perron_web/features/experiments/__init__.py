"""Experiments by design: who is left alone, what is tried on whom, sealed before it is known."""
