"""A server keeps what it has loaded, whatever Streamlit does after each run of a page."""

import subprocess
import sys

SERVER = """
import gc
from cifar_demo.environment import import_keras_for_serving, prepare_environment

prepare_environment()
import_keras_for_serving()
import keras
from keras.src.backend.common import global_state
from streamlit.runtime.scriptrunner.script_runner import _clean_problem_modules

frozen = gc.get_freeze_count()
global_state.set_global_attribute("half_built", "model")
_clean_problem_modules()
print(frozen > 100_000, len(gc.get_objects()) < frozen / 2, global_state.get_global_attribute("half_built"))
"""


def test_streamlits_cleaning_costs_nothing_and_loses_nothing():
    told = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "True", "model"]
