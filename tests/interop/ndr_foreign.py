#!/usr/bin/env python3
"""`farcall ndr` against the NDR of Samba and of Impacket: random values of the types that they have, both ways.

Usage: ndr_foreign.py FARCALL [VALUES_OF_EACH_TYPE [SEED]]. What the other one has packed is decoded to the values that it was
given; what we encode, the other one unpacks to them again. The IDL here is ours, from [MS-LSAT], [MS-SAMR], [MS-SRVS], [MS-RRP]
and [MS-SCMR] as far as the stub data shows it."""
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import uuid

from impacket.dcerpc.v5 import lsat, rrp, scmr
from impacket.dcerpc.v5.dtypes import NULL
from samba.dcerpc import echo, lsa, misc, samr, security, srvsvc, winreg
from samba.ndr import ndr_pack_in, ndr_pack_out, ndr_unpack_in, ndr_unpack_out

FARCALL = sys.argv[1]
VALUES = int(sys.argv[2]) if len(sys.argv) > 2 else 3
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)

IDL = """
[uuid(9d1c6e00-7a51-4c0e-8f00-0000000000f7), version(1.0), pointer_default(unique)]
interface v
{
    typedef [context_handle] void *Handle;
    typedef struct { long x; [size_is(x)] short surrounding[]; } Surrounding;
    void TestSurrounding([in, out] Surrounding *data);
    void EchoData([in] long len, [in, size_is(len)] byte data[]);

    typedef struct { byte revision; byte number; byte authority[6]; [size_is(number)] unsigned long parts[]; } Sid;
    typedef struct { Sid *sid; } SidPointer;
    typedef struct { unsigned long count; [size_is(count)] SidPointer *sids; } Sids;
    typedef struct { unsigned short length; unsigned short size;
                     [size_is(size / 2), length_is(length / 2)] wchar_t *text; } String;
    typedef enum { type_user = 1, type_unknown = 8 } NameType;
    typedef struct { NameType type; String name; unsigned long index; } Name;
    typedef struct { unsigned long count; [size_is(count)] Name *names; } Names;
    typedef enum { level_all = 1, level_most = 7 } Level;
    void LookupSids([in] Handle handle, [in] Sids *sids, [in, out] Names *names, [in] Level level, [in, out] unsigned long *count);

    typedef struct { NameType type; unsigned long rid; unsigned long index; } Rid;
    typedef struct { unsigned long count; [size_is(count)] Rid *rids; } Rids;
    void LookupNames([in] Handle handle, [in] unsigned long number, [in, size_is(number)] String names[], [in, out] Rids *rids,
                     [in] Level level, [in, out] unsigned long *count);

    typedef struct { unsigned long rid; unsigned long attributes; } Group;
    typedef struct { unsigned long count; [size_is(count)] Group *groups; } Groups;
    long GetGroups([in] Handle handle, [out] Groups **groups);

    typedef struct { [string] wchar_t *name; } Share0;
    typedef struct { unsigned long count; [size_is(count)] Share0 *shares; } Shares0;
    typedef struct { [string] wchar_t *name; unsigned long type; [string] wchar_t *comment; } Share1;
    typedef struct { unsigned long count; [size_is(count)] Share1 *shares; } Shares1;
    typedef [switch_type(unsigned long)] union { [case(0)] Shares0 *zero; [case(1)] Shares1 *one; [default] ; } Container;
    typedef struct { unsigned long level; [switch_is(level)] Container container; } Shares;
    void ShareEnum([in, string, unique] wchar_t *server, [in, out] Shares *shares, [in] unsigned long most,
                   [in, out, unique] unsigned long *resume);

    typedef struct { unsigned short length; unsigned short size; [string] wchar_t *text; } KeyName;
    void SetValue([in] Handle key, [in] KeyName name, [in] unsigned long type, [in, size_is(size)] byte data[],
                  [in] unsigned long size);
    void OpenManager([in, string, unique] wchar_t *machine, [in, string, unique] wchar_t *database, [in] unsigned long access);
    void OpenService([in] Handle manager, [in, string] wchar_t *name, [in] unsigned long access);
}
"""
FORMS = {"ndr20": {}, "ndr20be": {"bigendian": True}, "ndr64": {"ndr64": True}}
rng = random.Random(SEED)


