#!/usr/bin/env python3
"""Impacket asks our endpoint mapper and our management interface.

Usage: epmapper_impacket.py RPCECHO_SERVER. Starts the server with a mapper of its own, on free ports."""
import os
import subprocess
import sys
import tempfile

from impacket import uuid
from impacket.dcerpc.v5 import epm, mgmt, transport
from impacket.dcerpc.v5.rpcrt import DCERPCException

ECHO = uuid.uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20182", "1.0"))
OTHER = uuid.uuidtup_to_bin(("60a15ec5-4de8-11d7-a637-005056a20183", "1.0"))


def check(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")
    print(f"ok: {what}")


def connect(port, interface=None):
    """Impacket's helpers of epm bind by themselves."""
    dce = transport.DCERPCTransportFactory(f"ncacn_ip_tcp:127.0.0.1[{port}]").get_dce_rpc()
    dce.connect()
    if interface:
        dce.bind(interface)
    return dce


def bindings_of(entries):
    return [epm.PrintStringBinding(entry["tower"]["Floors"]) for entry in entries]


def lookups(mapper, echo_port):
    """What rpcdump does, and the other inquiry types."""
    entries = epm.hept_lookup("127.0.0.1", dce=connect(mapper))
    found = bindings_of(entries)
    check(len(entries) == 2, f"the whole map has two elements: {found}")
    check(f"ncacn_ip_tcp:127.0.0.1[{echo_port}]" in found, "one leads to the TCP endpoint")
    check(any(each.startswith("ncalrpc:[LRPC-") for each in found), "one to the local endpoint")
    check(all(entry["annotation"].rstrip(b"\0") == b"rpcecho-server" for entry in entries), "annotations are told")
    # This helper of Impacket sends 0.0 as the version whatever it is given.
    by_interface = epm.hept_lookup("127.0.0.1", inquiry_type=epm.RPC_C_EP_MATCH_BY_IF, ifId=ECHO,
                                   vers_option=epm.RPC_C_VERS_ALL, dce=connect(mapper))
    check(len(by_interface) == 2, "by interface: two elements")
    try:
        other = epm.hept_lookup("127.0.0.1", inquiry_type=epm.RPC_C_EP_MATCH_BY_IF, ifId=OTHER,
                                vers_option=epm.RPC_C_VERS_ALL, dce=connect(mapper))
        check(len(other) == 0, "by an interface that nobody serves: none")
    except DCERPCException as error:
        check("not_registered" in str(error), f"by an interface that nobody serves: {error}")


def maps(mapper, echo_port):
    where = epm.hept_map("127.0.0.1", ECHO, protocol="ncacn_ip_tcp", dce=connect(mapper))
    check(where == f"ncacn_ip_tcp:127.0.0.1[{echo_port}]", f"map leads to {where}")
    try:
        epm.hept_map("127.0.0.1", OTHER, protocol="ncacn_ip_tcp", dce=connect(mapper))
        sys.exit("an interface that nobody serves was mapped")
    except DCERPCException as error:
        check("not_registered" in str(error), f"map of an interface that nobody serves: {error}")


def lookup_step(dce, handle=None):
    request = epm.ept_lookup()
    request["inquiry_type"] = epm.RPC_C_EP_ALL_ELTS
    request["object"] = request["Ifid"] = epm.NULL
    request["vers_option"] = epm.RPC_C_VERS_ALL
    request["max_ents"] = 1
    if handle:
        request["entry_handle"] = handle
    return dce.request(request)


def lookup_handles(mapper):
    """They are of the connection that was given them."""
    first = connect(mapper, epm.MSRPC_UUID_PORTMAP)
    answer = lookup_step(first)
    handle = answer["entry_handle"]
    check(answer["num_ents"] == 1 and not handle.isNull(), "the first of two elements comes with a handle")
    try:
        lookup_step(connect(mapper, epm.MSRPC_UUID_PORTMAP), handle)
        sys.exit("another connection went on with the handle")
    except DCERPCException as error:
        check("context_mismatch" in str(error), f"another connection cannot go on with it: {error}")
    answer = lookup_step(first, handle)
    check(answer["num_ents"] == 1 and answer["entry_handle"].isNull(), "its own can, to the end")
    try:
        lookup_step(first, handle)
        sys.exit("a handle was used after the end")
    except DCERPCException as error:
        check("context_mismatch" in str(error), f"then it is none any more: {error}")


def management(port):
    server = connect(port, mgmt.MSRPC_UUID_MGMT)
    answer = mgmt.hinq_if_ids(server)
    ids = {uuid.bin_to_string(each["Data"]["Uuid"]).lower()
           for each in answer["if_id_vector"]["if_id"]}
    check("60a15ec5-4de8-11d7-a637-005056a20182" in ids, "inq_if_ids tells rpcecho")
    check("afa8bd80-7d8a-11c9-bef4-08002b102989" in ids, "inq_if_ids tells the management interface")
    statistics = mgmt.hinq_stats(server, 4)
    check(statistics["count"] == 4 and statistics["statistics"][0] > 0, "inq_stats counts calls")
    check(server.request(mgmt.is_server_listening(), checkError=False)["status"] == 0, "is_server_listening succeeds")
    stop = server.request(mgmt.stop_server_listening(), checkError=False)
    check(stop["status"] == 5, "stop_server_listening is refused with access denied")


def main():
    with tempfile.TemporaryDirectory() as directory:
        environment = dict(os.environ, FARCALL_NCALRPC_DIR=directory)
        server = subprocess.Popen([sys.argv[1], "--protseq", "ncacn_ip_tcp", "--protseq", "ncalrpc", "--epmapper-port", "0"],
                                  stdout=subprocess.PIPE, text=True, env=environment)
        try:
            lines = [server.stdout.readline().strip() for _ in range(4)]
            ports = [line.split("[")[1].rstrip("]") for line in lines if "ncacn_ip_tcp" in line]
            check(len(ports) == 2, f"the server listens at {lines}")
            echo_port, mapper_port = ports
            lookups(mapper_port, echo_port)
            maps(mapper_port, echo_port)
            lookup_handles(mapper_port)
            management(echo_port)
            management(mapper_port)
        finally:
            server.terminate()
            server.wait(timeout=20)


main()
