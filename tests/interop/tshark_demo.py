#!/usr/bin/env python3
"""Records the demonstration of async_reply through a relay of its own and lets tshark decode the recording.

usage: tshark_demo.py SERVER CLIENT     exit 0 only if tshark finds no malformed packet and all expected PDU types

The relay writes a capture file itself (Ethernet, IPv4 and TCP headers made up around the bytes that passed), so no
privilege to sniff an interface is needed.
"""
import re
import selectors
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

CLIENT_SIDE, SERVER_SIDE = ("10.0.0.1", 40000), ("10.0.0.2", 5000)
NDR20, NDR64 = "8a885d04-1ceb-11c9-9fe8-08002b104860", "71710533-beba-4937-8319-b5dbef9ccc36"
EXPECTED = {0: "request", 2: "response", 3: "fault", 11: "bind", 12: "bind_ack", 18: "co_cancel"}


class Capture:
    def __init__(self, path):
        self.file = open(path, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.lock = threading.Lock()

    def write(self, source, target, sequence, acknowledged, flags, data):
        tcp = struct.pack("!HHIIBBHHH", source[1], target[1], sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF,
                          5 << 4, flags, 65535, 0, 0)
        ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 40 + len(data), 0, 0, 64, 6, 0,
                         socket.inet_aton(source[0]), socket.inet_aton(target[0]))
        frame = b"\0" * 12 + b"\x08\x00" + ip + tcp + data
        now = time.time()
        with self.lock:
            self.file.write(struct.pack("<IIII", int(now), int(now % 1 * 1e6), len(frame), len(frame)) + frame)
            self.file.flush()


class Relay(threading.Thread):
    """One listening socket in front of the server; every connection is relayed and recorded."""

    def __init__(self, port, capture, first=0):
        """Clients are told apart by their port in the recording: `first` and the next ones."""
        super().__init__(daemon=True)
        self.number = first
        self.target = ("127.0.0.1", port)
        self.capture = capture
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            client, _ = self.listener.accept()
            self.number += 1
            threading.Thread(target=self.relay, args=(client, self.number), daemon=True).start()

    def relay(self, client, number):
        server = socket.create_connection(self.target)
        near, far = (CLIENT_SIDE[0], CLIENT_SIDE[1] + number), SERVER_SIDE
        sent = {client: 1, server: 1}
        self.capture.write(near, far, 0, 0, 0x02, b"")
        self.capture.write(far, near, 0, 1, 0x12, b"")
        selector = selectors.DefaultSelector()
        selector.register(client, selectors.EVENT_READ, (server, near, far))
        selector.register(server, selectors.EVENT_READ, (client, far, near))
        while True:
            for key, _ in selector.select():
                peer, source, target = key.data
                data = key.fileobj.recv(32768)
                if not data:
                    client.close()
                    server.close()
                    return
                self.capture.write(source, target, sent[key.fileobj], sent[peer], 0x18, data)
                sent[key.fileobj] += len(data)
                peer.sendall(data)


def start_server(program):
    server = subprocess.Popen([program], stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        match = re.match(r"listening on ncacn_ip_tcp:.*\[(\d+)\]", line)
        if match:
            threading.Thread(target=server.stdout.read, daemon=True).start()
            return server, int(match[1])
    raise SystemExit("the server did not start")


def tshark(path, *arguments):
    command = ["tshark", "-r", path, "-d", f"tcp.port=={SERVER_SIDE[1]},dcerpc", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/demo.pcap"
        capture = Capture(path)
        server, port = start_server(sys.argv[1])
        try:
            relay = Relay(port, capture)
            relay.start()
            subprocess.run([sys.argv[2], "--port", str(relay.port), "--demo", "--shutdown"], check=True, timeout=120)
        finally:
            server.terminate()
            server.wait()
        types = {int(each) for line in tshark(path, "-T", "fields", "-e", "dcerpc.pkt_type").split()
                 for each in line.split(",")}
        malformed = tshark(path, "-Y", "_ws.malformed || dcerpc.fragment.error")
        proposed = tshark(path, "-Y", "dcerpc.pkt_type == 11", "-T", "fields", "-e", "dcerpc.cn_bind_trans_id")
        accepted = tshark(path, "-Y", "dcerpc.pkt_type == 12", "-T", "fields", "-e", "dcerpc.cn_ack_trans_id")
    print("tshark: PDU types", sorted(types))
    print(f"tshark: proposed {proposed.split()}, accepted {accepted.split()}")
    if not (NDR20 in proposed and NDR64 in proposed and NDR64 in accepted and NDR20 not in accepted):
        sys.exit("NDR64 was not negotiated")
    missing = [name for number, name in EXPECTED.items() if number not in types]
    if missing or malformed:
        print("missing:", missing, "\nmalformed:\n" + malformed)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
