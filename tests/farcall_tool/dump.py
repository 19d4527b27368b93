#!/usr/bin/env python3
"""`farcall dump` shows what an endpoint mapper knows and what the endpoints say of themselves.

usage: dump.py FARCALL RPCECHO_SERVER
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest

RPCECHO = "60a15ec5-4de8-11d7-a637-005056a20182"
MGMT = "afa8bd80-7d8a-11c9-bef4-08002b102989"
FARCALL, SERVER = sys.argv[1:3]
del sys.argv[1:3]


def dump(*words, **environment):
    return subprocess.run([FARCALL, "dump", *words], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, **environment))


class Dump(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.environment = {"FARCALL_NCALRPC_DIR": self.directory.name}
        self.server = subprocess.Popen([SERVER, "--epmapper-port", "0"], stdout=subprocess.PIPE, text=True,
                                       env=dict(os.environ, **self.environment))
        self.echo = self.server.stdout.readline().split()[-1]
        self.mapper = self.server.stdout.readline().split()[-1]

    def tearDown(self):
        self.server.terminate()
        status = self.server.wait(20)
        self.server.stdout.close()
        self.directory.cleanup()
        self.assertEqual(status, 0)

    def check(self, shown, endpoint):
        self.assertTrue(shown["ok"])
        elements = [each for each in shown["elements"] if each["binding"] == endpoint]
        self.assertEqual(elements, [{"interface": RPCECHO, "version": "1.0", "binding": endpoint,
                                     "annotation": "rpcecho-server"}])
        reports = [each for each in shown["endpoints"] if each["binding"] == endpoint]
        self.assertEqual(len(reports), 1)
        self.assertTrue(reports[0]["ok"] and reports[0]["listening"])
        offered = {(each["interface"], each["version"]) for each in reports[0]["interfaces"]}
        self.assertLessEqual({(RPCECHO, "1.0"), (MGMT, "1.0")}, offered)
        return reports[0]["statistics"]

    def test_elements_and_endpoints_of_a_mapper_over_tcp(self):
        result = dump("--json", self.mapper, **self.environment)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        first = self.check(json.loads(result.stdout), self.echo)
        again = self.check(json.loads(dump("--json", self.mapper, **self.environment).stdout), self.echo)
        self.assertGreater(first["pkts_in"], 0)
        for name in ("calls_in", "pkts_in", "pkts_out"):
            self.assertGreater(again[name], first[name], name)

    def test_the_usual_mapper_is_what_the_environment_says(self):
        where = self.mapper.split(":")[1]
        result = dump("--json", FARCALL_EPMAPPER=where, **self.environment)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.check(json.loads(result.stdout), self.echo)

    def test_the_table_has_the_same(self):
        result = dump(self.mapper, **self.environment)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertRegex(lines[0], r"^\d+ elements$")
        self.assertIn(f"{RPCECHO} 1.0  {self.echo}  rpcecho-server", lines)
        section = lines[lines.index(self.echo):]
        self.assertRegex(section[1], r"^  listening yes, calls in \d+ out \d+, packets in \d+ out \d+$")
        self.assertIn(f"  {MGMT} 1.0", section)

    def test_a_mapper_that_is_not_there_is_an_error(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        result = dump(f"ncacn_ip_tcp:127.0.0.1[{port}]")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertRegex(result.stderr, r"^farcall dump: .+\n$")
        result = dump("--json", f"ncacn_ip_tcp:127.0.0.1[{port}]")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(json.loads(result.stdout)["elements"], [])

    def test_what_is_no_binding_is_an_error(self):
        result = dump("nonsense:")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"^farcall dump: .+\n$")


unittest.main(verbosity=2)
