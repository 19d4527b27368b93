#!/usr/bin/env python3
"""What Impacket can ask of an association: requests in fragments of every size from 1 to 32 bytes, several presentation
contexts in a bind, alter_context, syntaxes that the server does not have.

usage: associations_impacket.py PORT      exit 0 only if every answer was right
"""
import struct
import sys

from echo_client_impacket import RPCECHO, check_add_one, check_echo, connect
from impacket.dcerpc.v5 import mgmt, transport
from impacket.dcerpc.v5.rpcrt import DCERPCException
from impacket.uuid import uuidtup_to_bin

UNKNOWN = uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20183", "1.0"))
OTHER_VERSION = uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20182", "2.0"))
NO_TRANSFER_SYNTAX = ("00000000-0000-0000-0000-0000000000ff", "2.0")


def connected(port):
    rpc = transport.DCERPCTransportFactory(f"ncacn_ip_tcp:127.0.0.1[{port}]").get_dce_rpc()
    rpc.connect()
    return rpc


def refused(action, *names):
    try:
        action()
    except DCERPCException as error:
        assert any(name in str(error) for name in names), f"{error}, not one of {names}"
        return
    raise AssertionError(f"accepted, not refused with one of {names}")


def fragments(port):
    for size in range(1, 33):
        rpc = connect(port, size)
        check_add_one(rpc)
        check_echo(rpc, 100)
        rpc.disconnect()
    print("ok: requests in fragments of 1 to 32 bytes")


def contexts(port):
    for bogus in (1, 3, 19):
        rpc = connected(port)
        rpc.bind(RPCECHO, bogus_binds=bogus)
        check_add_one(rpc)
        rpc.disconnect()
    print("ok: one good presentation context behind up to 19 unknown ones")


def alters(port):
    rpc = connected(port)
    rpc.bind(RPCECHO)
    check_add_one(rpc)
    management = rpc.alter_ctx(mgmt.MSRPC_UUID_MGMT)
    for _ in range(3):  # both contexts in turn, on one connection
        listening = mgmt.his_server_listening(management)
        assert listening["status"] == 0, listening["status"]
        check_add_one(rpc)
    found = {bytes(each["Data"]["Uuid"]) for each in mgmt.hinq_if_ids(management)["if_id_vector"]["if_id"]}
    assert RPCECHO[:16] in found, found
    refused(lambda: rpc.alter_ctx(UNKNOWN), "abstract_syntax_not_supported")
    check_add_one(rpc)  # the association lives on
    rpc.disconnect()
    print("ok: alter_context adds the management interface; an unknown one is refused and harms nothing")


def unsupported(port):
    for interface in (UNKNOWN, OTHER_VERSION):
        refused(lambda: connected(port).bind(interface), "abstract_syntax_not_supported")
    refused(lambda: connected(port).bind(RPCECHO, transfer_syntax=NO_TRANSFER_SYNTAX),
            "proposed_transfer_syntaxes_not_supported")
    print("ok: unknown interface, version and transfer syntax are refused by name")


def wrong_context(port):
    rpc = connected(port)
    rpc.bind(RPCECHO)
    rpc.set_ctx_id(77)
    rpc.call(0, struct.pack("<L", 1))
    refused(rpc.recv, "nca_s_unk_if", "nca_unk_if")
    print("ok: a request in a context that was not negotiated is nca_s_unk_if")


def main():
    for check in (fragments, contexts, alters, unsupported, wrong_context):
        check(int(sys.argv[1]))


main()
