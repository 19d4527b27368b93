#!/usr/bin/env python3
"""Serves the endpoint mapper and rpcecho with Impacket, and runs a client of ours against both.

usage: epmapper_server_impacket.py CLIENT

The calls are parsed and the answers made by Impacket's own definitions of the mapper (impacket.dcerpc.v5.epm): two servers with
a port each, because one of Impacket's serves a connection at a time."""
import os
import struct
import subprocess
import sys

from impacket import uuid
from impacket.dcerpc.v5 import epm
from impacket.dcerpc.v5.dtypes import NULL

sys.dont_write_bytecode = True
from echo_server_impacket import RPCECHO, EchoServer

MAPPER = ("E1AF8308-5D1F-11C9-91A4-08002B14A0FA", "3.0")
NOT_REGISTERED = 0x16c9a0d6
NDR = ("8a885d04-1ceb-11c9-9fe8-08002b104860", "2.0")


def tower(port):
    interface = epm.EPMRPCInterface()
    interface["InterfaceUUID"] = uuid.uuidtup_to_bin(RPCECHO)[:16]
    interface["MajorVersion"], interface["MinorVersion"] = 1, 0
    representation = epm.EPMRPCDataRepresentation()
    representation["DataRepUuid"] = uuid.uuidtup_to_bin(NDR)[:16]
    representation["MajorVersion"], representation["MinorVersion"] = 2, 0
    protocol = epm.EPMProtocolIdentifier()
    protocol["ProtIdentifier"] = epm.FLOOR_RPCV5_IDENTIFIER
    endpoint = epm.EPMPortAddr()
    endpoint["IpPort"] = port
    address = epm.EPMHostAddr()
    address["Ip4addr"] = b"\x7f\0\0\1"
    made = epm.EPMTower()
    made["NumberOfFloors"] = 5
    made["Floors"] = b"".join(each.getData() for each in (interface, representation, protocol, endpoint, address))
    return made.getData()


def with_maximum(answer, maximum):
    """Impacket sends as the array's maximum count what is in it; it is what was asked for. Before it: a handle and a number."""
    return answer[:24] + struct.pack("<L", maximum) + answer[28:]


class Mapper(EchoServer):
    def __init__(self, echo_port):
        super().__init__()
        self.tower = tower(echo_port)
        self.addCallbacks(MAPPER, "135", {2: self.lookup, 3: self.map, 4: self.free})

    def lookup(self, data):
        self.calls += 1
        request = epm.ept_lookup(data)
        wanted = request["Ifid"]["Uuid"] if request["inquiry_type"] & 1 else None
        answer = epm.ept_lookupResponse()
        answer["entry_handle"] = NULL
        found = wanted in (None, uuid.uuidtup_to_bin(RPCECHO)[:16])
        if found:
            entry = epm.ept_entry_t()
            entry["object"] = bytes(16)
            entry["tower"]["tower_length"] = len(self.tower)
            entry["tower"]["tower_octet_string"] = self.tower
            entry["annotation"] = b"impacket\0"
            answer["entries"].append(entry)
        answer["num_ents"] = len(answer["entries"])
        answer["status"] = 0 if found else NOT_REGISTERED
        return with_maximum(answer.getData(), request["max_ents"])

    def map(self, data):
        self.calls += 1
        request = epm.ept_map(data)
        asked = b"".join(request["map_tower"]["tower_octet_string"])
        answer = epm.ept_mapResponse()
        answer["entry_handle"] = NULL
        found = uuid.uuidtup_to_bin(RPCECHO)[:16] in asked
        if found:
            one = epm.twr_p_t()
            one["tower_length"] = len(self.tower)
            one["tower_octet_string"] = self.tower
            answer["ITowers"].append(one)
        answer["num_towers"] = len(answer["ITowers"])
        answer["status"] = 0 if found else NOT_REGISTERED
        return with_maximum(answer.getData(), request["max_towers"])

    def free(self, data):
        answer = epm.ept_lookup_handle_freeResponse()
        answer["entry_handle"] = NULL
        answer["status"] = 0
        return answer.getData()


def main():
    echo = EchoServer()
    echo.start()
    mapper = Mapper(echo.getListenPort())
    mapper.start()
    environment = dict(os.environ, FARCALL_EPMAPPER=f"127.0.0.1[{mapper.getListenPort()}]")
    result = subprocess.run([sys.argv[1], "rpcecho", "ncacn_ip_tcp:127.0.0.1", "NO_MGMT"], timeout=120, env=environment)
    print(f"impacket: served {mapper.calls} calls of the mapper and {echo.calls} others")
    return result.returncode or int(mapper.calls == 0 or echo.calls == 0)


sys.exit(main())
