#!/usr/bin/env python3
"""`farcall ping --auth` says in one sentence why an authentication fails.

usage: ping_auth.py FARCALL RPCECHO_SERVER     (inside tests/security/support/realm.sh run)
"""
import contextlib
import os
import struct
import subprocess
import sys
import tempfile
import unittest

FARCALL, SERVER = sys.argv[1:3]
del sys.argv[1:3]
SPN = "host/server.farcall.test"


@contextlib.contextmanager
def server(*options, log=None, **environment):
    process = subprocess.Popen([SERVER, *options], stdout=subprocess.PIPE, stderr=log, text=True,
                               env={**os.environ, **environment})
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def ping(binding, *words, **environment):
    result = subprocess.run([FARCALL, "ping", binding, *words], capture_output=True, text=True, timeout=60,
                            env={**os.environ, "FARCALL_LOG": "none", **environment})
    return result.returncode, result.stdout + result.stderr


def tickets_of_a_clock_that_differs(file, seconds):
    """Tickets as a client has them that believes its KDC's clock to differ from its own: MIT keeps that in front of them."""
    subprocess.run(["kvno", "-q", SPN], check=True)
    with open(os.environ["KRB5CCNAME"].removeprefix("FILE:"), "rb") as tickets:
        data = tickets.read()
    header = struct.unpack(">H", data[2:4])[0]
    file.write(data[:2] + struct.pack(">HHHii", 12, 1, 8, seconds, 0) + data[4 + header:])
    file.flush()
    return "FILE:" + file.name


class Authentication(unittest.TestCase):
    def expect_reason(self, reason, outcome):
        status, text = outcome
        self.assertEqual(status, 1, text)
        last = text.strip().splitlines()[-1]
        self.assertTrue(last.startswith("farcall ping: authentication: "), text)
        self.assertIn(reason, last)

    def test_succeeds_with_every_mechanism_and_level(self):
        with server("--auth", "ntlm", "--auth", "kerberos", "--auth", "negotiate", "--spn", SPN) as binding:
            for mechanism, spn in (("ntlm", []), ("kerberos", ["--spn", SPN]), ("negotiate", ["--spn", SPN])):
                for level in ("connect", "pkt", "integrity", "privacy"):
                    status, text = ping(binding, "--auth", mechanism, "--level", level, *spn)
                    self.assertEqual(status, 0, text)
                    self.assertIn(f"{mechanism}, level {level}", text)

    def test_explains(self):
        kerberos = ["--auth", "kerberos", "--spn", SPN]
        with server("--auth", "kerberos", "--spn", SPN) as binding:
            self.expect_reason("no ticket: run kinit", ping(binding, *kerberos, KRB5CCNAME="FILE:/nonexistent",
                                                            KRB5_CLIENT_KTNAME="FILE:/nonexistent"))
            self.expect_reason("the KDC does not know the server's principal: check the SPN",
                               ping(binding, "--auth", "kerberos", "--spn", "host/nobody.farcall.test"))
            self.expect_reason("its keytab has no key of cifs/other.farcall.test",
                               ping(binding, "--auth", "kerberos", "--spn", "cifs/other.farcall.test"))
            self.expect_reason("mechanism refused: the server has not registered ntlm", ping(binding, "--auth", "ntlm"))
            self.expect_reason("FARCALL_SECURITY forbids level pkt",
                               ping(binding, *kerberos, "--level", "pkt", FARCALL_SECURITY="level=privacy"))
            self.expect_reason("FARCALL_SECURITY forbids it",
                               ping(binding, "--auth", "ntlm", FARCALL_SECURITY="ntlm=off"))

    def test_explains_a_level_that_the_server_refuses(self):
        with server("--auth", "kerberos", "--spn", SPN, FARCALL_SECURITY="level=privacy") as binding:
            self.expect_reason("or it wants another level than integrity", ping(binding, "--auth", "kerberos", "--spn", SPN, "--level", "integrity"))

    # The server tells nobody why it refuses a ticket, so the client can only name what it may be; the server's log knows.
    def test_explains_clocks_that_differ(self):
        with tempfile.TemporaryFile("w+") as log, tempfile.NamedTemporaryFile() as file:
            tickets = tickets_of_a_clock_that_differs(file, 3600)
            with server("--auth", "kerberos", "--spn", SPN, log=log, FARCALL_LOG="info") as binding:
                self.expect_reason("or its clock differs", ping(binding, "--auth", "kerberos", "--spn", SPN, KRB5CCNAME=tickets))
            log.seek(0)
            self.assertIn("the clocks of client and server differ too much: set them", log.read())

    def test_wants_its_words(self):
        for words in (["--auth", "kerberos"], ["--auth", "tls"], ["--auth", "ntlm", "--level", "high"]):
            status, text = ping("ncacn_ip_tcp:127.0.0.1[1]", *words)
            self.assertEqual(status, 2, text)


unittest.main()
