#!/usr/bin/env python3
"""Samba's raw_protocol cases that log on nobody, against rpcecho-server and the endpoint mapper in its process.

The cases talk to the management interface at the mapper's port and to netlogon, which they look up in the mapper. Here
netlogon's part is rpcecho's, found in the same way; the PDUs are Samba's, unchanged. docs/interop/raw-protocol.md has
the results and a reason for each case that is answered in another way.

usage: samba_raw_protocol_plain.py RPCECHO_SERVER [CASE...]
"""
import os
import struct
import subprocess
import sys
import tempfile
import unittest

os.environ.update(SERVER="127.0.0.1", TARGET_HOSTNAME="server.farcall.test", DOMAIN="FARCALL", REALM="FARCALL.TEST",
                  USERNAME="nobody", PASSWORD="none", IGNORE_RANDOM_PAD="1", SMB_CONF_PATH="/dev/null")

try:
    import samba.dcerpc.mgmt  # noqa: E402
    from samba.dcerpc import dcerpc, misc  # noqa: E402
    from samba.tests.dcerpc import raw_protocol  # noqa: E402
except ImportError as error:
    print(f"skipped: python3-samba is not here ({error})")
    sys.exit(77)

MAPPER_PORT = None  # told by the server
# The cases expect the secondary address "135", and its padding.
ADDRESS, ADDRESS_SIZE, ADDRESS_PAD = "135", 4, b"\0\0"
NETR_SERVER_REQ_CHALLENGE, TEST_SURROUNDING = 4, 8


def rpcecho_syntax():
    syntax = misc.ndr_syntax_id()
    syntax.uuid = misc.GUID("60a15ec5-4de8-11d7-a637-005056a20182")
    syntax.if_version = 1
    return syntax


class Translated:
    """The port that is in an answer, as the one that the cases expect. The real one is checked."""

    def connect(self):
        self.port = MAPPER_PORT if self.primary_address == ADDRESS else self.primary_address
        self.primary_address = self.port
        super().connect()
        self.primary_address = self.secondary_address = ADDRESS
        self.tcp_port = int(ADDRESS)

    def recv_pdu_raw(self, **options):
        rep, blob = super().recv_pdu_raw(**options)
        if rep is not None and rep.ptype == dcerpc.DCERPC_PKT_BIND_ACK:
            self.assertEqual(rep.u.secondary_address, self.port)
            rep.u.secondary_address_size, rep.u.secondary_address, rep.u._pad1 = ADDRESS_SIZE, ADDRESS, ADDRESS_PAD
        return rep, blob


class SecondConnection(Translated, raw_protocol.RawDCERPCTest):
    pass


class Cases(Translated, raw_protocol.TestDCERPC_BIND):
    def second_connection(self):
        other = SecondConnection(methodName="noop")
        for name in ("do_ndr_print", "do_hexdump", "ignore_random_pad", "host", "target_hostname", "lp_ctx", "settings",
                     "transport_creds", "transport_impersonation"):
            setattr(other, name, getattr(self, name))
        other.s, other.primary_address, other.secondary_address = None, self.port, None
        other.connect()
        return other

    # TestSurrounding with one element answers with two: 12 bytes that end in 4 zeros, as netr_ServerReqChallenge does.
    def _get_netlogon_ctx(self):
        raw_protocol.samba.dcerpc.netlogon.abstract_syntax, saved = (
            rpcecho_syntax, raw_protocol.samba.dcerpc.netlogon.abstract_syntax)
        try:
            ctx, ack, _ = super()._get_netlogon_ctx()
        finally:
            raw_protocol.samba.dcerpc.netlogon.abstract_syntax = saved
        self.assertNotEqual(self.port, MAPPER_PORT)
        return ctx, ack, struct.pack("<IIHH", 1, 1, 0, 0)

    def generate_request(self, *arguments, **options):
        if options.get("opnum") == NETR_SERVER_REQ_CHALLENGE and self.port != MAPPER_PORT:
            options["opnum"] = TEST_SURROUNDING
        return super().generate_request(*arguments, **options)


# Cases that this server answers in another way, and why (docs/interop/raw-protocol.md).
OTHERWISE = {
    "test_fragmented_requests04": "an alloc_hint beyond the limit is a hint; the real size is checked",
}
for case in OTHERWISE:
    setattr(Cases, case, unittest.expectedFailure(getattr(Cases, case)))


def names():
    logged_on = ("test_ntlm_", "test_ntlmssp", "test_spnego", "test_krb5", "test_multiple_auth", "test_lsa_")
    named_pipes = ("test_assoc_group_ok2", "test_assoc_group_fail3")
    return [name for name in unittest.defaultTestLoader.getTestCaseNames(Cases)
            if not name.startswith(logged_on) and name not in named_pipes]


def start_server(program, directory):
    environment = dict(os.environ, FARCALL_NCALRPC_DIR=directory, FARCALL_ERROR_INFO="none")
    server = subprocess.Popen([program, "--epmapper-port", "0"], stdout=subprocess.PIPE, text=True, env=environment)
    endpoints = [server.stdout.readline() for _ in range(2)]
    return server, endpoints[1].split("[")[1].split("]")[0]


def main():
    global MAPPER_PORT
    with tempfile.TemporaryDirectory() as directory:
        server, MAPPER_PORT = start_server(sys.argv[1], directory)
        try:
            suite = unittest.TestSuite(map(Cases, sys.argv[2:] or names()))
            result = unittest.TextTestRunner(verbosity=2).run(suite)
        finally:
            server.terminate()
            status = server.wait(timeout=20)
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    otherwise = len(result.expectedFailures)
    print(f"samba: raw_protocol: {result.testsRun - bad - otherwise} as Samba, {otherwise} otherwise, {bad} wrong")
    return bool(bad or status)


sys.exit(main())
