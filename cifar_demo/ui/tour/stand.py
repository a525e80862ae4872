"""Where the tour stands: the network, the picture, and what the one made of the other."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property

from cifar_demo.networks import NetworkSpec
from cifar_demo.results import ByteImage, FloatArray, Landmarks, LayerSummary
from cifar_demo.ui import inside_cache, layers_cache, words


@dataclass(frozen=True, eq=False)
class Stand:
    """One picture in one network.

    Attributes
    ----------
    spec : NetworkSpec
    image : (32, 32, 3) uint8
        What the network is shown.
    """

    spec: NetworkSpec
    image: ByteImage

    @cached_property
    def marks(self) -> Landmarks:
        """Layers to stop at."""
        return inside_cache.landmarks(self.spec.name)

    @cached_property
    def layers(self) -> dict[str, LayerSummary]:
        """All layers by name."""
        return {layer.name: layer for layer in layers_cache.layers(self.spec.name)}

    @property
    def key(self) -> str:
        """Short text that differs by network and picture."""
        return f"{self.spec.name}_{zlib.crc32(self.image.tobytes()):08x}"

    def activation(self, layer: str) -> FloatArray:
        """What a layer made of the picture: (H, W, C) or (units,), not to be changed."""
        return layers_cache.layer_outputs(self.spec.name, self.image)[layer].activation

    def title(self, layer: str) -> str:
        """What people call a layer."""
        return self.layers[layer].title

    def shape_words(self, layer: str) -> str:
        """Say what a layer gives."""
        return words.shape_words(self.layers[layer].output_shape)
