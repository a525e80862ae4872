"""The list of networks, oldest first. To add one: one file, one line."""

from typing import Final

from cifar_demo.errors import UnknownNetworkError
from cifar_demo.networks import alexnet, googlenet, lenet, resnet, vggnet, zfnet
from cifar_demo.networks.spec import NetworkSpec

NETWORKS: Final[tuple[NetworkSpec, ...]] = (
    lenet.SPEC,
    alexnet.SPEC,
    zfnet.SPEC,
    vggnet.SPEC,
    googlenet.SPEC,
    resnet.SPEC,
)


def network_names() -> tuple[str, ...]:
    """List the registry's names, oldest network first."""
    return tuple(spec.name for spec in NETWORKS)


def get_spec(name: str) -> NetworkSpec:
    """Find a network by name.

    Raises
    ------
    UnknownNetworkError
        If the registry has none of that name.
    """
    for spec in NETWORKS:
        if spec.name == name:
            return spec
    raise UnknownNetworkError(f"There is no network called {name!r}. Choose one of: {', '.join(network_names())}.")