def farcall(verb, operation, direction, syntax, *value):
    made = subprocess.run([FARCALL, "ndr", verb, "--idl", IDL_FILE, "--interface", "v", "--op", operation, "--direction", direction,
                           "--syntax", syntax, *value], capture_output=True, text=True)
    if made.returncode:
        raise SystemExit(f"seed {SEED}: {verb} {operation} {syntax} {value}: {made.stderr}")
    return made.stdout.strip()


# -- random values

def u32():
    return rng.choice((0, 1, 0xffffffff, rng.getrandbits(32)))


def text(least=0):
    return "".join(chr(rng.choice((rng.randint(0x20, 0x7e), rng.randint(0xa1, 0xd7ff)))) for _ in range(rng.randint(least, 9)))


def maybe(make):
    return None if rng.random() < 0.25 else make()


def units(value):
    return [ord(each) for each in value]


class Uuid:
    """A context handle, as each side wants it."""

    def __init__(self):
        self.attributes = rng.choice((0, u32()))
        self.text = "-".join(rng.randbytes(n).hex() for n in (4, 2, 2, 2, 6))

    def json(self):
        return {"attributes": self.attributes, "uuid": self.text}

    def samba(self):
        made = misc.policy_handle()
        made.handle_type, made.uuid = self.attributes, misc.GUID(self.text)
        return made

    def into(self, field):
        """A handle of Impacket's, which has one of two forms."""
        octets = uuid.UUID(self.text).bytes_le
        if "Data" in field.fields:
            field["Data"] = self.attributes.to_bytes(4, "little") + octets
        else:
            field["context_handle_attributes"], field["context_handle_uuid"] = self.attributes, octets


# -- Samba. Each gives an operation, a direction, Samba's object, our value.

def surrounding():
    numbers = [rng.getrandbits(15) for _ in range(rng.randint(0, 6))]
    call, data = echo.TestSurrounding(), echo.Surrounding()
    data.x, data.surrounding = len(numbers), numbers
    call.in_data = data
    return "TestSurrounding", "in", call, {"data": {"x": len(numbers), "surrounding": numbers}}


def echo_data():
    octets = list(rng.randbytes(rng.randint(0, 20)))
    call = echo.EchoData()
    call.in_len, call.in_in_data = len(octets), octets
    return "EchoData", "in", call, {"len": len(octets), "data": octets}


def lookup_sids():
    sids, ours = [], []
    for _ in range(rng.randint(1, 4)):
        parts = [u32() for _ in range(rng.randint(1, 15))]
        pointer = lsa.SidPtr()
        pointer.sid = security.dom_sid("S-1-5-" + "-".join(map(str, parts)))
        sids.append(pointer)
        ours.append({"sid": {"revision": 1, "number": len(parts), "authority": [0, 0, 0, 0, 0, 5], "parts": parts}})
    handle, call = Uuid(), lsa.LookupSids()
    call.in_handle, call.in_sids, call.in_names = handle.samba(), lsa.SidArray(), lsa.TransNameArray()
    call.in_sids.num_sids, call.in_sids.sids = len(sids), sids
    names = []
    for _ in range(rng.randint(1, 3)):
        name = lsa.TranslatedName()
        name.sid_type, name.sid_index, spelt = rng.randint(1, 8), u32(), text(1)
        name.name.string = spelt
        names.append((name, {"type": name.sid_type, "name": string(spelt), "index": name.sid_index}))
    call.in_names.count, call.in_names.names = len(names), [theirs for theirs, _ in names]
    call.in_level, call.in_count = rng.randint(1, 7), u32()
    return "LookupSids", "in", call, {"handle": handle.json(), "sids": {"count": len(ours), "sids": ours},
                                      "names": {"count": len(names), "names": [ours for _, ours in names]},
                                      "level": call.in_level, "count": call.in_count}


