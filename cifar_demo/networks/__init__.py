"""The networks, one file each, and the registry that lists them. Importing this room does not import Keras."""

from cifar_demo.networks.registry import NETWORKS, get_spec, network_names
from cifar_demo.networks.spec import LAYER_NAME, NetworkSpec

__all__ = ["LAYER_NAME", "NETWORKS", "NetworkSpec", "get_spec", "network_names"]
