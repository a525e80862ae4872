"""A server keeps what it has loaded, whatever Streamlit does after each run of a page."""

import os
import platform
import subprocess
import sys

import pytest

SERVER = """
import gc
from cifar_demo.environment import import_keras_for_serving

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


def test_a_server_runs_on_tensorflow_whatever_else_was_asked_for():
    code = (
        "from cifar_demo.environment import *; import_keras_for_serving(); import keras; print(keras.backend.backend())"
    )
    asked = os.environ | {"KERAS_BACKEND": "torch"}
    told = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True).stdout
    assert told.strip() == "tensorflow"


FILLED_AND_FREED = """
import numpy as np
import psutil
from cifar_demo.environment import settle_memory

kept, arrays = [], []
for _ in range(2_000):
    arrays.append(np.ones(12_500))  # 100 kB each: small enough for the heap.
    kept.append(np.ones(10))  # Pins the heap above it.
filled = psutil.Process().memory_info().rss
del arrays
settle_memory()
print(filled - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries give back by themselves")
def test_what_loading_needed_meanwhile_goes_back_to_the_machine():
    told = subprocess.run([sys.executable, "-c", FILLED_AND_FREED], capture_output=True, text=True, check=True).stdout
    assert int(told) > 150e6


ALL_BUT_IMPORTED = """
import os
from cifar_demo.environment import {entry}, prepare_environment

prepare_environment()
{entry}()
print(os.environ.get("TF_ENABLE_ONEDNN_OPTS"))
"""


@pytest.mark.parametrize(("entry", "setting"), [("import_keras_for_serving", "0"), ("import_keras_quietly", "None")])
def test_a_server_goes_without_one_dnn_and_training_does_not(entry, setting):
    program = ALL_BUT_IMPORTED.format(entry=entry)
    environment = {name: value for name, value in os.environ.items() if name != "TF_ENABLE_ONEDNN_OPTS"}
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert told.stdout.split() == [setting]
