"""Frozen results that rooms hand to each other: the common tongue.

An `image` is (H, W, 3) uint8 RGB, a `batch` is (N, H, W, C) float32, a box is (left, top, right, bottom) in pixels.
"""

from cifar_demo.results.answers import (
    Prediction,
    ScoredClass,
)
from cifar_demo.results.arrays import Box, ByteImage, FloatArray, IntArray
from cifar_demo.results.committees import CommitteeMember, CommitteeParts, Standing
from cifar_demo.results.explanations import (
    AdversarialExample,
    Explanation,
    FaithfulnessCurves,
    FeatureVisualization,
    SmallestChange,
    Target,
    UnitProjection,
    WeightsCheck,
)
from cifar_demo.results.figures_of_merit import (
    AnsweredShare,
    CorruptionAccuracy,
    CorruptionFigures,
    EpochRecord,
    Evaluation,
    FamiliarityFigures,
    LabelledPredictions,
    MultiViewFigures,
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
from cifar_demo.results.landmarks import Exemplars, Landmarks, Likeness, UsualRange, WindowWalk
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
    "AdversarialExample",
    "AnsweredShare",
    "ArithmeticTerm",
    "Box",
    "ByteImage",
    "ChannelRanking",
    "CommitteeMember",
    "CommitteeParts",
    "CorruptionAccuracy",
    "CorruptionFigures",
    "DecodedImage",
    "Departure",
    "EffectiveField",
    "EpochRecord",
    "Evaluation",
    "Exemplars",
    "Explanation",
    "FaithfulnessCurves",
    "FamiliarityFigures",
    "FeatureVisualization",
    "FieldEdges",
    "FieldGeometry",
    "FloatArray",
    "FramedImage",
    "GraphEdge",
    "GraphGroup",
    "GraphNode",
    "IntArray",
    "Landmarks",
    "LabelledPredictions",
    "LayerGraph",
    "LayerKernels",
    "LayerOutput",
    "LayerSummary",
    "Likeness",
    "MultiViewFigures",
    "Prediction",
    "ReceptiveField",
    "ReliabilityBin",
    "ScoredClass",
    "SmallestChange",
    "SoftmaxArithmetic",
    "Standing",
    "SwitchedOff",
    "Target",
    "UnitArithmetic",
    "UsualRange",
    "WindowWalk",
    "UnitProjection",
    "WeightsCheck",
]
