#!/usr/bin/env python3
"""An Impacket client calls rpcecho-server: AddOne, and EchoData of sizes that need fragments both ways.

usage: echo_client_impacket.py PORT [connect|integrity|privacy]      exit 0 only if every answer was right
With a level: as FARCALL\\alice by NTLM.
"""
import struct
import sys

from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.ndr import NDRCALL
from impacket.dcerpc.v5.dtypes import DWORD
from impacket.dcerpc.v5.rpcrt import (RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_AUTHN_LEVEL_PKT_INTEGRITY,
                                      RPC_C_AUTHN_LEVEL_PKT_PRIVACY, DCERPCException)
from impacket.uuid import uuidtup_to_bin

RPCECHO = uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20182", "1.0"))
SIZES = (0, 1, 4096, 65536, 1 << 20)
LEVELS = {"connect": RPC_C_AUTHN_LEVEL_CONNECT, "integrity": RPC_C_AUTHN_LEVEL_PKT_INTEGRITY,
          "privacy": RPC_C_AUTHN_LEVEL_PKT_PRIVACY}


class AddOne(NDRCALL):
    opnum = 0
    structure = (("in_data", DWORD),)


class AddOneResponse(NDRCALL):
    structure = (("out_data", DWORD),)


def connect(port, fragment=None, level=None):
    factory = transport.DCERPCTransportFactory(f"ncacn_ip_tcp:127.0.0.1[{port}]")
    if level:
        factory.set_credentials("alice", "Password", "FARCALL")
    rpc = factory.get_dce_rpc()
    if level:
        rpc.set_auth_level(LEVELS[level])
    rpc.connect()
    if fragment:
        rpc.set_max_fragment_size(fragment)
    rpc.bind(RPCECHO)
    return rpc


def raw_call(rpc, opnum, stub):
    rpc.call(opnum, stub)
    return rpc.recv()


def check_add_one(rpc):
    for value in (0, 1, 41, 0x7FFFFFFF, 0xFFFFFFFF):
        request = AddOne()
        request["in_data"] = value
        answer = rpc.request(request, checkError=False)["out_data"]  # the last word is no status here
        assert answer == (value + 1) & 0xFFFFFFFF, f"AddOne({value}) = {answer}"


def check_echo(rpc, size):
    data = bytes((7 * i + (i >> 8)) & 0xFF for i in range(size))
    padding = b"\0" * (-size % 4)
    answer = raw_call(rpc, 1, struct.pack("<LL", size, size) + data + padding)
    count = struct.unpack_from("<L", answer)[0]
    assert count == size and answer[4:4 + size] == data, f"EchoData of {size} bytes came back different"


def check_source(rpc, size):
    answer = raw_call(rpc, 3, struct.pack("<L", size))
    assert answer[4:4 + size] == bytes(i & 0xFF for i in range(size)), f"SourceData of {size} bytes is wrong"


def check_fault(rpc, opnum, stub, name):
    try:
        raw_call(rpc, opnum, stub)
    except DCERPCException as error:
        assert name in str(error).lower(), f"opnum {opnum}: fault {error}, not {name}"
        return
    raise AssertionError(f"opnum {opnum}: no fault")


def main():
    port = int(sys.argv[1])
    level = sys.argv[2] if len(sys.argv) > 2 else None
    for fragment in (None,) if level else (None, 16):  # 16: requests in tiny fragments
        rpc = connect(port, fragment, level)
        check_add_one(rpc)
        for size in SIZES if fragment is None else SIZES[:3]:
            check_echo(rpc, size)
            check_source(rpc, size)
            print(f"impacket: EchoData of {size} bytes, request fragments of {fragment or 'full size'}: ok")
        check_fault(rpc, 99, b"\0\0\0\0", "nca_s_op_rng_error")
        check_fault(rpc, 1, struct.pack("<LL", 4, 0xFFFFFFFF) + b"abcd", "rpc_x_bad_stub_data")  # count beyond the data
        check_add_one(rpc)  # the association lives on
        rpc.disconnect()


if __name__ == "__main__":
    main()
