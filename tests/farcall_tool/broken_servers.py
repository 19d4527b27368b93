#!/usr/bin/env python3
"""`farcall ping` and `farcall dump` against broken servers: one sentence that names the layer, and what to do.

usage: broken_servers.py FARCALL RPCECHO_SERVER FARCALL_EPMAPPER
"""
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
from broken_server import RESET, OneAnswer, bind_ack, pdu

FARCALL, SERVER, MAPPER = sys.argv[1:4]
del sys.argv[1:4]
ACCEPTED = bind_ack((0, 0), (2, 2))


def farcall(verb, *words, **environment):
    result = subprocess.run([FARCALL, verb, "--json", *words], capture_output=True, text=True, timeout=60,
                            env=dict(os.environ, **environment))
    return result, json.loads(result.stdout)


def refused_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def fault(status):
    return pdu(3, struct.pack("<IHBBII", 0, 0, 0, 0, status, 0), 2)


class Ping(unittest.TestCase):
    def assert_fails(self, binding, layer, *texts, words=()):
        result, report = farcall("ping", *words, binding)
        self.assertEqual((result.returncode, report["ok"], report["failed"]), (1, False, layer))
        last = report["steps"][-1]
        self.assertEqual((last["layer"], last["ok"]), (layer, False))
        for text in texts:
            self.assertIn(text, last["detail"])
        self.assertEqual(result.stderr, f"farcall ping: {layer}: {last['detail']}\n")
        self.assertTrue(all(isinstance(step["microseconds"], int) for step in report["steps"]))
        return report

    def test_bind_nak_of_each_reason(self):
        advice = {0: "the server's log", 1: "try again later", 2: "try again later", 3: "endpoint mapper",
                  4: "another version", 5: "context", 6: "cannot read the bind", 7: "endpoint mapper",
                  8: "has not registered this mechanism", 9: "changes the bytes", 200: "the server's log"}
        for reason, text in advice.items():
            with self.subTest(reason), OneAnswer(pdu(13, struct.pack("<HB", reason, 0))) as binding:
                self.assert_fails(binding, "bind", f"bind_nak reason {reason}", text)

    def test_each_result_of_a_context(self):
        for reason, text in {0: "the server's log", 1: "farcall dump", 2: "neither NDR 2.0 nor NDR64", 3: "try again later",
                             9: "result 2, reason 9"}.items():
            with self.subTest(reason), OneAnswer(bind_ack((2, reason), (2, reason))) as binding:
                self.assert_fails(binding, "interface", text)
        with OneAnswer(bind_ack((1, 0), (1, 0))) as binding:
            self.assert_fails(binding, "interface", "result 1, reason 0")
        with OneAnswer(bind_ack()) as binding:
            self.assert_fails(binding, "interface", "says nothing of it")

    def test_answers_to_the_bind_that_are_none(self):
        whole = ACCEPTED
        for answer, text in ((b"SSH-2.0-OpenSSH_9.2\r\n", "another service"), (bytes(64), "another service"),
                             (b"\x04\x00" + whole[2:], "another service"), (RESET, "reset the connection"),
                             (fault(0x1c01000b), "nca_s_proto_error"), (pdu(2, bytes(8)), "PDU of type 2"),
                             (pdu(12, b""), "PDU of type 12"), (pdu(13, b""), "damaged bind_nak"), (pdu(3, b""), "damaged fault")):
            with self.subTest(answer), OneAnswer(answer) as binding:
                self.assert_fails(binding, "bind", text)

    def test_half_an_answer_and_silence(self):
        for cut in (1, 15, 16, len(ACCEPTED) - 1):
            with self.subTest(cut), OneAnswer(ACCEPTED[:cut], None) as binding:
                self.assert_fails(binding, "bind", "no answer in 100 ms", "--timeout", words=("--timeout", "100"))

    def test_silence_and_reset_in_the_call(self):
        with OneAnswer(ACCEPTED, None) as binding:
            report = self.assert_fails(binding, "call", "no answer in 100 ms", words=("--timeout", "100"))
            self.assertEqual([step["layer"] for step in report["steps"]],
                             ["binding", "name", "connect", "bind", "interface", "call"])
        with OneAnswer(ACCEPTED, RESET) as binding:
            self.assert_fails(binding, "call", "reset the connection")

    def test_faults_of_the_call(self):
        for status, text in {0x1c010014: "nca_s_server_too_busy (0x1c010014), try again later", 5: "farcall ping --auth",
                             0x1c010003: "nca_s_unk_if", 0x1c010002: "--op is wrong", 1783: "stub data is not that",
                             1723: "try again later", 0x12345678: "0x12345678"}.items():
            with self.subTest(status), OneAnswer(ACCEPTED, fault(status)) as binding:
                self.assert_fails(binding, "call", text)

    def test_what_there_is_to_do_before_the_bind(self):
        self.assert_fails("ncacn_ip_tcp:no-such-host.invalid[1]", "name", "is it spelt right")
        self.assert_fails(f"ncacn_ip_tcp:127.0.0.1[{refused_port()}]", "connect", "is the server running")
        self.assert_fails("ncalrpc:[no-such-endpoint]", "connect", "is the server running")
        self.assert_fails("ncacn_np:host[\\\\pipe\\x]", "binding", "Farcall has ncacn_ip_tcp and ncalrpc")

    def test_a_stale_local_socket(self):
        with tempfile.TemporaryDirectory() as folder:
            with socket.socket(socket.AF_UNIX) as gone:
                gone.bind(f"{folder}/stale")
            result, report = farcall("ping", "ncalrpc:[stale]", FARCALL_NCALRPC_DIR=folder)
        self.assertEqual((result.returncode, report["failed"]), (1, "connect"))
        self.assertIn("connection refused", report["steps"][-1]["detail"])


