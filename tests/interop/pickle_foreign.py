#!/usr/bin/env python3
"""Impacket and Samba read a type that we have pickled, and we read what they have.

Usage: pickle_foreign.py INTEROP_PICKLE_VALIDATION. The type is KERB_VALIDATION_INFO, the logon part of a PAC."""
import struct
import subprocess
import sys

from impacket.krb5 import pac
from samba.dcerpc import krb5pac
from samba.ndr import ndr_pack, ndr_unpack

OURS = sys.argv[1]
EXPECTED = """LogonTime 123456789abcdef
EffectiveName alice
FullName Alice Example
LogonServer SERVER
LogonDomainName FARCALL
LogonCount 3
UserId 1105
PrimaryGroupId 513
GroupId 513 7
GroupId 1000 7
UserFlags 20
UserSessionKey 5a
UserAccountControl 210
LogonDomainId S-1-5-21-1-2-4000000000
ExtraSid S-1-5-21-7-8-9-512
"""


def check(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")
    print(f"ok: {what}")


def encoded():
    return bytes.fromhex(subprocess.run([OURS, "encode"], check=True, capture_output=True, text=True).stdout)


def decoded(data):
    return subprocess.run([OURS, "decode"], check=True, capture_output=True, text=True, input=data.hex()).stdout


def impacket_read(data):
    info = pac.VALIDATION_INFO()
    info.fromString(data)
    info.fromStringReferents(data, len(info.getData()))
    return info


def impacket_sid(sid):
    return f"S-{sid['Revision']}-{sid['IdentifierAuthority'][5]}-" + "-".join(map(str, sid["SubAuthority"]))


def impacket_lines(data):
    body = impacket_read(data)["Data"]
    return [
        f"LogonTime {body['LogonTime']['dwHighDateTime']:x}{body['LogonTime']['dwLowDateTime']:08x}",
        f"EffectiveName {body['EffectiveName']}", f"FullName {body['FullName']}", f"LogonServer {body['LogonServer']}",
        f"LogonDomainName {body['LogonDomainName']}", f"LogonCount {body['LogonCount']}", f"UserId {body['UserId']}",
        f"PrimaryGroupId {body['PrimaryGroupId']}",
        *(f"GroupId {each['RelativeId']} {each['Attributes']}" for each in body["GroupIds"]),
        f"UserFlags {body['UserFlags']:x}", f"UserSessionKey {body['UserSessionKey'][-1:].hex()}",
        f"UserAccountControl {body['UserAccountControl']:x}", f"LogonDomainId {impacket_sid(body['LogonDomainId'])}",
        *(f"ExtraSid {impacket_sid(each['Sid'])}" for each in body["ExtraSids"]),
    ]


def impacket_encoded(data):
    """What Impacket makes of the values that it has read."""
    info = impacket_read(data)
    made = info.getData() + info.getDataReferents()
    return made + bytes(-len(made) % 8)


def samba_pac(logon_info):
    """A PAC with one buffer, as [MS-PAC] 2.3 has it."""
    return struct.pack("<IIIIQ", 1, 0, krb5pac.PAC_TYPE_LOGON_INFO, len(logon_info), 24) + logon_info


def samba_lines(data):
    info = ndr_unpack(krb5pac.PAC_DATA, samba_pac(data)).buffers[0].info.info.info3
    base = info.base
    return [
        f"LogonTime {base.logon_time:x}", f"EffectiveName {base.account_name.string}", f"FullName {base.full_name.string}",
        f"LogonServer {base.logon_server.string}", f"LogonDomainName {base.logon_domain.string}",
        f"LogonCount {base.logon_count}", f"UserId {base.rid}", f"PrimaryGroupId {base.primary_gid}",
        *(f"GroupId {each.rid} {each.attributes}" for each in base.groups.rids),
        f"UserFlags {base.user_flags:x}", f"UserSessionKey {base.key.key[15]:02x}",
        f"UserAccountControl {base.acct_flags:x}", f"LogonDomainId {base.domain_sid}",
        *(f"ExtraSid {each.sid}" for each in info.sids),
    ]


def samba_encoded(data):
    whole = ndr_pack(ndr_unpack(krb5pac.PAC_DATA, samba_pac(data)))
    size, offset = struct.unpack_from("<IQ", whole, 12)
    return whole[offset:offset + size]


def main():
    ours = encoded()
    check(decoded(ours) == EXPECTED, "what we pickle we read")
    for name, lines, encode in (("Impacket", impacket_lines, impacket_encoded), ("Samba", samba_lines, samba_encoded)):
        found = "\n".join(lines(ours)) + "\n"
        if found != EXPECTED:
            print(found)
        check(found == EXPECTED, f"{name} reads what we pickle")
        check(decoded(encode(ours)) == EXPECTED, f"we read what {name} pickles")
    theirs = samba_encoded(ours)
    differences = sum(a != b for a, b in zip(ours, theirs))
    print(f"Samba's bytes: {len(theirs)}, ours: {len(ours)}, of them different (referents): {differences}")
    check(len(ours) == len(theirs), "as many bytes as Samba")


main()
