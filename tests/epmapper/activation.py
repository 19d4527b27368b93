#!/usr/bin/env python3
"""The mapper at sockets that somebody else has made (LISTEN_FDS), and its systemd units.

usage: activation.py FARCALL_EPMAPPER FARCALL RPCECHO_SERVER UNITS
"""
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest

MAPPER, FARCALL, SERVER, UNITS = sys.argv[1:5]
del sys.argv[1:5]
RPCECHO = "60a15ec5-4de8-11d7-a637-005056a20182"


def start_mapper(sockets, environment, pid="$$", count=None, words=""):
    """As a service manager does: descriptors from 3 on, and variables that tell of them."""
    numbers = list(range(3, 3 + len(sockets)))
    ready = [os.fdopen(os.dup(each.fileno()), closefd=True) for each in sockets]

    def place():
        high = [os.dup2(each.fileno(), 100 + i) for i, each in enumerate(ready)]
        for number, each in zip(numbers, high):
            os.dup2(each, number, inheritable=True)
            os.close(each)

    script = f"export LISTEN_PID={pid} LISTEN_FDS={len(sockets) if count is None else count}; exec {MAPPER} {words}"
    try:
        return subprocess.Popen(["/bin/sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=dict(os.environ, **environment), preexec_fn=place, pass_fds=numbers)
    finally:
        for each in ready:
            each.close()


class Activation(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.directory = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.tcp = self.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port = self.tcp.getsockname()[1]
        self.path = f"{self.directory}/epmapper-{self.port}"
        self.local = self.stack.enter_context(socket.socket(socket.AF_UNIX))
        self.local.bind(self.path)
        self.local.listen()
        self.environment = {"FARCALL_NCALRPC_DIR": self.directory, "FARCALL_EPMAPPER": f"127.0.0.1[{self.port}]"}

    def start(self, *arguments, **options):
        process = start_mapper(*arguments, self.environment, **options)
        self.addCleanup(lambda: (process.stdout.close(), process.stderr.close()))
        self.addCleanup(lambda: process.poll() is None and (process.kill(), process.wait(20)))
        return process

    def elements(self):
        result = subprocess.run([FARCALL, "dump", "--json"], capture_output=True, text=True, timeout=60,
                                env=dict(os.environ, **self.environment))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return json.loads(result.stdout)["elements"]

    def test_the_passed_sockets_are_served_and_no_others(self):
        mapper = self.start([self.tcp, self.local])
        lines = [mapper.stdout.readline().strip() for _ in range(2)]
        self.assertEqual(lines, [f"listening on ncacn_ip_tcp:127.0.0.1[{self.port}]",
                                 f"listening on ncalrpc:[epmapper-{self.port}]"])
        self.assertEqual(os.listdir(self.directory), [f"epmapper-{self.port}"])
        self.assertEqual(self.elements(), [])
        server = subprocess.Popen([SERVER, "--register"], stdout=subprocess.PIPE, text=True,
                                  env=dict(os.environ, **self.environment))
        try:
            binding = server.stdout.readline().split()[-1]
            self.assertEqual([(each["interface"], each["binding"]) for each in self.elements()], [(RPCECHO, binding)])
        finally:
            server.terminate()
            server.communicate()
        mapper.terminate()
        self.assertEqual(mapper.wait(20), 0)
        self.assertTrue(os.path.exists(self.path), "the name is the service manager's")

    def test_who_connected_before_the_start_is_served(self):
        early = self.stack.enter_context(socket.create_connection(("127.0.0.1", self.port)))
        early.sendall(bytes.fromhex("05000b03100000004800000001000000d016d01600000000010000000000010008"
                                    "83afe11f5dc91191a408002b14a0fa03000000045d888aeb1cc9119fe808002b104860"
                                    "02000000"))
        self.start([self.tcp, self.local])
        early.settimeout(20)
        self.assertEqual(early.recv(4096)[2], 12, "a bind_ack")

    def test_sockets_for_another_process_are_not_taken(self):
        mapper = self.start([self.tcp, self.local], pid="1", words="--port 0")
        line = mapper.stdout.readline()
        self.assertTrue(line.startswith("listening on ncacn_ip_tcp:127.0.0.1["))
        self.assertNotIn(f"[{self.port}]", line)
        mapper.terminate()
        self.assertEqual(mapper.wait(20), 0)
        early = self.stack.enter_context(socket.create_connection(("127.0.0.1", self.port)))
        self.assertEqual(self.tcp.accept()[1], early.getsockname())

    def fails(self, sockets, text, **options):
        mapper = self.start(sockets, **options)
        _, error = mapper.communicate(timeout=60)
        self.assertEqual(mapper.returncode, 1)
        self.assertIn(text, error)

    def test_what_is_no_listening_socket_is_refused(self):
        connected, other = socket.socketpair()
        self.stack.enter_context(connected)
        self.stack.enter_context(other)
        self.fails([self.tcp, connected], "cannot serve the passed sockets: status 87")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            self.fails([datagrams], "status 87")
        self.fails([], "cannot serve", count="x")
        self.fails([], "cannot serve", count=65)
        self.fails([], "status 87", count=1)

    def test_a_socket_whose_name_is_no_endpoint_is_refused(self):
        with socket.socket(socket.AF_UNIX) as hidden:
            hidden.bind(f"{self.directory}/.hidden")
            hidden.listen()
            self.fails([hidden], "status 1706")
        with socket.socket(socket.AF_UNIX) as abstract:
            abstract.bind("\0farcall-activation-test-" + str(os.getpid()))
            abstract.listen()
            self.fails([abstract], "status 1706")


@unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze")
class Units(unittest.TestCase):
    def test_are_what_systemd_understands(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{UNITS}/farcall-epmapper.service.in") as unit, open(f"{folder}/farcall-epmapper.service", "w") as made:
                made.write(unit.read().replace("@EPMAPPER@", os.path.abspath(MAPPER)))
            shutil.copy(f"{UNITS}/farcall-epmapper.socket", folder)
            units = [f"{folder}/farcall-epmapper.{kind}" for kind in ("socket", "service")]
            result = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, timeout=60)
            ours = [line for line in result.stderr.splitlines() if "farcall" in line]
            self.assertEqual(ours, [])


unittest.main(verbosity=2)
