"""Counts what crosses the sockets to both servers: a forwarding process stands between, for runs that are not timed."""

import mmap
import os
import signal
import socket
import struct
import threading
from contextlib import contextmanager
from environment import mysql, pg

CHUNK = 1 << 20
SIDES = ("pg", "my")


class Counter:
    """Bytes that clients have received and sent so far, by server."""

    def __init__(self, shared):
        self._shared = shared

    def read(self):
        received_pg, sent_pg, received_my, sent_my = struct.unpack("4Q", self._shared[:32])
        return {"pg": received_pg, "my": received_my, "sent": sent_pg + sent_my}


@contextmanager
def counted():
    """Within it PG_PORT and MYSQL_PORT lead through the counter, for this process and those it starts."""
    shared = mmap.mmap(-1, 4096)
    listeners = [_listener() for _ in SIDES]
    targets = [(to["host"], to["port"]) for to in (pg(), mysql())]
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        for i, (listener, target) in enumerate(zip(listeners, targets)):
            threading.Thread(target=_accept, args=(listener, target, shared, i * 16), daemon=True).start()
        while True:
            signal.pause()
    before = {name: os.environ.get(name) for name in ("PG_PORT", "MYSQL_PORT")}
    for name, listener in zip(before, listeners):
        os.environ[name] = str(listener.getsockname()[1])
        listener.close()
    try:
        yield Counter(shared)
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


def _listener():
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    return listener


def _accept(listener, target, shared, at):
    lock = threading.Lock()
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(target)
        for one in (client, server):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for source, sink, offset in ((server, client, at), (client, server, at + 8)):
            threading.Thread(target=_forward, args=(source, sink, shared, offset, lock), daemon=True).start()


def _forward(source, sink, shared, offset, lock):
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    try:
        while size := source.recv_into(buffer):
            with lock:
                (total,) = struct.unpack_from("Q", shared, offset)
                struct.pack_into("Q", shared, offset, total + size)
            sink.sendall(view[:size])
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        for one in (source, sink):
            one.close()
