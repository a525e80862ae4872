"""Frozen results that rooms hand to each other: the common tongue.

An `image` is (H, W, 3) uint8 RGB, a `batch` is (N, H, W, C) float32, a box is (left, top, right, bottom) in pixels.
"""

from cifar_demo.results.answers import (
    Prediction,
    ScoredClass,
)
from cifar_demo.results.arrays import Box, ByteImage, FloatArray, IntArray
from cifar_demo.results.figures_of_merit import (
    EpochRecord,
    Evaluation,
    ReliabilityBin,
)
from cifar_demo.results.inspection import (
    AblationResult,
    ArithmeticTerm,
    ChannelRanking,
    EffectiveField,
    FieldEdges,
    FieldGeometry,
    ReceptiveField,
    SoftmaxArithmetic,
    SwitchedOff,
    UnitArithmetic,
)
from cifar_demo.results.landmarks import Landmarks, Likeness, UsualRange, WindowWalk
from cifar_demo.results.layers import (
    Departure,
    GraphEdge,
    GraphGroup,
    GraphNode,
    LayerGraph,
    LayerKernels,
    LayerOutput,
    LayerSummary,
)
from cifar_demo.results.pictures import (
    DecodedImage,
    FramedImage,
)

__all__ = [
    "AblationResult",
    "ArithmeticTerm",
    "Box",
    "ByteImage",
    "ChannelRanking",
    "DecodedImage",
    "Departure",
    "EffectiveField",
    "EpochRecord",
    "Evaluation",
    "FieldEdges",
    "FieldGeometry",
    "FloatArray",
    "FramedImage",
    "GraphEdge",
    "GraphGroup",
    "GraphNode",
    "IntArray",
    "Landmarks",
    "LayerGraph",
    "LayerKernels",
    "LayerOutput",
    "LayerSummary",
    "Likeness",
    "Prediction",
    "ReceptiveField",
    "ReliabilityBin",
    "ScoredClass",
    "SoftmaxArithmetic",
    "SwitchedOff",
    "UnitArithmetic",
    "UsualRange",
    "WindowWalk",
]
