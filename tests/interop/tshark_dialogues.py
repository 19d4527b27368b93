#!/usr/bin/env python3
"""Records what clients say to rpcecho-server and to its endpoint mapper, and what they are answered, and lets tshark decode it.

usage: tshark_dialogues.py RPCECHO_SERVER COMMAND...     PORT in the command is replaced by the port of a relay to rpcecho

COMMAND is a test of its own against the server. Beside it: Impacket walks through the mapper (towers), a bind is refused
(bind_nak with extended error information), an alter_context is made. tshark must find no malformed packet and every PDU
type, towers with a TCP port, bind-time features and the negotiation of NDR64. The server's options are RPCECHO_OPTIONS; with
a command that authenticates, auth3 and trailers of levels up to privacy are expected too.
"""
import os
import shlex
import socket
import struct
import subprocess
import sys
import tempfile

from impacket import uuid
from impacket.dcerpc.v5 import epm, mgmt, transport

import tshark_demo as recorder

BIND, BIND_NAK, ALTER, ALTER_RESP, AUTH3 = 11, 13, 14, 15, 16
ALWAYS = {0: "request", 2: "response", BIND: "bind", 12: "bind_ack", BIND_NAK: "bind_nak", ALTER: "alter_context",
          ALTER_RESP: "alter_context_resp"}
ECHO = uuid.uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20182", "1.0"))
MAPPER_FIRST = 5000  # client ports of the second relay begin here


def connect(port):
    dce = transport.DCERPCTransportFactory(f"ncacn_ip_tcp:127.0.0.1[{port}]").get_dce_rpc()
    dce.connect()
    return dce


def ask_mapper(port):
    epm.hept_lookup("127.0.0.1", dce=connect(port))
    epm.hept_map("127.0.0.1", ECHO, protocol="ncacn_ip_tcp", dce=connect(port))


def alter(port):
    dce = connect(port)
    dce.bind(ECHO)
    managed = dce.alter_ctx(mgmt.MSRPC_UUID_MGMT)
    mgmt.hinq_if_ids(managed)


def be_refused(port):
    """A bind to an association group that is not there."""
    syntax = uuid.uuidtup_to_bin(("8a885d04-1ceb-11c9-9fe8-08002b104860", "2.0"))
    body = struct.pack("<HHIBBHHBB", 5840, 5840, 0x12345678, 1, 0, 0, 0, 1, 0) + ECHO + syntax
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(struct.pack("<BBBB4sHHI", 5, 0, BIND, 3, b"\x10\0\0\0", 16 + len(body), 0, 1) + body)
        answer = client.recv(4096)
    if answer[2] != BIND_NAK or bytes.fromhex("20037490d0fad31182d7009027b130ab") not in answer:
        sys.exit(f"no bind_nak with error information: {answer.hex()}")


def record(path, command):
    capture = recorder.Capture(path)
    with tempfile.TemporaryDirectory() as directory:
        environment = dict(os.environ, FARCALL_NCALRPC_DIR=directory)
        options = shlex.split(os.environ.get("RPCECHO_OPTIONS", ""))
        server = subprocess.Popen([sys.argv[1], *options, "--epmapper-port", "0"], stdout=subprocess.PIPE, text=True,
                                  env=environment)
        try:
            ports = [int(server.stdout.readline().split("[")[1].split("]")[0]) for _ in range(2)]
            echo, mapper = (recorder.Relay(port, capture, first) for port, first in zip(ports, (0, MAPPER_FIRST)))
            echo.start()
            mapper.start()
            subprocess.run([word.replace("PORT", str(echo.port)) for word in command], check=True, timeout=200,
                           stdout=subprocess.DEVNULL)
            ask_mapper(mapper.port)
            alter(echo.port)
            be_refused(echo.port)
        finally:
            server.terminate()
            server.wait(timeout=20)


def values(path, field, display_filter=None):
    words = ["-Y", display_filter] if display_filter else []
    text = recorder.tshark(path, *words, "-T", "fields", "-e", field)
    return [value for line in text.split() for value in line.split(",")]


def main():
    missing = []
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/dialogues.pcap"
        record(path, sys.argv[2:])
        malformed = recorder.tshark(path, "-Y", "_ws.malformed || dcerpc.fragment.error")
        types = {int(each) for each in values(path, "dcerpc.pkt_type")}
        expected = dict(ALWAYS)
        levels = {int(each) for each in values(path, "dcerpc.auth_level")}
        if "--auth" in os.environ.get("RPCECHO_OPTIONS", ""):
            expected[AUTH3] = "auth3"
            missing += [f"authentication level {level}" for level in (2, 4, 5, 6) if level not in levels]
        missing += [name for number, name in expected.items() if number not in types]
        if not values(path, "epm.proto.tcp_port"):
            missing.append("a tower with a TCP port")
        if not values(path, "dcerpc.cn_bind_trans_btfn"):
            missing.append("bind-time features")
        if recorder.NDR64 not in values(path, "dcerpc.cn_ack_trans_id"):
            missing.append("NDR64")
        packets = len(values(path, "frame.number", "dcerpc"))
    print(f"tshark: {packets} packets, PDU types {sorted(types)}, authentication levels {sorted(levels)}")
    if malformed or missing:
        print("missing:", missing, "\nmalformed:\n" + malformed)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
