"""Trained networks at work: one picture in, calibrated probabilities out. Importing this room does not import Keras."""
