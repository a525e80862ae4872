"""What training makes small: cross-entropy with softened targets and, where asked, softened logits."""

from typing import Any

import keras

PICTURE_LOSSES = "picture_losses"


@keras.saving.register_keras_serializable("cifar_demo")
class SoftenedCrossentropy(keras.losses.Loss):  # type: ignore[misc]
    """Cross-entropy of logits divided by a constant.

    Dividing by s is the same network with a last layer s times smaller that learns s^2 times slower: it keeps a high
    rate, good for the kernels, from blowing up the last layer (Page, "How to train your ResNet", 2018).

    Parameters
    ----------
    label_smoothing : float
        Share of the target spread evenly over all classes.
    logit_divisor : float
        Positive, dimensionless.
    """

    def __init__(self, label_smoothing: float = 0.0, logit_divisor: float = 1.0) -> None:
        super().__init__(name="softened_crossentropy")
        self.label_smoothing = label_smoothing
        self.logit_divisor = logit_divisor

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Give the loss of each picture, nats: (N, K) targets and (N, K) logits to (N,)."""
        return keras.losses.categorical_crossentropy(
            y_true, y_pred / self.logit_divisor, from_logits=True, label_smoothing=self.label_smoothing
        )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal loss."""
        return {"label_smoothing": self.label_smoothing, "logit_divisor": self.logit_divisor}


class PictureLosses(keras.metrics.Metric):  # type: ignore[misc]
    """The losses of the last batch, picture by picture.

    Parameters
    ----------
    loss : SoftenedCrossentropy
    batch_size : int
    """

    def __init__(self, loss: SoftenedCrossentropy, batch_size: int) -> None:
        super().__init__(name=PICTURE_LOSSES)
        self.loss = loss
        self.losses = self.add_variable((batch_size,), initializer="zeros", name="losses")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch: (N, K) targets and (N, K) logits."""
        self.losses.assign(self.loss.call(y_true, y_pred))

    def result(self) -> Any:
        """Give the losses, nats: (N,) float32."""
        return keras.ops.convert_to_tensor(self.losses)
