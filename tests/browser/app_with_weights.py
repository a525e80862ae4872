"""The app with weights from a folder of the test's: `streamlit run app_with_weights.py -- FOLDER`."""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from cifar_demo.ui import cache  # noqa: E402

cache.WEIGHTS_FOLDER = Path(sys.argv[1])
runpy.run_path(str(ROOT / "streamlit_app.py"))
