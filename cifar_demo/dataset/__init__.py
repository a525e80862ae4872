"""CIFAR-10: finding it, checking it, splitting it, and augmenting it."""
