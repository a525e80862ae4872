"""What a training run is set to, network by network, with the reason beside each value."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cifar_demo.errors import TrainingError


@dataclass(frozen=True)
class TrainingConfig:
    """Settings of one run; `SETTINGS` holds the ones that each network ships with.

    Attributes
    ----------
    network : str
    epochs, batch_size, seed : int
    peak_learning_rate : float
        Reached after `warmup_share` of the steps. For "sgd" per batch-mean gradient; for "muon" five times the root
        mean square of a step.
    restart_epochs : tuple of int
        After so many epochs the rate rises once more, for one more, lower cycle, and the weights at the ends of all
        cycles are averaged; empty for one cycle.
    restart_learning_rate : float
        Reached in each cycle after the first.
    epoch_share : float
        Share of the training pictures that an epoch shows. Where that is not all of them, half of those shown are the
        ones that were answered worst when last shown, and the rest is drawn from the others.
    optimizer : str
        "sgd", or "muon" for kernels with AdamW for the rest.
    momentum : float
        Nesterov.
    weight_decay : float
        Decoupled: share of each kernel taken away per step, times the learning rate. Biases are spared.
    label_smoothing : float
        Share of the target spread evenly over all classes.
    logit_divisor : float
        While training, logits are divided by this before the loss; afterwards the last layer's weights are.
    max_shift : int
        Random translation, pixels to each side, filled in by reflection.
    cutout_side : int
        Side of the covered square, pixels; 0 for none.
    noise_share, noise_deviation : float
        Share of the pictures that get Gaussian noise, and its largest standard deviation, in levels of 255: each such
        picture's own is drawn evenly from 0 up to that.
    has_whitened_start : bool
        Whether the first convolution starts from the principal components of training patches.
    has_standardised_start : bool
        Whether each channel before the last layer starts with mean 0 and variance 1 over training pictures.
    average_momentum : float
        Of the running average of weights that is validated and kept.
    num_validation : int
        Training pictures held back, the same number of each class.
    convolution_dtype : str
        "float32" or "bfloat16": of all convolutions but the first while training, and of the validation after each
        epoch. The rest, and all measuring for the card, is float32.
    """

    network: str
    epochs: int
    batch_size: int
    peak_learning_rate: float
    seed: int = 0
    optimizer: str = "sgd"
    momentum: float = 0.9  # The usual; 0.85 with more rate per step was no better here.
    weight_decay: float = 5e-3  # Decoupled: about the usual 5e-4 of coupled decay at momentum 0.9.
    warmup_share: float = 0.2  # One-cycle (Smith, arXiv:1708.07120): up for a fifth, then down in a line.
    restart_epochs: tuple[int, ...] = ()
    restart_learning_rate: float = 0.0
    epoch_share: float = 1.0
    label_smoothing: float = 0.1  # arXiv:1512.00567.
    logit_divisor: float = 1.0
    max_shift: int = 4  # The usual for 32x32.
    cutout_side: int = 0
    noise_share: float = 0.0
    noise_deviation: float = 0.0
    has_whitened_start: bool = False
    has_standardised_start: bool = False
    average_momentum: float = 0.98  # The last 50 steps or so, a quarter of an epoch: smooths them, hardly lags.
    num_validation: int = 2_500
    convolution_dtype: str = "bfloat16"  # A step takes two thirds of the time where the processor has such products.

    @property
    def cycle_ends(self) -> tuple[int, ...]:
        """Epochs, from 1, at which a cycle ends: the last is that of the run."""
        return (*(epoch for epoch in self.restart_epochs if epoch < self.epochs), self.epochs)

    def __post_init__(self) -> None:
        """Refuse settings that cannot train."""
        object.__setattr__(self, "restart_epochs", tuple(self.restart_epochs))  # JSON gives a list.
        if self.epochs < 1:
            raise TrainingError(f"--epochs must be at least 1, got {self.epochs}.")
        if self.batch_size < 1:
            raise TrainingError(f"--batch-size must be at least 1, got {self.batch_size}.")
        if self.convolution_dtype not in ("float32", "bfloat16"):
            raise TrainingError(f"convolution_dtype must be float32 or bfloat16, got {self.convolution_dtype!r}.")
        if self.optimizer not in ("sgd", "muon"):
            raise TrainingError(f"optimizer must be sgd or muon, got {self.optimizer!r}.")
        if list(self.restart_epochs) != sorted({epoch for epoch in self.restart_epochs if epoch > 0}):
            raise TrainingError(f"restart_epochs must rise, from above 0, got {self.restart_epochs}.")
        if bool(self.restart_epochs) != (self.restart_learning_rate > 0):
            raise TrainingError(
                "restart_epochs and restart_learning_rate go together: give both or neither, got "
                f"{self.restart_epochs} and {self.restart_learning_rate:g}."
            )
        if not 0 < self.epoch_share <= 1:
            raise TrainingError(f"epoch_share must be above 0 and at most 1, got {self.epoch_share:g}.")
        if self.seed < 0:
            raise TrainingError(f"--seed must not be negative, got {self.seed}.")


SETTINGS: Final[Mapping[str, TrainingConfig]] = MappingProxyType(
    {
        config.network: config
        for config in (
            TrainingConfig(
                network="lenet",
                epochs=120,  # 6 s each: 62,000 weights take long to get the most out of.
                batch_size=128,  # Small steps: tanh saturates at large ones.
                peak_learning_rate=1e-2,
                restart_epochs=(80,),  # As VGGNet, with two ends to average.
                restart_learning_rate=5e-3,
                optimizer="muon",  # 69 % after ten epochs as a whole run; Nesterov 46.
                weight_decay=0.05,
                label_smoothing=0.0,  # One temperature cannot straighten what it bends.
                max_shift=3,  # With two, and Nesterov, it fitted its training pictures a little too well.
                has_standardised_start=True,  # Without batch normalisation a signal is lost on its way up.
                convolution_dtype="float32",  # Too narrow to gain from less.
            ),
            TrainingConfig(
                network="alexnet",
                epochs=52,  # 90 s each on two cores. One cycle of 24 reached 85.6 %, one of 40 87.4.
                batch_size=256,  # Twice the steps of 512 in the same time.
                peak_learning_rate=4e-3,
                restart_epochs=(40,),  # As VGGNet, with two ends to average.
                restart_learning_rate=2e-3,
                optimizer="muon",  # 61 % after an epoch; AdamW 47, Nesterov 37: no normalisation evens the layers out.
                weight_decay=0.05,
                label_smoothing=0.0,  # One temperature cannot straighten what it bends.
                max_shift=3,  # With two and no cutout it fitted its pictures in twenty epochs; four, with 12: no gain.
                cutout_side=8,  # Likewise.
                noise_share=0.25,  # Strong noise cost it half of its answers, before it saw any.
                noise_deviation=16.0,  # Between the mild and the middling noise that it is tested with.
                has_whitened_start=True,
                has_standardised_start=True,  # Without batch normalisation a signal is lost on its way up.
            ),
            TrainingConfig(
                network="zfnet",
                epochs=54,  # 120 s each on two cores. One cycle of 32 reached 89.1 %.
                batch_size=256,  # As AlexNet, and so on.
                peak_learning_rate=4e-3,
                restart_epochs=(40,),  # As AlexNet.
                restart_learning_rate=2e-3,
                optimizer="muon",
                weight_decay=0.05,
                label_smoothing=0.0,
                max_shift=4,  # With three, and cutout of eight, it fitted 94 % of its training pictures.
                cutout_side=12,  # Likewise.
                noise_share=0.25,  # As AlexNet.
                noise_deviation=16.0,
                has_whitened_start=True,
                has_standardised_start=True,
            ),
            TrainingConfig(
                network="vggnet",
                epochs=42,  # 240 s each on two cores. After the first 28 it reached 93.9 %.
                batch_size=256,  # Twice the steps of 512 in the same time.
                peak_learning_rate=1e-2,
                restart_epochs=(28,),  # Two ends to average: better than either (arXiv:1803.05407).
                restart_learning_rate=5e-3,  # About where one cycle of 42 epochs would be after 28.
                optimizer="muon",  # 82 % after an epoch as a whole run; Nesterov 60 after the first of sixteen.
                weight_decay=0.1,  # Times the rate a thousandth a step: kernels forget in five epochs.
                label_smoothing=0.0,  # One temperature cannot straighten what it bends.
                logit_divisor=9.0,  # 512 strong maxima feed the last layer: it would run away.
                max_shift=4,  # With two, and Nesterov, it fitted its training pictures in sixteen epochs.
                cutout_side=12,  # Likewise; with eight it reached 97.8 % of them in eighteen.
                noise_share=0.25,  # A little noise cost it half of its answers as long as it never saw any.
                noise_deviation=16.0,  # Between the mild and the middling noise that it is tested with.
                has_whitened_start=True,  # arXiv:2404.00498: the largest single gain in a short run.
            ),
            TrainingConfig(
                network="googlenet",
                epochs=56,  # 140 s each on two cores: half of the pictures.
                batch_size=256,  # As ResNet, and so on.
                peak_learning_rate=2e-2,
                restart_epochs=(36,),  # Short cycles, as ResNet has, end worse here.
                restart_learning_rate=5e-3,
                epoch_share=0.5,
                optimizer="muon",
                weight_decay=0.1,
                label_smoothing=0.0,
                logit_divisor=4.0,
                max_shift=4,  # With two, and cutout of eight, it knew 94 % of its training pictures after ten epochs.
                cutout_side=12,
                noise_share=0.25,  # It had never seen any: a little noise cost it half of its answers.
                noise_deviation=16.0,
                has_whitened_start=True,
            ),
            TrainingConfig(
                network="resnet",
                epochs=60,  # 175 s each on two cores: half of the pictures.
                batch_size=256,  # Twice the steps of 512 in the same time.
                peak_learning_rate=2e-2,  # 92.0 % after six epochs as a whole run, half as wide; 91.3 with 1e-2.
                restart_epochs=(36, 44, 52),  # As VGGNet, with four ends to average.
                restart_learning_rate=8e-3,
                epoch_share=0.5,  # Twelve such epochs gave more than six of all pictures, in the same time.
                optimizer="muon",  # 74 % after an epoch as a whole run; Nesterov 46 after the first of eight.
                weight_decay=0.1,  # Times the rate a thousandth a step: kernels forget in five epochs.
                label_smoothing=0.0,  # One temperature cannot straighten what it bends.
                logit_divisor=4.0,  # AdamW moves the last layer as fast as Muon the others: slower than that.
                max_shift=4,  # With two, and cutout of eight, it fitted its training pictures in nine epochs.
                cutout_side=12,  # Likewise.
                noise_share=0.25,  # A little noise cost VGGNet half of its answers, before it saw any.
                noise_deviation=16.0,  # Between the mild and the middling noise that it is tested with.
                has_whitened_start=True,
            ),
        )
    }
)
