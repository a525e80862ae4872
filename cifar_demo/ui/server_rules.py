"""What Streamlit's server may not do: put a visitor's picture on the disk, or ask anybody outside for anything."""

from starlette.formparsers import MultiPartParser
from streamlit import net_util

from cifar_demo.image.opening import MAX_FILE_BYTES


def keep_uploads_in_memory() -> None:
    """Raise the size from which Streamlit's server would spool an upload to a temporary file (1 MB) past our limit."""
    MultiPartParser.spool_max_size = 2 * MAX_FILE_BYTES


def ask_nobody_outside() -> None:
    """Keep the server from asking a site outside for its own address, as it would when a page elsewhere connects."""
    net_util.get_external_ip = _no_address


def _no_address() -> str | None:
    """Tell what the server would rather not know: pages under its outside address are refused, unless it is named."""
    return None
