import anatomy_networks
import pytest

from cifar_demo.anatomy.feature_maps import FeatureExtractor
from cifar_demo.networks import NETWORKS

BUILDERS = {spec.name: spec.build for spec in NETWORKS} | {
    f"tiny_{build.__name__}": build
    for build in (anatomy_networks.alexnet, anatomy_networks.googlenet, anatomy_networks.resnet)
}


class BuiltNetwork:
    """A network with lively weights, and what all its layers give for one picture."""

    def __init__(self, build):
        self.model = anatomy_networks.with_lively_weights(build())
        self.image = anatomy_networks.random_image()
        self.outputs = FeatureExtractor(self.model).extract(self.image)


@pytest.fixture(scope="session")
def built():
    """Build each network once for the whole folder."""
    made = {}

    def get(name):
        if name not in made:
            made[name] = BuiltNetwork(BUILDERS[name])
        return made[name]

    return get


@pytest.fixture(params=list(BUILDERS))
def network(request, built):
    return built(request.param)
