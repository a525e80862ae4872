"""Training, in Keras 3's backend-neutral parts: TensorFlow is what it is tested on."""
