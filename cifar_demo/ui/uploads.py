"""Uploads stay in memory: what a visitor brings never touches the disk."""

from starlette.formparsers import MultiPartParser

from cifar_demo.image.opening import MAX_FILE_BYTES


def keep_uploads_in_memory() -> None:
    """Raise the size from which Streamlit's server would spool an upload to a temporary file (1 MB) past our limit."""
    MultiPartParser.spool_max_size = 2 * MAX_FILE_BYTES