class Dump(unittest.TestCase):
    def assert_fails(self, mapper, layer, *texts, words=(), **environment):
        result, report = farcall("dump", *words, *([mapper] if mapper else []), **environment)
        self.assertEqual((result.returncode, report["ok"], report["failed"]), (1, False, layer))
        for text in texts:
            self.assertIn(text, report["error"])
        self.assertEqual(result.stderr, f"farcall dump: {layer}: {report['error']}\n")
        self.assertEqual((report["elements"], report["endpoints"]), ([], []))

    def test_a_broken_mapper(self):
        self.assert_fails(f"ncacn_ip_tcp:127.0.0.1[{refused_port()}]", "connect", "is the server running")
        self.assert_fails("nonsense[", "binding", "is no string binding")
        for answer, layer, text in ((b"HTTP/1.1 400 Bad Request\r\n\r\n", "bind", "another service"),
                                    (pdu(13, struct.pack("<HB", 2, 0)), "bind", "bind_nak reason 2"),
                                    (bind_ack((2, 1), (2, 1)), "interface", "e1af8308-5d1f-11c9-91a4-08002b14a0fa version 3.0")):
            with self.subTest(text), OneAnswer(answer, connections=20) as mapper:
                self.assert_fails(mapper, layer, text)

    def test_a_mapper_that_hangs(self):
        with OneAnswer(None, connections=20) as mapper:
            self.assert_fails(mapper, "bind", "no answer in 200 ms", words=("--timeout", "200"))
        with OneAnswer(ACCEPTED, None, connections=20) as mapper:
            self.assert_fails(mapper, "call", words=("--timeout", "200"))

    def test_no_mapper_on_this_computer(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assert_fails("", "mapper", "does an endpoint mapper run there", FARCALL_NCALRPC_DIR=folder,
                              FARCALL_EPMAPPER="127.0.0.1[1]")

    def test_endpoints_that_do_not_answer(self):
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            environment = {"FARCALL_NCALRPC_DIR": folder}

            def start(*words):
                process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=dict(os.environ, **environment))
                stack.callback(process.stdout.close)
                stack.callback(process.wait, 20)
                stack.callback(process.kill)
                return process, process.stdout.readline().split()[-1]

            _, mapper = start(MAPPER, "--port", "0")
            environment["FARCALL_EPMAPPER"] = mapper.split(":")[1]
            server, echo = start(SERVER, "--register")
            _, second = start(SERVER, "--register", "--protseq", "ncalrpc")
            server.send_signal(signal.SIGSTOP)  # it lives, its element stays, and it does not answer
            result, report = farcall("dump", "--timeout", "200", mapper, **environment)
            self.assertEqual((result.returncode, result.stderr, report["ok"]), (0, "", True))
            # The same interface over another protocol sequence does not replace it.
            self.assertEqual({each["binding"] for each in report["elements"]}, {echo, second})
            hung = [each for each in report["endpoints"] if each["binding"] == echo][0]
            self.assertEqual((hung["ok"], hung["failed"]), (False, "bind"))
            self.assertIn("no answer in 200 ms", hung["error"])
            well = [each for each in report["endpoints"] if each["binding"] == second][0]
            self.assertTrue(well["ok"] and well["listening"] and well["microseconds"] > 0)
            table = subprocess.run([FARCALL, "dump", "--timeout", "200", mapper], capture_output=True, text=True, timeout=60,
                                   env=dict(os.environ, **environment))
            self.assertIn("  bind: no answer in 200 ms", table.stdout)


if __name__ == "__main__":
    unittest.main()
