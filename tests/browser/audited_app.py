"""The app, telling on standard error whom it connects to and what it opens for writing: `audited_app.py PORT`.

Python's own audit events: what C++ code does by itself is not among them.
"""

import os
import sys

LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0", None)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STANDARD_ERROR = 2


def tell(event: str, arguments: tuple) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in LOOPBACK:
        say(f"AUDIT connects to {arguments[1][0]}")
    elif event == "socket.getaddrinfo" and arguments[0] not in LOOPBACK:
        say(f"AUDIT looks up {arguments[0]}")
    elif event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] & WRITING:
        say(f"AUDIT writes {os.fsdecode(arguments[0])}")


def say(line: str) -> None:
    os.write(STANDARD_ERROR, f"{line}\n".encode(errors="replace"))


if __name__ == "__main__":
    sys.addaudithook(tell)
    from streamlit.web import cli

    cli.main(["run", "streamlit_app.py", "--server.headless=true", f"--server.port={sys.argv[1]}"])
