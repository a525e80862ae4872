"""Pieces that pages share: each draws itself and gives back what the person chose."""
