"""The app where nothing can be written: `read_only_app.py PORT`.

An audit hook refuses what a read-only file system would; it stands in for one, because a test cannot mount any. The
home and the temporary folder lie where nobody can write, root included: C++ code, which the hook does not see, meets
these.
"""

import errno
import os
import sys

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.truncate")
NOWHERE = "/proc/nowhere"


def refuse(event: str, arguments: tuple) -> None:
    if event in CHANGES:
        raise OSError(errno.EROFS, "Read-only file system", os.fsdecode(arguments[0]))
    if event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & WRITING:
        path = os.fsdecode(arguments[0])
        if not path.startswith("/dev/"):
            raise OSError(errno.EROFS, "Read-only file system", path)


if __name__ == "__main__":
    os.environ |= {"HOME": NOWHERE, "TMPDIR": NOWHERE, "XDG_CACHE_HOME": NOWHERE, "KERAS_HOME": NOWHERE}
    # A tool of developers, which the app's own requirements lack; Keras takes it where it is, and it needs a folder.
    sys.modules["matplotlib"] = None
    sys.addaudithook(refuse)
    from streamlit.web import cli

    cli.main(["run", "streamlit_app.py", "--server.headless=true", f"--server.port={sys.argv[1]}"])
