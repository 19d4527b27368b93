#!/usr/bin/env python3
"""Serves rpcecho with Impacket's DCE/RPC server and runs a client of ours against it.

usage: echo_server_impacket.py CLIENT      exit status: the client's, or 1 when it made no call

Impacket's server hands a request of several fragments on as its last fragment only, so the client is told
to keep requests small ("small"); replies are fragmented. It knows no authentication either: it answers a bind with a
token as one without. A client that is told to authenticate must take that for what a man in the middle would do.
"""
import struct
import subprocess
import sys

from impacket.dcerpc.v5.rpcrt import PFC_FIRST_FRAG, PFC_LAST_FRAG, DCERPCServer

RPCECHO = ("60a15ec5-4de8-11d7-a637-005056a20182", "1.0")

HEADER = 24  # of a response
FRAGMENT = 1024  # replies in many fragments


class EchoServer(DCERPCServer):
    def __init__(self):
        super().__init__()
        self.daemon = True
        self.calls = 0
        self.addCallbacks(RPCECHO, "0", {0: self.add_one, 1: self.echo_data, 3: self.source_data})

    def send(self, data):
        """As the base class's, with the length of each fragment where that has the whole reply's (0.10.0)."""
        packet = data["pduData"]
        for offset in range(0, max(len(packet), 1), FRAGMENT):
            data["pduData"] = packet[offset:offset + FRAGMENT]
            data["flags"] = (PFC_FIRST_FRAG if offset == 0 else 0) | (
                PFC_LAST_FRAG if offset + FRAGMENT >= len(packet) else 0)
            data["frag_len"] = HEADER + len(data["pduData"])
            self._clientSock.sendall(data.get_packet())

    def add_one(self, data):
        self.calls += 1
        return struct.pack("<L", (struct.unpack_from("<L", data)[0] + 1) & 0xFFFFFFFF)

    def echo_data(self, data):
        self.calls += 1
        length, count = struct.unpack_from("<LL", data)
        assert length == count
        return struct.pack("<L", count) + data[8:8 + count]

    def source_data(self, data):
        self.calls += 1
        length = struct.unpack_from("<L", data)[0]
        return struct.pack("<L", length) + bytes(i & 0xFF for i in range(length))


def refused(client, server):
    """Whether the client makes no call when its token is ignored; its last argument says that it shall be refused."""
    before = server.calls
    for level in ("connect", "pkt", "integrity", "privacy"):
        command = [client, str(server.getListenPort()), "auth", "ntlm", level, "Password"]
        if subprocess.run(command, timeout=120).returncode != 0 or server.calls != before:
            print(f"impacket: {level}: the client did not insist")
            return False
    return True


def main():
    server = EchoServer()
    server.start()
    result = subprocess.run([sys.argv[1], str(server.getListenPort()), "small"], timeout=120)
    print(f"impacket: served {server.calls} calls")
    return result.returncode or int(server.calls == 0) or int(not refused(sys.argv[1], server))


if __name__ == "__main__":
    sys.exit(main())
