"""Servers that fail in a layer of one's choice, and the PDUs for it."""
import socket
import struct
import threading

RESET = object()


class OneAnswer:
    """A server that accepts connections, reads what comes and answers with these bytes; None: with silence, RESET: with an
    RST. One connection, or as many as are said."""

    def __init__(self, *answers, connections=1):
        self.connections = connections
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.binding = f"ncacn_ip_tcp:127.0.0.1[{self.listener.getsockname()[1]}]"
        self.thread = threading.Thread(target=self.serve, args=answers, daemon=True)

    def serve(self, *answers):
        for _ in range(self.connections):
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return  # fewer came
            with connection:
                try:
                    self.converse(connection, answers)
                except ConnectionError:
                    pass  # the client has seen enough

    @staticmethod
    def converse(connection, answers):
        for answer in answers:
            if not connection.recv(65536):
                return
            if answer is None:
                connection.recv(65536)
            elif answer is RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            else:
                connection.sendall(answer)

    def __enter__(self):
        self.thread.start()
        return self.binding

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(30)
        self.listener.close()


def pdu(ptype, body, call_id=1):
    return struct.pack("<BBBBIHHI", 5, 0, ptype, 3, 0x10, 16 + len(body), 0, call_id) + body


def bind_ack(*results):
    body = struct.pack("<HHIH2s", 5840, 5840, 7, 2, b"1\0")  # 12 bytes: the results start aligned
    body += struct.pack("<B3x", len(results))
    for result, reason in results:
        body += struct.pack("<HH20s", result, reason, bytes(20))
    return pdu(12, body)
