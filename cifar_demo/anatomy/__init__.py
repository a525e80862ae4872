"""What a network is made of and does: layers, kernels, feature maps, receptive fields, the arithmetic of one unit."""
