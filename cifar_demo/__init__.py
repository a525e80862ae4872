"""Show what a convolutional network does, on anyone's own picture."""
