#!/usr/bin/env python3
"""`farcall ping` names the layer that fails, against servers that fail in each of them.

usage: ping.py FARCALL RPCECHO_SERVER
"""
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from broken_server import OneAnswer, bind_ack, pdu

RPCECHO = "60a15ec5-4de8-11d7-a637-005056a20182,1.0"
FARCALL, SERVER = sys.argv[1:3]
del sys.argv[1:3]


def ping(*words):
    result = subprocess.run([FARCALL, "ping", "--json", *words], capture_output=True, text=True, timeout=60)
    return result, json.loads(result.stdout) if result.stdout else None


class Ping(unittest.TestCase):
    def assert_fails(self, answer, layer, text):
        result, report = answer
        self.assertEqual(result.returncode, 1)
        self.assertFalse(report["ok"])
        self.assertEqual(report["failed"], layer)
        self.assertEqual(report["steps"][-1]["layer"], layer)
        self.assertTrue(all(step["ok"] for step in report["steps"][:-1]))
        self.assertIn(text, report["steps"][-1]["detail"])
        self.assertIn(f"farcall ping: {layer}: ", result.stderr)

    def test_string_binding(self):
        self.assert_fails(ping("no binding["), "binding", "is no string binding")
        self.assert_fails(ping("ncacn_ip_tcp:127.0.0.1"), "binding", "endpoint is missing")
        self.assert_fails(ping("ncacn_ip_tcp:127.0.0.1[http]"), "binding", "endpoint does not have the form")
        self.assert_fails(ping("ncadg_ip_udp:127.0.0.1[1]"), "binding", "is not supported")

    def test_name(self):
        self.assert_fails(ping("ncacn_ip_tcp:no-such-host.invalid[1]"), "name", "cannot be resolved")

    def test_connect(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.assert_fails(ping(f"ncacn_ip_tcp:127.0.0.1[{port}]"), "connect", "connection refused")

    def test_connect_to_a_local_endpoint(self):
        self.assert_fails(ping("ncalrpc:[no-such-endpoint]"), "connect", "no server has this endpoint")

    def test_a_server_that_says_nothing(self):
        with OneAnswer(None) as binding:
            self.assert_fails(ping("--timeout", "100", binding), "bind", "no answer in 100 ms")

    def test_a_server_of_another_protocol(self):
        with OneAnswer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as binding:
            self.assert_fails(ping(binding), "bind", "not of the RPC protocol")

    def test_a_server_that_closes(self):
        with OneAnswer(b"") as binding:
            self.assert_fails(ping(binding), "bind", "closed the connection")

    def test_bind_nak(self):
        with OneAnswer(pdu(13, struct.pack("<HB", 4, 0))) as binding:
            self.assert_fails(ping(binding), "bind", "bind_nak reason 4, protocol version not supported")

    def test_interface_not_offered(self):
        with OneAnswer(bind_ack((2, 1), (2, 1))) as binding:
            self.assert_fails(ping(binding), "interface", "afa8bd80-7d8a-11c9-bef4-08002b102989 version 1.0: the server does not "
                                                          "offer the interface")

    def test_transfer_syntax_not_spoken(self):
        with OneAnswer(bind_ack((2, 2), (2, 2))) as binding:
            self.assert_fails(ping(binding), "interface", "does not speak the transfer syntax")

    def test_fault(self):
        with OneAnswer(bind_ack((0, 0), (2, 2)), pdu(3, struct.pack("<IHBBII", 0, 0, 0, 0, 5, 0), 2)) as binding:
            self.assert_fails(ping(binding), "call", "Access is denied (5), the interface may want authentication")

    def test_a_real_server(self):
        self.check_server("--endpoint", "0")

    def test_a_real_local_server(self):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["FARCALL_NCALRPC_DIR"] = folder
            self.check_server("--protseq", "ncalrpc", "--address", "", "--endpoint", "farcall-ping-test")
            del os.environ["FARCALL_NCALRPC_DIR"]

    def check_server(self, *words):
        server = subprocess.Popen([SERVER, *words], stdout=subprocess.PIPE, text=True)
        try:
            binding = re.match(r"listening on (\S+)", server.stdout.readline())[1]
            result, report = ping("--interface", RPCECHO, "--op", "0", "--hex", "07000000", binding)
            self.assertEqual((result.returncode, result.stderr, report["ok"]), (0, "", True))
            self.assertEqual([step["layer"] for step in report["steps"]],
                             ["binding", "name", "connect", "bind", "interface", "call"])
            self.assertEqual(report["steps"][-1]["detail"], "operation 0, 4 bytes of stub data")
            self.assert_fails(ping("--interface", RPCECHO, "--op", "999", binding), "call", "nca_s_op_rng_error")
            self.assert_fails(ping("--interface", RPCECHO.replace("1.0", "2.0"), binding), "interface", "version 2.0")
            table = subprocess.run([FARCALL, "ping", "--interface", RPCECHO, binding], capture_output=True, text=True, timeout=60)
            self.assertRegex(table.stdout, r"interface +\d+\.\d+ ms +NDR64")
        finally:
            server.terminate()
            server.communicate()

    def test_the_command_line(self):
        result, _ = ping("--interface", "x", "ncacn_ip_tcp:127.0.0.1[1]")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--interface needs a uuid", result.stderr)
        result, _ = ping("--op", "65536", "ncacn_ip_tcp:127.0.0.1[1]")
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
