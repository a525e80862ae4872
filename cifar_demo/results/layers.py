"""What a network is made of."""

from dataclasses import dataclass

from cifar_demo.results.arrays import FloatArray


@dataclass(frozen=True)
class Departure:
    """One way in which a network here differs from its paper: what the paper has, what this has, and why."""

    paper: str
    here: str
    reason: str


@dataclass(frozen=True)
class LayerSummary:
    """One layer of a network, as a table shows it.

    Attributes
    ----------
    name : str
        Layer name in the grammar of `networks.spec`.
    title : str
        What the paper calls it, or the name spelled out.
    kind : str
        "convolution", "dense", "activation", "pooling", "normalization", "dropout", "reshape", "merge", "input".
    output_shape : tuple of int
        Without the batch axis: (H, W, C) or (units,).
    num_params : int
        Weights and biases, trained or not.
    """

    name: str
    title: str
    kind: str
    output_shape: tuple[int, ...]
    num_params: int


@dataclass(frozen=True, eq=False)
class LayerKernels:
    """The kernels of one convolution.

    Attributes
    ----------
    layer : str
    kernel : (kernel_height, kernel_width, channels_in, channels_out) float32
    bias : (channels_out,) float32 or None
    """

    layer: str
    kernel: FloatArray
    bias: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class LayerOutput:
    """What one layer gives for one picture: (H, W, C) feature maps or (units,) activations, float32."""

    layer: str
    activation: FloatArray


@dataclass(frozen=True)
class GraphNode:
    """One node of a network's map: a layer with the normalisation and activation folded into it, or a closed group.

    Attributes
    ----------
    name : str
        The node's last layer, whose output the node shows, or the group.
    layers : tuple of str
        Layers in the node, in order.
    title : str
        Of the node's first layer, as in `LayerSummary`, or of the group.
    kind : str
        Of the node's first layer, as in `LayerSummary`; "group" for a stage or block that is drawn as one node.
    output_shape : tuple of int
        (H, W, C) or (units,).
    column : int
        Place from left to right, from 0: one more than the latest of the nodes that feed it.
    lane : float
        Place from top to bottom; 0 is the trunk, neighbours are 1 apart.
    stage, block : str or None
        Names of the groups it belongs to, "stage2" and "stage2_block1".
    """

    name: str
    layers: tuple[str, ...]
    title: str
    kind: str
    output_shape: tuple[int, ...]
    column: int
    lane: float
    stage: str | None = None
    block: str | None = None


@dataclass(frozen=True)
class GraphEdge:
    """One arrow of a network's map.

    Attributes
    ----------
    source, target : str
        Names of nodes.
    lane : float
        Where the arrow runs between the two columns without crossing a node.
    is_shortcut : bool
        The arrow passes by the work of a residual block.
    """

    source: str
    target: str
    lane: float
    is_shortcut: bool = False


@dataclass(frozen=True)
class GraphGroup:
    """A stage or block on a network's map, with the rectangle that it covers.

    Attributes
    ----------
    name : str
        "stage2" or "stage2_block1".
    title : str
        "stage 2", "stage 2 block 1".
    level : str
        "stage" or "block".
    nodes : tuple of str
    columns : (first, last)
        Inclusive.
    lanes : (top, bottom)
        Inclusive, arrows within the group counted.
    """

    name: str
    title: str
    level: str
    nodes: tuple[str, ...]
    columns: tuple[int, int]
    lanes: tuple[float, float]


@dataclass(frozen=True)
class LayerGraph:
    """A network as a map from left to right: nodes, arrows and the groups around them."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    groups: tuple[GraphGroup, ...]
