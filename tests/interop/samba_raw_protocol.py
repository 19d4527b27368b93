#!/usr/bin/env python3
"""Samba's raw_protocol cases about authentication against interop_probe_server.

Samba runs them against the management interface of its own server on port 135. Here the interface is `probe`, whose
operation takes nothing in either, on the port that is given; the PDUs are Samba's, unchanged.

usage: samba_raw_protocol.py PORT [CASE...]     in the realm of tests/security/support/realm.sh
"""
import os
import sys
import unittest

PORT = sys.argv[1]
os.environ.update(SERVER="127.0.0.1", TARGET_HOSTNAME="server.farcall.test", DOMAIN="FARCALL", REALM="FARCALL.TEST",
                  USERNAME="alice", PASSWORD="Password", IGNORE_RANDOM_PAD="1", SMB_CONF_PATH="/dev/null")

try:
    import samba.dcerpc.epmapper  # noqa: E402
    import samba.dcerpc.mgmt  # noqa: E402
    from samba.dcerpc import misc  # noqa: E402
    from samba.tests.dcerpc import raw_protocol  # noqa: E402
except ImportError as error:
    print(f"skipped: python3-samba is not here ({error})")
    sys.exit(77)

# The cases expect the secondary address "135", and its padding.
ADDRESS, ADDRESS_SIZE, ADDRESS_PAD = "135", 4, b"\0\0"


class Probe:
    """Stands for inq_if_ids: nothing in, 8 bytes out."""

    @staticmethod
    def opnum():
        return 0

    @staticmethod
    def __ndr_pack_in__(bigendian=False, ndr64=False):
        return b""

    def __ndr_unpack_out__(self, data, bigendian=False, ndr64=False, allow_remaining=False):
        assert data[:8] == b"\x2a\0\0\0\0\0\0\0", data

    @staticmethod
    def __ndr_print_in__():
        return "Probe in"

    @staticmethod
    def __ndr_print_out__():
        return "Probe out"


def probe_syntax():
    syntax = misc.ndr_syntax_id()
    syntax.uuid = misc.GUID("5c1f3c0e-8d0b-4f0c-9a55-1f5b6f2d7a10")
    syntax.if_version = 1
    return syntax


management_syntax = samba.dcerpc.mgmt.abstract_syntax
samba.dcerpc.mgmt.abstract_syntax = probe_syntax
samba.dcerpc.mgmt.inq_if_ids = Probe
# A second interface: the real management interface, which every endpoint has.
samba.dcerpc.epmapper.abstract_syntax = management_syntax


class Cases(raw_protocol.TestDCERPC_BIND):
    def connect(self):
        self.primary_address = PORT
        super().connect()
        self.primary_address = self.secondary_address = ADDRESS
        self.tcp_port = int(ADDRESS)

    def epmap_reconnect(self, abstract, transfer=None, object=None):
        self._disconnect("epmap_reconnect")
        self.connect()

    # Anonymous log-ons are refused here; what these cases are about needs none.
    def get_anon_creds(self):
        return self.get_user_creds()

    def recv_pdu_raw(self, **options):
        rep, blob = super().recv_pdu_raw(**options)
        if rep is not None and rep.ptype == samba.dcerpc.dcerpc.DCERPC_PKT_BIND_ACK:
            self.assertEqual(rep.u.secondary_address, PORT)
            rep.u.secondary_address_size, rep.u.secondary_address, rep.u._pad1 = ADDRESS_SIZE, ADDRESS, ADDRESS_PAD
        return rep, blob


# Cases that this server answers in another way, and why. Each ends in a refusal here too.
OTHERWISE = {
    "test_ntlmssp_multi_auth_first1_lastSame111": "a fragment with another context, operation, type and level is refused, "
                                                  "where Windows and Samba serve it",
}
for case in OTHERWISE:
    setattr(Cases, case, unittest.expectedFailure(getattr(Cases, case)))


def names():
    kinds = ("test_ntlmssp", "test_spnego", "test_krb5", "test_auth_none", "test_multiple_auth")
    return [name for name in unittest.defaultTestLoader.getTestCaseNames(Cases)
            if name.startswith(kinds)]


def main():
    result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(map(Cases, sys.argv[2:] or names())))
    bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    otherwise = len(result.expectedFailures)
    print(f"samba: raw_protocol: {result.testsRun - bad - otherwise} as Samba, {otherwise} refused otherwise, {bad} wrong")
    return not result.wasSuccessful()


sys.exit(main())
