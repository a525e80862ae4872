"""Trained weights and their cards on disk: written whole or not at all, checked before use."""
