"""Sample pictures, two for each class, drawn by our own code when asked for: no files, nobody else's photographs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cifar_demo.image import scenes_animals, scenes_hoofed, scenes_vehicles
from cifar_demo.image.canvas import Canvas
from cifar_demo.results import ByteImage


@dataclass(frozen=True)
class Sample:
    """A picture that the app can draw.

    Attributes
    ----------
    name : str
        Class and number, "airplane-1".
    class_name : str
        What it shows, of `constants.CLASS_NAMES`.
    title : str
        In a few words.
    paint : callable
        Draws it, the same each time.
    """

    name: str
    class_name: str
    title: str
    paint: Callable[[], Canvas]


SAMPLES: Final[tuple[Sample, ...]] = (
    Sample("airplane-1", "airplane", "Airliner climbing", scenes_vehicles.airliner_in_the_sky),
    Sample("airplane-2", "airplane", "Airliner on a runway", scenes_vehicles.airliner_on_the_runway),
    Sample("automobile-1", "automobile", "Red car", scenes_vehicles.red_car_from_the_side),
    Sample("automobile-2", "automobile", "Blue car from the front", scenes_vehicles.blue_car_from_the_front),
    Sample("bird-1", "bird", "Robin on a branch", scenes_animals.robin_on_a_branch),
    Sample("bird-2", "bird", "Gull on the shore", scenes_animals.gull_on_the_shore),
    Sample("cat-1", "cat", "Tabby cat", scenes_animals.tabby_cat),
    Sample("cat-2", "cat", "Ginger cat", scenes_animals.ginger_cat),
    Sample("deer-1", "deer", "Stag", scenes_hoofed.stag),
    Sample("deer-2", "deer", "Fawn", scenes_hoofed.fawn),
    Sample("dog-1", "dog", "Brown dog", scenes_animals.brown_dog),
    Sample("dog-2", "dog", "White dog", scenes_animals.white_dog),
    Sample("frog-1", "frog", "Green frog", scenes_animals.green_frog),
    Sample("frog-2", "frog", "Brown frog", scenes_animals.brown_frog),
    Sample("horse-1", "horse", "Chestnut horse", scenes_hoofed.brown_horse),
    Sample("horse-2", "horse", "Grey horse", scenes_hoofed.grey_horse),
    Sample("ship-1", "ship", "Cargo ship", scenes_vehicles.cargo_ship),
    Sample("ship-2", "ship", "White ferry", scenes_vehicles.white_ferry),
    Sample("truck-1", "truck", "Lorry", scenes_vehicles.semi_truck),
    Sample("truck-2", "truck", "Delivery truck", scenes_vehicles.delivery_truck),
)
_BY_NAME: Final = {sample.name: sample for sample in SAMPLES}


def sample_names() -> tuple[str, ...]:
    """Give the names of all samples, in the order of the classes."""
    return tuple(_BY_NAME)


def find_sample(name: str) -> Sample:
    """Give a sample's title and class.

    Parameters
    ----------
    name : str
        One of `sample_names()`.

    Raises
    ------
    ValueError
        If there is no sample of this name.
    """
    if name not in _BY_NAME:
        raise ValueError(f"Expected a sample of {', '.join(_BY_NAME)}; got {name!r}.")
    return _BY_NAME[name]


def draw_sample(name: str) -> ByteImage:
    """Draw a sample; the same pixels each time.

    Parameters
    ----------
    name : str
        One of `sample_names()`.

    Returns
    -------
    (256, 256, 3) uint8

    Raises
    ------
    ValueError
        If there is no sample of this name.
    """
    return find_sample(name).paint().picture()