def string(spelt):
    return {"length": 2 * len(spelt), "size": 2 * len(spelt), "text": units(spelt)}


def lookup_names():
    spelt = [text(1) for _ in range(rng.randint(1, 5))]
    names = []
    for each in spelt:
        names.append(lsa.String())
        names[-1].string = each
    handle, call = Uuid(), lsa.LookupNames()
    call.in_handle, call.in_num_names, call.in_names, call.in_sids = handle.samba(), len(names), names, lsa.TransSidArray()
    rids = []
    for _ in range(rng.randint(1, 3)):
        rid = lsa.TranslatedSid()
        rid.sid_type, rid.rid, rid.sid_index = rng.randint(1, 8), u32(), u32()
        rids.append((rid, {"type": rid.sid_type, "rid": rid.rid, "index": rid.sid_index}))
    call.in_sids.count, call.in_sids.sids = len(rids), [theirs for theirs, _ in rids]
    call.in_level, call.in_count = rng.randint(1, 7), u32()
    return "LookupNames", "in", call, {"handle": handle.json(), "number": len(spelt), "names": [string(each) for each in spelt],
                                       "rids": {"count": len(rids), "rids": [ours for _, ours in rids]},
                                       "level": call.in_level, "count": call.in_count}


def get_groups():
    groups = [(u32(), rng.choice((0, 7, u32()))) for _ in range(rng.randint(1, 5))]
    call, array = samr.GetGroupsForUser(), samr.RidWithAttributeArray()
    rids = []
    for rid, attributes in groups:
        rids.append(samr.RidWithAttribute())
        rids[-1].rid, rids[-1].attributes = rid, attributes
    array.count, array.rids = len(rids), rids
    call.out_rids, call.result = array, 0
    return "GetGroups", "out", call, {
        "groups": {"count": len(groups), "groups": [{"rid": rid, "attributes": attributes} for rid, attributes in groups]},
        "return": 0}


def share_enum():
    call, info = srvsvc.NetShareEnumAll(), srvsvc.NetShareInfoCtr()
    info.level = rng.randint(0, 1)
    shares, ours = [], []
    for _ in range(rng.randint(1, 4)):
        share = (srvsvc.NetShareInfo0, srvsvc.NetShareInfo1)[info.level]()
        share.name = text()
        ours.append({"name": share.name})
        if info.level == 1:
            share.type, share.comment = rng.choice((0, 1, 2, 3)), text()
            ours[-1] |= {"type": share.type, "comment": share.comment}
        shares.append(share)
    container = (srvsvc.NetShareCtr0, srvsvc.NetShareCtr1)[info.level]()
    container.count, container.array = len(shares), shares
    info.ctr = container
    call.in_server_unc, call.in_info_ctr, call.in_max_buffer = maybe(text), info, u32()
    call.in_resume_handle = maybe(u32)
    return "ShareEnum", "in", call, {
        "server": call.in_server_unc,
        "shares": {"level": info.level, "container": {("zero", "one")[info.level]: {"count": len(ours), "shares": ours}}},
        "most": call.in_max_buffer, "resume": call.in_resume_handle}


def set_value():
    handle, call, spelt, octets = Uuid(), winreg.SetValue(), text(), list(rng.randbytes(rng.randint(0, 12)))
    call.in_handle, call.in_name = handle.samba(), winreg.String()
    call.in_name.name, call.in_type, call.in_data, call.in_size = spelt, rng.randint(0, 11), octets, len(octets)
    return "SetValue", "in", call, {"key": handle.json(), "name": key_name(spelt), "type": call.in_type, "data": octets,
                                    "size": len(octets)}


def key_name(spelt):
    return {"length": 2 * len(spelt) + 2, "size": 2 * len(spelt) + 2, "text": spelt}


