"""A word where networks see one view of a picture, and Predict averages several."""

from cifar_demo.ui import cache, picture_state, road_words
from cifar_demo.ui.components.notice import small_text


def tell_of_one_view(network: str) -> None:
    """Say so, and whether the first view alone is answered otherwise than all together."""
    picture = picture_state.picture()
    if len(picture.views) == 1:
        return
    alone, together = (
        cache.prediction(network, image).top_k[0].class_name for image in (picture.framed.image, picture.network_input)
    )
    small_text(road_words.one_view(len(picture.views), together, alone))


def tell_of_first_view() -> None:
    """Say so of all networks at once."""
    num_views = len(picture_state.picture().views)
    if num_views > 1:
        small_text(road_words.first_view(num_views))
