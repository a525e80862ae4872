"""How good answers are, in NumPy alone: right or wrong, and how honest about it."""
