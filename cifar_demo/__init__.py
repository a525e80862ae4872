"""Show what a convolutional network does, on anyone's own picture: six classic CIFAR-10 classifiers to train, run and look into."""
