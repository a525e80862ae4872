"""From what a person gives to what a network receives: decode, frame, preprocess; and samples of our own drawing."""
