"""python -m cifar_demo predict: what is on pictures."""

import argparse
from pathlib import Path

from cifar_demo.commands.layout import Row, print_rows
from cifar_demo.errors import CifarDemoError
from cifar_demo.image.decode import decode_image
from cifar_demo.image.framing import frame_image
from cifar_demo.inference.catalog import best_network
from cifar_demo.inference.classifier import Classifier, load_classifier


def run_predict(options: argparse.Namespace) -> int:
    """Answer for each file; one that cannot be read does not stop the others."""
    classifier = load_classifier(options.network or best_network(options.weights), options.weights)
    return print_rows((predict_file(classifier, file, options.top_k) for file in options.files), options.format)


def predict_file(classifier: Classifier, file: Path, top_k: int) -> Row:
    """Answer for one file.

    Returns
    -------
    dict
        `file, network, top_k`, or `file, error`.
    """
    try:
        decoded = decode_image(file.read_bytes(), file.name)
    except CifarDemoError as error:
        return {"file": str(file), "error": str(error)}
    except OSError as error:
        return {"file": str(file), "error": f"Cannot open {str(file)!r}: {error.strerror or error}."}
    prediction = classifier.predict(frame_image(decoded.image).image, k=top_k)
    scored = [{"class_name": best.class_name, "probability": best.probability} for best in prediction.top_k]
    return {"file": str(file), "network": prediction.network, "top_k": scored}
