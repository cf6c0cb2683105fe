"""The web server of `competency serve`: waitress, with a stop that lets requests under way be answered."""

import select
import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.wsgi import get_wsgi_application
from waitress import create_server, wasyncore
from waitress.server import BaseWSGIServer

_SECONDS_TO_FINISH = 10
_MOST_BYTES_OF_A_REQUEST = 4 * 1024 * 1024


def serve(host: str, port: int, threads: int, *, trust_proxy: bool, announce: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; ``announce`` gets the address once connections are taken.

    Raises OSError where the address cannot be had.
    """
    sockets: dict[int, Any] = {}
    server = create_server(
        get_wsgi_application(),
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        max_request_header_size=16 * 1024,  # no address or cookie of ours is nearly as long
        # A class of learners holds many connections open, and sends little over them.
        connection_limit=1000,
        max_request_body_size=_MOST_BYTES_OF_A_REQUEST,
        # Django reads these headers, or ignores them (see the settings); waitress would drop them.
        clear_untrusted_proxy_headers=not trust_proxy,
    )
    listeners = [entry for entry in sockets.values() if isinstance(entry, BaseWSGIServer)]
    stop = _StopSignal(wake=listeners[0].pull_trigger)
    announce(f"http://{host}:{listeners[0].effective_port}/")
    while not stop.received:
        _step(sockets, timeout=1)
    _finish(listeners, sockets)
    server.task_dispatcher.shutdown()


def _finish(listeners: list[BaseWSGIServer], sockets: dict[int, Any]) -> None:
    """Take no more connections, and answer what came over those there are."""
    while select.select([listener.socket for listener in listeners], [], [], 0)[0]:
        _step(sockets, timeout=0)
    for listener in listeners:
        listener.del_channel(sockets)
        listener.socket.close()
    deadline = time.monotonic() + _SECONDS_TO_FINISH
    _step(sockets, timeout=0.1)
    while time.monotonic() < deadline and any(_busy(listener) for listener in listeners):
        _step(sockets, timeout=0.1)


def _step(sockets: dict[int, Any], timeout: float) -> None:
    """Wait for connections to do something, and let them; with poll, which has no limit on their number."""
    wasyncore.loop(timeout=timeout, use_poll=True, map=sockets, count=1)


class _StopSignal:
    """Notes that the operator or the system asked to stop, and wakes the loop that waits for connections."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.received = False
        self._wake = wake
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._receive)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.received = True
        self._wake()


def _busy(listener: BaseWSGIServer) -> bool:
    """Whether a request is being answered, or its answer is still on its way out."""
    return any(channel.requests or channel.total_outbufs_len for channel in listener.active_channels.values())
