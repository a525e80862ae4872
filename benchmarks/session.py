"""A visitor without a screen: speaks to the server as a browser does, over the same socket, and paints nothing.

Streamlit's own messages (`streamlit.proto`) say what a page holds and what was clicked. What a browser would do on the
visitor's machine is left out, so that two cores can hold many visitors and their server. Written for Streamlit 1.67:
names of messages may change with it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE: Final = 120.0  # Seconds.
_COOKIE: Final = "_streamlit_xsrf"
_TRIGGER: Final = "$$STREAMLIT_INTERNAL_KEY_{}__events"


class PageFault(Exception):
    """The server answered with an error, or not at all."""


class Session:
    """One visitor's connection, and what their page holds now.

    Attributes
    ----------
    elements : dict of path to element
        What stands on the page, by its place, in the order of the page.
    arrived : dict of path to float
        Seconds from the click until each came.
    seconds : float
        From the last click until the page was complete.
    """

    def __init__(self, url: str, socket: ClientConnection, token: str) -> None:
        self._url, self._socket, self._token = url, socket, token
        self._id = self._query = self._page = ""
        self._pages: dict[str, str] = {}
        self._kept: dict[str, WidgetState] = {}
        self.elements: dict[tuple[int, ...], Any] = {}
        self.arrived: dict[tuple[int, ...], float] = {}
        self.seconds = 0.0

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, query: str = "") -> AsyncIterator[Session]:
        """Open the first page as a new visitor, who leaves when the block ends."""
        answer = await asyncio.to_thread(requests.get, f"{url}/_stcore/health", timeout=PATIENCE)
        token = answer.cookies.get(_COOKIE, "")
        async with connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            origin=url,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": f"{_COOKIE}={token}"} if token else {},
            max_size=None,
            ping_interval=None,
        ) as socket:
            session = cls(url, socket, token)
            session._query = query
            await session.run()
            yield session

    async def go(self, page: str) -> None:
        """Go to a page, by the name in its address; the first page has none."""
        self._page, self._kept = self._pages[page], {}
        await self.run(page=page)

    async def choose(self, key: str, beginning: str) -> None:
        """Choose the option of a row of buttons that begins so."""
        buttons = self.find("button_group", key)
        label = next(option.content for option in buttons.options if option.content.startswith(beginning))
        state = WidgetState(id=buttons.id)
        state.string_array_value.data.append(label)
        self._kept[buttons.id] = state
        await self.run()

    async def select(self, key: str, option: str) -> None:
        """Choose an option from a list that unfolds, by all it says."""
        box = self.find("selectbox", key)
        state = WidgetState(id=box.id)
        state.string_value = option
        self._kept[box.id] = state
        await self.run()

    async def trigger(self, key: str, event: str, value: object) -> None:
        """Have one of our own components tell the server something."""
        component = self.find("bidi_component", key)
        state = WidgetState(id=_TRIGGER.format(component.id))
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        await self.run(state)

    async def upload(self, key: str, name: str, data: bytes) -> None:
        """Send a file into the box for files."""
        box = self.find("file_uploader", key)
        place = await self._ask_where(name)
        await asyncio.to_thread(self._put, place.upload_url, name, data)
        state = WidgetState(id=box.id)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(data), place.file_id
        file.file_urls.CopyFrom(place)
        await self.run(state)

    def find(self, kind: str, key: str) -> Any:
        """Give the widget of a kind whose key begins so."""
        found = [element for element in self.of_kind(kind) if _key_of(element.id).startswith(key)]
        if not found:
            raise PageFault(f"the page has no {kind} called {key}")
        return found[0]

    def of_kind(self, kind: str) -> Iterable[Any]:
        """Give what stands on the page of one kind, in no order."""
        return [getattr(element, kind) for element in self.elements.values() if element.WhichOneof("type") == kind]

    async def run(self, *once: WidgetState, page: str | None = None) -> None:
        """Have the page run with these and all earlier choices, and wait until it is complete.

        Raises
        ------
        PageFault
            If it shows an exception, does not exist or takes too long.
        """
        message = BackMsg()
        request = message.rerun_script
        request.query_string, request.page_script_hash = self._query, self._page
        request.context_info.url = f"{self._url}/{page or ''}"
        request.context_info.is_embedded = False
        request.widget_states.widgets.extend([*self._kept.values(), *once])
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        try:
            async with asyncio.timeout(PATIENCE):
                while not self._take(await self._receive(), started):
                    pass
        except TimeoutError as error:
            raise PageFault(f"no page after {PATIENCE:.0f} s") from error
        self.seconds = time.perf_counter() - started
        for fault in self.of_kind("exception"):
            where = " < ".join(line.strip() for line in reversed(fault.stack_trace[-3:]))
            raise PageFault(f"the page shows an exception: {fault.type}: {fault.message} ({where})")

    async def _receive(self) -> ForwardMsg:
        message = ForwardMsg()
        message.ParseFromString(await self._socket.recv())
        return message

    def _take(self, message: ForwardMsg, started: float) -> bool:
        """Do what a message says; whether the page is complete."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._id = message.new_session.initialize.session_id
            self._page = message.new_session.page_script_hash
            self.elements, self.arrived = {}, {}
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._place(message, time.perf_counter() - started)
        elif kind == "page_not_found":
            raise PageFault("the page does not exist")
        elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise PageFault("the script has an error")
        return kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _place(self, message: ForwardMsg, seconds: float) -> None:
        """Put an element, or an empty block, where it belongs: what stood there before is gone."""
        path = tuple(message.metadata.delta_path)
        for known in [known for known in self.elements if known[: len(path)] == path]:
            del self.elements[known], self.arrived[known]
        if message.delta.WhichOneof("type") == "new_element":
            self.elements[path] = message.delta.new_element
            self.arrived[path] = seconds

    async def _ask_where(self, name: str) -> Any:
        """Ask for an address to send a file to."""
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self._id
        await self._socket.send(message.SerializeToString())
        while (answer := await self._receive()).WhichOneof("type") != "file_urls_response":
            pass
        return answer.file_urls_response.file_urls[0]

    def _put(self, address: str, name: str, data: bytes) -> None:
        try:
            answer = requests.put(
                f"{self._url}{address}",
                files={"file": (name, data, "image/png")},
                headers={"X-Xsrftoken": self._token},
                cookies={_COOKIE: self._token},
                timeout=PATIENCE,
            )
        except requests.ConnectionError as error:  # It hangs up on a file that is too large while it is being sent.
            raise PageFault(f"the upload was refused: {error}") from error
        if not answer.ok:
            raise PageFault(f"the upload was refused: {answer.status_code} {answer.text[:200]}")


def _key_of(identity: str) -> str:
    """Give the key that the app gave a widget: `$$ID-<hash>-<key>`."""
    return identity.split("-", 2)[-1]