def with_samba(make):
    operation, direction, call, value = make()
    pack, unpack = (ndr_pack_in, ndr_unpack_in) if direction == "in" else (ndr_pack_out, ndr_unpack_out)
    for syntax, form in FORMS.items():
        packed = pack(call, **form)
        differ(f"{operation} {syntax}: what Samba has packed", json.loads(farcall("decode", operation, direction, syntax, "--hex",
                                                                                  packed.hex())), value)
        ours = bytes.fromhex(farcall("encode", operation, direction, syntax, "--json", json.dumps(value)))
        again = unpack(type(call)(), ours, allow_remaining=False, **form)
        differ(f"{operation} {syntax}: what Samba unpacks", pack(again or call, **form).hex(), packed.hex())
        differ(f"{operation} {syntax}: lengths", len(ours), len(packed))


def differ(what, found, expected):
    if found != expected:
        raise SystemExit(f"seed {SEED}: {what}:\n  {found}\n  instead of\n  {expected}")


# -- Impacket. Each gives an operation, Impacket's request, our value.

def impacket_set_value():
    handle, spelt, octets = Uuid(), text(), rng.randbytes(rng.randint(0, 12))
    request = rrp.BaseRegSetValue()
    handle.into(request.fields["hKey"])
    request["lpValueName"], request["dwType"] = spelt + "\0", rng.randint(0, 11)
    request["lpData"], request["cbData"] = octets, len(octets)
    return "SetValue", request, {"key": handle.json(), "name": key_name(spelt), "type": request["dwType"], "data": list(octets),
                                 "size": len(octets)}


def impacket_open_manager():
    request, machine, database = scmr.ROpenSCManagerW(), maybe(text), maybe(text)
    request["lpMachineName"] = NULL if machine is None else machine + "\0"
    request["lpDatabaseName"] = NULL if database is None else database + "\0"
    request["dwDesiredAccess"] = u32()
    return "OpenManager", request, {"machine": machine, "database": database, "access": request["dwDesiredAccess"]}


def impacket_open_service():
    request, handle, name = scmr.ROpenServiceW(), Uuid(), text()
    handle.into(request.fields["hSCManager"])
    request["lpServiceName"], request["dwDesiredAccess"] = name + "\0", u32()
    return "OpenService", request, {"manager": handle.json(), "name": name, "access": request["dwDesiredAccess"]}


def impacket_lookup_names():
    handle, spelt, request = Uuid(), [text(1) for _ in range(rng.randint(1, 5))], lsat.LsarLookupNames()
    handle.into(request.fields["PolicyHandle"])
    request["Count"] = len(spelt)
    for each in spelt:
        name = lsat.RPC_UNICODE_STRING()
        name["Data"] = each
        request["Names"].append(name)
    request["TranslatedSids"]["Sids"] = NULL
    request["LookupLevel"] = rng.randint(1, 6)
    return "LookupNames", request, {"handle": handle.json(), "number": len(spelt), "names": [string(each) for each in spelt],
                                    "rids": {"count": 0, "rids": None}, "level": request["LookupLevel"], "count": 0}


def with_impacket(make):
    operation, request, value = make()
    for made in (request.getData(), None):
        if made is None:  # what it reads of ours, packed again
            ours = bytes.fromhex(farcall("encode", operation, "in", "ndr20", "--json", json.dumps(value)))
            made = type(request)(ours).getData()
        differ(f"{operation}: what Impacket has packed", json.loads(farcall("decode", operation, "in", "ndr20", "--hex", made.hex())),
               value)


SAMBA = (surrounding, echo_data, lookup_sids, lookup_names, get_groups, share_enum, set_value)
IMPACKET = (impacket_set_value, impacket_open_manager, impacket_open_service, impacket_lookup_names)

with tempfile.TemporaryDirectory() as folder:
    IDL_FILE = str(pathlib.Path(folder) / "v.idl")
    pathlib.Path(IDL_FILE).write_text(IDL)
    for _ in range(VALUES):
        for each in SAMBA:
            with_samba(each)
        for each in IMPACKET:
            with_impacket(each)
print(f"seed {SEED}: {VALUES} values of each of {len(SAMBA)} of Samba's types in {len(FORMS)} forms and of {len(IMPACKET)} of "
      "Impacket's, both ways: no difference")
