"""Training, in Keras 3's backend-neutral parts: the same code runs on TensorFlow, JAX and PyTorch."""
