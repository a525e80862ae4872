"""Tests mirror the package; TensorFlow is kept quiet before anything imports it."""

from cifar_demo.environment import prepare_environment

prepare_environment()
