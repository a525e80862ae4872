"""A word where a page follows one view of a picture, and all of them together answered otherwise."""

from cifar_demo.ui import cache, picture_state, words
from cifar_demo.ui.components.notice import small_text


def tell_of_one_view(network: str) -> None:
    """Say so, if the first view alone is answered otherwise than the average that Predict shows."""
    picture = picture_state.picture()
    alone, together = (
        cache.prediction(network, image).top_k[0].class_name for image in (picture.framed.image, picture.network_input)
    )
    if alone != together:
        small_text(words.one_view(len(picture.views), together, alone))
