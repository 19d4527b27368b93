#!/usr/bin/env python3
"""Builds the SDK's RPC samples, unmodified, and runs each pair with security: with a Kerberos ticket, or with the NTLM
user file alone; and the samples of pickling, which have no server.

usage: sdk_samples.py SOURCES PREFIX kerberos|ntlm|pickle [SAMPLE...]     (inside tests/security/support/realm.sh run)

SOURCES: Samples/Win7Samples/netds/rpc of microsoft/Windows-classic-samples, which is not part of this repository
(`./dev samples SOURCES`). PREFIX: where Farcall is installed. Files are copied under the names that sources and make
files spell, because file systems here tell Hello.h from hello.h; not a byte in them is changed.
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

SPN = "rpc/server.farcall.test"
OLD = ["-oldnames"]


class Sample:
    """Of one folder: objects without .o, what midl is told, arguments, and what is seen when it has worked."""

    def __init__(self, folder, name, midl, client, server, *, flags=(), client_arguments=(), server_arguments=(),
                 endpoint=True, spn=SPN, environment=(), client_says=(), server_says=()):
        self.folder, self.name, self.midl = folder, name, midl
        self.client, self.server, self.flags = client.split(), server.split(), list(flags)
        self.client_arguments, self.server_arguments = list(client_arguments), list(server_arguments)
        self.endpoint, self.principal = endpoint, ["-a", spn] if spn else []
        self.environment = dict(environment)
        self.client_says, self.server_says = client_says, server_says


def usual(folder, name, *, midl=OLD, **more):
    return Sample(folder, name, [[*midl, f"{name}.idl"]], f"{name}c {name}_c spn", f"{name}s {name}p {name}_s spn", **more)


SAMPLES = [
    usual("hello", "hello", server_says=["hello, world"]),
    usual("dynept", "dynept", endpoint=False, server_says=["What a dynamic world"]),
    usual("cluuid", "cluuid", midl=["-oldnames", "-use_epv"], server_says=["hello, world"]),
    Sample("asyncrpc", "asyncrpc", [[*OLD, "AsyncRPC.idl", "-acf", "AsyncRPC.acf"]], "AsyncRPCc AsyncRPC_c spn",
           "AsyncRPCs AsyncRPC_s AsyncRPCp spn", client_arguments=["-d", "2", "-s"], server_says=["message from client"],
           client_says=["'AsyncFunc' returned successfully"]),
    Sample("strout", "strout", [["strout.idl"]], "client strout_c spn", "server strout_s remote spn",
           client_says=["environment variables", "NTLM_USER_FILE="]),
    usual("data/inout", "inout", client_says=["parameters = 257 0 0.407"]),
    usual("data/dunion", "dunion", server_says=["sDiscrim = 0, data = short 1"]),
    Sample("data/usermarshal", "umarsh",
           [[*OLD, "umarsh.idl", "-acf", "umarshc.acf", "-header", "umarshc.h", "-server", "none"],
            [*OLD, "umarsh.idl", "-acf", "umarshs.acf", "-header", "umarshs.h", "-client", "none"]],
           "umarshc umarshcu umarsh_c spn", "umarshs umarshsu umarsh_s umarshp spn"),
    Sample("data/wiremarshal", "xmit", [[*OLD, "xmit.idl"]], "xmitc xmitu xmit_c spn", "xmits xmitu xmit_s xmitp spn"),
    usual("handles/usrdef", "usrdef", server_says=["hello, world"]),
    # A service: the server is started as if by systemd, and stopped with SIGTERM. It names NTLM itself, and impersonates.
    # Its client passes ULONG where the IDL says long, and structures that nobody has filled (docs/porting.md, `long`).
    # It stops at ListOut2, whose manager needs [enable_allocate] (docs/idl.md: without effect).
    Sample("rpcsvc", "rpcsvc", [["-ms_ext", "--long=32", "-out", "for_client", "-server", "none", "rpcsvc.idl"],
            ["-ms_ext", "-DSERVER", "-out", "for_server", "-client", "none", "rpcsvc.idl"]],
           "client for_client/rpcsvc_c", "server service for_server/rpcsvc_s", endpoint=False, spn=None,
           client_arguments=["-t", "ncacn_ip_tcp", "-s", "6", "-i", "3"],
           environment={"INVOCATION_ID": "1", "FARCALL_IMPERSONATION": "token"},
           client_says=["Connected.", "structs with v1_enum", "[out] linked list (1)"]),
    usual("handles/cxhndl", "cxhndl", client_says=["demonstrates the use of the context_handle attribute"]),
]


# What a run that decodes prints of the data that one before it has encoded.
PICKLED = {
    "picklp": ["Procedure pickling sample", "37370000l  37370001l  37370002l  37370003l", "4646", "7700  7701  7702  7703",
               "MesHandleFree returned 0x0"],
    "picklt": ["a9a9\n\t\t(nil)", "b8b8", "73730000l  73730001l  73730002l  73730003l", "6464", "MesHandleFree returned 0x0"],
}


def run(command, folder, **more):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def copy_sources(source, folder):
    """Under its own name, in small letters, and as other files spell it."""
    names = [name for name in os.listdir(source) if os.path.isfile(os.path.join(source, name))]
    spelt = set()
    for name in names:
        with open(os.path.join(source, name), errors="replace") as text:
            spelt |= set(re.findall(r"[\w.]+\.(?:h|c|idl|acf)\b", text.read(), re.I))
    for name in names:
        for copy in {name, name.lower(), *(each for each in spelt if each.lower() == name.lower())}:
            shutil.copy(os.path.join(source, name), os.path.join(folder, copy))


def build(sample, sources, prefix, folder):
    copy_sources(os.path.join(sources, sample.folder), folder)
    environment = {**os.environ, "PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig"}

    def package(what):
        return run(["pkg-config", what, "farcall-sdk"], folder, env=environment).split()

    for side in ("client", "server"):
        os.mkdir(os.path.join(folder, f"for_{side}"))
    for words in sample.midl:
        run([f"{prefix}/bin/midl", *words], folder)
    compile_flags = ["-fshort-wchar", "-w", "-DSECURITY_WIN32", "-I.", *package("--cflags"), *sample.flags]
    for side, units in (("client", sample.client), ("server", sample.server)):
        for unit in units:
            source = next(f"{unit}{end}" for end in (".c", ".cpp") if os.path.exists(os.path.join(folder, unit + end)))
            compiler = ["gcc"] if source.endswith(".c") else ["g++", "-std=c++20"]
            run([*compiler, *compile_flags, f"-Ifor_{side}", "-c", source, "-o", unit + ".o"], folder)
    for side, units in (("client", sample.client), ("server", sample.server)):
        if not units:
            continue
        run(["g++", *(unit + ".o" for unit in units), *package("--libs"), f"-Wl,-rpath,{prefix}/lib", "-o", f"the_{side}"],
            folder)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def play(sample, prefix, folder, environment):
    port = free_port()
    endpoint = ["-e", str(port)] if sample.endpoint else []
    mapper = None
    environment = {**environment, **sample.environment}
    if not sample.endpoint:
        mapper_port = free_port()
        environment = {**environment, "LD_LIBRARY_PATH": f"{prefix}/lib"}
        mapper = subprocess.Popen([f"{prefix}/bin/farcall-epmapper", "--port", str(mapper_port)], stdout=subprocess.DEVNULL,
                                  env=environment)
        environment = {**environment, "FARCALL_EPMAPPER": f"127.0.0.1[{mapper_port}]"}
        port = mapper_port
        time.sleep(0.3)
    server = subprocess.Popen(["stdbuf", "-oL", "./the_server", *endpoint, *sample.principal, *sample.server_arguments],
                              cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        for _ in range(100):
            if listens(port) or server.poll() is not None:
                break
            time.sleep(0.05)
        time.sleep(0.3)
        client = subprocess.run(["./the_client", "-n", "127.0.0.1", *endpoint, *sample.principal, *sample.client_arguments],
                                cwd=folder, capture_output=True, text=True, timeout=60, env=environment, input="\n\n\n")
        time.sleep(0.2)
    finally:
        server.terminate()
        heard = server.communicate(timeout=30)[0]
        if mapper:
            mapper.terminate()
            mapper.wait(30)
    said = client.stdout + client.stderr
    good = (client.returncode >= 0 and "xception" not in said and all(text in said for text in sample.client_says)
            and all(text in heard for text in sample.server_says))
    return good, f"client ({client.returncode}):\n{said}\nserver ({server.returncode}):\n{heard}"


def pickle(name, sources, prefix):
    """Encodes to a file with one style of handle and decodes it with the other."""
    sample = Sample(f"pickle/{name}", name, [[*OLD, "-no_cpp", f"{name}.idl"]], f"{name}c {name}_c", "")
    with tempfile.TemporaryDirectory() as folder:
        build(sample, sources, prefix, folder)
        for styles in ([], []), ([], ["-i"]), (["-i"], []):
            run(["./the_client", "-e", *styles[0]], folder)
            said = run(["./the_client", "-d", *styles[1]], folder)
            missing = [text for text in PICKLED[name] if text not in said]
            if missing:
                raise RuntimeError(f"{styles}: not there: {missing}\n{said}")


def pickles(sources, prefix):
    failed = 0
    for name in PICKLED:
        try:
            pickle(name, sources, prefix)
            print(f"{name}: ok")
        except (RuntimeError, StopIteration, subprocess.TimeoutExpired) as error:
            print(f"{name}: FAILED\n{error}")
            failed += 1
    sys.exit(failed != 0)


def main():
    sources, prefix, mechanism = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
    if mechanism == "pickle":
        pickles(sources, prefix)
    environment = dict(os.environ, FARCALL_LOG="info")
    if mechanism == "ntlm":
        nothing = "FILE:/nonexistent"
        environment.update(KRB5_KTNAME=nothing, KRB5CCNAME=nothing, KRB5_CLIENT_KTNAME=nothing,
                           FARCALL_SECURITY="ntlm=on,mutual=offered")
    failed = 0
    for sample in SAMPLES:
        if sys.argv[4:] and sample.name not in sys.argv[4:]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            try:
                build(sample, sources, prefix, folder)
                good, story = play(sample, prefix, folder, environment)
            except (RuntimeError, StopIteration, subprocess.TimeoutExpired) as error:
                good, story = False, f"{type(error).__name__} {error}"
        print(f"{sample.name}, {mechanism}: {'ok' if good else 'FAILED'}")
        if not good or os.environ.get("SHOW"):
            print(story)
        failed += not good
    sys.exit(failed != 0)


main()
