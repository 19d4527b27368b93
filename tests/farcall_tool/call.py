#!/usr/bin/env python3
"""`farcall call`: a server's operations with nothing but its IDL file.

usage: call.py FARCALL RPCECHO_SERVER rpcecho.idl
"""
import json
import re
import subprocess
import sys
import unittest

FARCALL, SERVER, IDL = sys.argv[1:4]
del sys.argv[1:4]


class Call(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([SERVER, "--endpoint", "0"], stdout=subprocess.PIPE, text=True)
        cls.binding = re.match(r"listening on (\S+)", cls.server.stdout.readline())[1]

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        cls.server.communicate()

    def call(self, op, value, *words):
        return subprocess.run([FARCALL, "call", "--idl", IDL, "--interface", "rpcecho", "--op", op, "--json", "-", *words,
                               self.binding], capture_output=True, text=True, timeout=60, input=json.dumps(value))

    def test_values_go_and_come_back(self):
        result = self.call("AddOne", {"in_data": 41})
        self.assertEqual((result.returncode, result.stderr, json.loads(result.stdout)), (0, "", {"out_data": 42}))

    def test_more_than_a_fragment_each_way(self):
        data = [i & 0xff for i in range(20000)]
        result = self.call("EchoData", {"len": len(data), "in_data": data})
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(json.loads(result.stdout), {"out_data": data})

    def test_what_fails_is_told_with_its_layer(self):
        result = self.call("AddOne", {"in_data": -1})
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("farcall call: in_data: -1 is no value of", result.stderr)
        self.binding, good = "ncacn_ip_tcp:127.0.0.1[1]", self.binding
        result = self.call("AddOne", {"in_data": 1})
        self.binding = good
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertIn("farcall call: connect: ", result.stderr)


if __name__ == "__main__":
    unittest.main()
