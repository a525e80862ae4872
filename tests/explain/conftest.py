import numpy as np
import pytest

from cifar_demo.explain.view import GradientView
from cifar_demo.networks import NETWORKS
from tests.explain.explain_networks import SMALL, lively, silent

BUILDERS = {spec.name: spec.build for spec in NETWORKS} | SMALL | {"silent": silent}


@pytest.fixture(scope="session")
def views():
    """Build each network once for the whole folder, with weights that are not all zero."""
    made = {}

    def get(name):
        if name not in made:
            made[name] = GradientView(lively(BUILDERS[name]) if name != "silent" else BUILDERS[name]())
        return made[name]

    return get


@pytest.fixture
def image():
    """A (32, 32, 3) picture with large shapes and a little noise."""
    generator = np.random.default_rng(5)
    rows, columns = np.mgrid[:32, :32]
    shapes = np.stack([(rows > 15) * 150, (columns > 10) * 120, ((rows - 16) ** 2 + (columns - 16) ** 2 < 64) * 200])
    return np.clip(np.moveaxis(shapes, 0, -1) + generator.integers(0, 40, (32, 32, 3)), 0, 255).astype(np.uint8)
