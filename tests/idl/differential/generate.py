#!/usr/bin/env python3
"""Random IDL types and random values of them, for the differential test of the engine and the stubs.

usage: generate.py --seed N --types N --values N --out FOLDER

Writes FOLDER/random.idl (interface `random_types`, an operation OpK with [in, out] parameters for each type), managers.inc
(managers that call the client stub of the same operation) and values.txt (lines of an operation and its parameters as JSON). Then
pickled.idl and pickled.acf (the same types, to be pickled; for the engine an operation PickK that sends each), pickled.inc (a table of
their routines) and pickled.txt (lines of PickK and a value). The same arguments give the same files.
"""
import argparse
import json
import pathlib
import random
import struct


def float_value(rng, code):
    size = {"f": 4, "d": 8}[code]
    while True:
        value = struct.unpack(code, rng.randbytes(size))[0]
        if value == value and abs(value) != float("inf"):
            return value if code == "d" else float(f"{value:.9g}")


def integer(rng, low, high):
    return rng.choice((rng.randint(low, high), low, high, rng.randint(max(low, -3), min(high, 3))))


BASES = {
    "byte": (0, 255), "boolean": (0, 255), "char": (0, 255), "small": (-128, 127), "unsigned small": (0, 255),
    "short": (-2**15, 2**15 - 1), "unsigned short": (0, 2**16 - 1), "long": (-2**31, 2**31 - 1),
    "unsigned long": (0, 2**32 - 1), "hyper": (-2**63, 2**63 - 1), "unsigned hyper": (0, 2**64 - 1),
    "wchar_t": (0, 65535), "int": (-2**31, 2**31 - 1), "error_status_t": (0, 2**32 - 1),
}


class Base:
    """A base type; also what stands behind a typedef of an enum or a range."""

    C_NAMES = {"boolean": "boolean", "small": "small", "unsigned small": "unsigned char", "hyper": "long long",
               "unsigned hyper": "unsigned long long", "wchar_t": "WCHAR"}

    def __init__(self, name, value):
        self.name, self.value = name, value
        self.c_name = self.C_NAMES.get(name, name)


class Maker:
    """Makes types, each defined before it is used."""

    def __init__(self, rng, unions):
        self.rng, self.unions = rng, unions
        self.definitions, self.number = [], 0
        self.structs = []
        self.has_full = False  # the struct that is being made
        self.pickled = []

    def fresh(self, letter):
        self.number += 1
        return f"{letter}{self.number}"

    def base(self):
        kind = self.rng.randrange(len(BASES) + 4)
        if kind < len(BASES):
            name, (low, high) = list(BASES.items())[kind]
            return Base(name, lambda rng: integer(rng, low, high))
        if kind == len(BASES):
            return Base("float", lambda rng: float_value(rng, "f"))
        if kind == len(BASES) + 1:
            return Base("double", lambda rng: float_value(rng, "d"))
        name = self.fresh("E")
        v1 = kind == len(BASES) + 2
        self.definitions.append(f"typedef {'[v1_enum] ' if v1 else ''}enum {{ {name}_a, {name}_b = 7, {name}_c = "
                                f"{'0x10000' if v1 else '0x7fff'} }} {name};")
        return Base(name, lambda rng: rng.choice((0, 7, 0x10000 if v1 else 0x7fff)))

    def plain(self):
        """A type of fixed shape: a base type or a struct that was made."""
        if self.structs and self.rng.random() < 0.35:
            return self.rng.choice(self.structs)
        return self.base()

    # Each member kind gives its declarations and a function that fills a dict with random values.
    def member(self, depth):
        kinds = [self.value, self.value, self.fixed_array, self.pointer, self.string, self.fixed_string, self.sized,
                 self.sized_part, self.pointers, self.strings, self.grid, self.null_or_pointer, self.chain, self.names]
        if self.unions:
            kinds += [self.union, self.encapsulated, self.full_pointers]
        return self.rng.choice(kinds)(depth)

    def value(self, _):
        name, of = self.fresh("m"), self.plain()
        return f"{of.name} {name};", lambda rng, out: out.update({name: of.value(rng)})

    def fixed_array(self, _):
        name, of, n = self.fresh("m"), self.plain(), self.rng.randint(1, 4)
        return f"{of.name} {name}[{n}];", lambda rng, out: out.update({name: [of.value(rng) for _ in range(n)]})

    def grid(self, _):
        name, of, n, m = self.fresh("m"), self.base(), self.rng.randint(1, 3), self.rng.randint(1, 3)
        return (f"{of.name} {name}[{n}][{m}];",
                lambda rng, out: out.update({name: [[of.value(rng) for _ in range(m)] for _ in range(n)]}))

    def pointer(self, _):
        name, of, kind = self.fresh("m"), self.plain(), self.rng.choice(("unique", "ref"))

        def fill(rng, out):
            out[name] = None if kind == "unique" and rng.random() < 0.3 else of.value(rng)
        return f"[{kind}] {of.name} *{name};", fill

    def null_or_pointer(self, _):
        name, of = self.fresh("m"), self.base()

        def fill(rng, out):
            out[name] = rng.choice((None, {"*": None}, of.value(rng), of.value(rng)))
        return f"[unique] {of.name} **{name};", fill

    def chain(self, _):
        """A list through a recursive struct."""
        name, node, of = self.fresh("m"), self.fresh("N"), self.base()
        self.definitions.append(f"typedef struct {node}_ {{\n    {of.name} v;\n    [unique] struct {node}_ *next;\n}} {node};")

        def fill(rng, out):
            out[name] = None
            for _ in range(rng.randint(0, 6)):
                out[name] = {"v": of.value(rng), "next": out[name]}
        return f"[unique] {node} *{name};", fill

    def names(self, _):
        name, unit, n = self.fresh("m"), self.rng.choice(("char", "wchar_t")), self.rng.randint(1, 3)
        return (f"[string] {unit} {name}[{n}][7];",
                lambda rng, out: out.update({name: [self.text(rng, unit) for _ in range(n)]}))

    def full_pointers(self, _):
        """Pointers that may be equal. They are numbered over the whole value, so a type has them once."""
        if self.has_full:
            return self.value(0)
        self.has_full = True
        names, of = [self.fresh("m") for _ in range(3)], self.base()

        def fill(rng, out):
            met = 0
            for name in names:
                choice = rng.random()
                if choice < 0.2:
                    out[name] = None
                elif choice < 0.5 and met:
                    out[name] = {"&": rng.randint(1, met)}
                else:
                    out[name] = of.value(rng)
                    met += 1
        return "\n    ".join(f"[ptr] {of.name} *{name};" for name in names), fill

    def text(self, rng, unit, most=6):
        top = 0xff if unit == "char" else 0xd7ff
        return "".join(chr(rng.randint(1, top)) for _ in range(rng.randint(0, most)))

    def string(self, _):
        name, unit = self.fresh("m"), self.rng.choice(("char", "wchar_t"))

        def fill(rng, out):
            out[name] = None if rng.random() < 0.2 else self.text(rng, unit)
        return f"[string, unique] {unit} *{name};", fill

    def fixed_string(self, _):
        name, unit = self.fresh("m"), self.rng.choice(("char", "wchar_t"))
        return f"[string] {unit} {name}[8];", lambda rng, out: out.update({name: self.text(rng, unit)})

    def count(self):
        """A count member, an expression over it, and its value."""
        n, of = self.fresh("n"), self.rng.choice(("byte", "short", "unsigned short", "long", "unsigned long", "small"))
        text, value = self.rng.choice(((n, lambda v: v), (f"{n} + 1", lambda v: v + 1), (f"{n} * 2", lambda v: v * 2),
                                       (f"({n} + 1) / 2", lambda v: (v + 1) // 2), (f"{n} ? {n} : 3", lambda v: v or 3),
                                       (f"{n} & 3", lambda v: v & 3)))
        return f"{of} {n};", n, text, value

    def sized(self, _):
        count, n, text, value = self.count()
        name, of, by_max = self.fresh("m"), self.plain(), self.rng.random() < 0.2

        def fill(rng, out):
            out[n] = rng.randint(0, 5)
            number = value(out[n]) + by_max
            out[name] = None if rng.random() < 0.2 else [of.value(rng) for _ in range(number)]
        declarations = [count, f"[{'max_is' if by_max else 'size_is'}({text}), unique] {of.name} *{name};"]
        self.rng.shuffle(declarations)
        return "\n    ".join(declarations), fill

    def sized_part(self, _):
        name, of, n, m, f = self.fresh("m"), self.plain(), self.fresh("n"), self.fresh("n"), self.fresh("n")
        last = self.rng.random() < 0.3

        def fill(rng, out):
            out[n] = rng.randint(1, 6)
            out[f] = rng.randint(0, out[n] - 1)
            number = rng.randint(1, out[n] - out[f])
            out[m] = out[f] + number - 1 if last else number
            out[name] = [of.value(rng) for _ in range(number)]
        part = f"last_is({m})" if last else f"length_is({m})"
        return (f"long {n};\n    short {f};\n    unsigned long {m};\n"
                f"    [size_is({n}), first_is({f}), {part}, unique] {of.name} *{name};"), fill

    def pointers(self, _):
        count, n, text, value = self.count()
        name, of = self.fresh("m"), self.plain()

        def fill(rng, out):
            out[n] = rng.randint(0, 4)
            out[name] = [None if rng.random() < 0.2 else of.value(rng) for _ in range(value(out[n]))]
        return f"{count}\n    [size_is({text}), unique] {of.name} **{name};", fill

    def strings(self, _):
        count, n, text, value = self.count()
        name, unit = self.fresh("m"), self.rng.choice(("char", "wchar_t"))

        def fill(rng, out):
            out[n] = rng.randint(0, 4)
            out[name] = [None if rng.random() < 0.2 else self.text(rng, unit) for _ in range(value(out[n]))]
        return f"{count}\n    [size_is({text}), unique, string] {unit} **{name};", fill

    def arms(self):
        """Case labels with arms, one of them empty, perhaps a default."""
        text, choices = [], []
        for label in range(self.rng.randint(1, 4)):
            arm, of = self.fresh("a"), self.plain()
            if self.rng.random() < 0.3:
                text.append(f"[case({label})] [unique] {of.name} *{arm};")
                choices.append((label, arm, lambda rng, of=of: None if rng.random() < 0.3 else of.value(rng)))
            else:
                text.append(f"[case({label})] {of.name} {arm};")
                choices.append((label, arm, of.value))
        text.append("[case(9)] ;" if self.rng.random() < 0.5 else "[default] ;")
        choices.append((9, None, None))
        return text, choices

    @staticmethod
    def arm_value(rng, choices):
        label, arm, value = rng.choice(choices)
        return label, {arm: value(rng)} if arm else {}

    def union(self, _):
        text, choices = self.arms()
        name, tag, member = self.fresh("U"), self.fresh("t"), self.fresh("m")
        of = self.rng.choice(("short", "long", "unsigned short", "char", "small"))
        self.definitions.append(f"typedef [switch_type({of})] union {{\n    " + "\n    ".join(text) + f"\n}} {name};")

        def fill(rng, out):
            out[tag], out[member] = self.arm_value(rng, choices)
        return f"{of} {tag};\n    [switch_is({tag})] {name} {member};", fill

    def encapsulated(self, _):
        text, choices = self.arms()
        name, member = self.fresh("U"), self.fresh("m")
        body = "\n    ".join(line.replace("[case(", "case ").replace(")]", ":").replace("[default]", "default:") for line in text)
        of = self.rng.choice(("short", "long", "unsigned long"))
        self.definitions.append(f"typedef union switch ({of} kind) value {{\n    {body}\n}} {name};")

        def fill(rng, out):
            kind, value = self.arm_value(rng, choices)
            out[member] = {"kind": kind, "value": value}
        return f"{name} {member};", fill

    def structure(self):
        """A struct; sometimes with an open array at its end, which is then for a parameter only."""
        name = self.fresh("S")
        self.has_full = False
        parts = [self.member(0) for _ in range(self.rng.randint(1, 5))]
        tail = None
        if self.rng.random() < 0.25:
            count, n, text, value = self.count()
            member, of = self.fresh("m"), self.plain()
            tail = n, member, of, value
            parts.append((f"{count}\n    [size_is({text})] {of.name} {member}[];", None))
        self.definitions.append(f"typedef struct {name}_ {{\n    " + "\n    ".join(text for text, _ in parts) + f"\n}} {name};")

        def make(rng):
            out = {}
            for _, fill in parts:
                if fill:
                    fill(rng, out)
            if tail:
                n, member, of, value = tail
                out[n] = rng.randint(0, 5)
                out[member] = [of.value(rng) for _ in range(value(out[n]))]
            return out
        made = Base(name, make)
        if not tail and not self.has_full:
            self.structs.append(made)
        return made

    def operation(self, index):
        """Its parameters in IDL, the same for C, and a function that makes values of them."""
        x = self.structure()
        self.pickled.append(x)
        parts = [(f"[in, out] {x.name} *x", f"{x.name}* x", "x", lambda rng, out: out.update(x=x.value(rng)))]
        if self.rng.random() < 0.4:
            a = self.plain()

            def fill(rng, out):
                out["n"] = rng.randint(0, 4)
                out["a"] = [a.value(rng) for _ in range(out["n"])]
            parts.append((f"[in] long n, [in, out, size_is(n)] {a.name} a[]", f"long n, {a.c_name} a[]", "n, a", fill))
        if self.rng.random() < 0.4:
            p = self.plain()
            parts.append((f"[in, out, unique] {p.name} *p", f"{p.c_name}* p", "p",
                          lambda rng, out: out.update(p=None if rng.random() < 0.3 else p.value(rng))))

        def value(rng):
            out = {}
            for *_, fill in parts:
                fill(rng, out)
            return out
        declared, prototype, arguments = (", ".join(part[i] for part in parts) for i in range(3))
        idl = f"void Op{index}({declared});"
        manager = f'extern "C" void s_Op{index}({prototype}) {{ c_Op{index}({arguments}); }}'
        return idl, manager, value


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--types", type=int, required=True)
    parser.add_argument("--values", type=int, required=True)
    parser.add_argument("--no-unions", action="store_true")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    maker = Maker(rng, not options.no_unions)
    operations, managers, makers = zip(*(maker.operation(i) for i in range(options.types)))
    body = "\n".join(maker.definitions + list(operations))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "random.idl").write_text(
        f"// seed {options.seed}\n[uuid(5d0c5fb2-6f1b-4f0e-9a53-0a1f7d2b8c12), version(1.0), pointer_default(unique)]\n"
        f"interface random_types {{\n{body}\n}}\n")
    (options.out / "managers.inc").write_text(f"// seed {options.seed}\n" + "\n".join(managers) + "\n")
    with open(options.out / "values.txt", "w") as values:
        for i in range(options.values):
            index = i % len(makers)
            values.write(f"Op{index} {json.dumps(makers[index](rng))}\n")
    write_pickled(options, maker, rng)


def write_pickled(options, maker, rng):
    types = list(enumerate(maker.pickled))
    body = "\n".join(maker.definitions + [f"void Pick{i}([in] handle_t h, [in] {x.name} *x);" for i, x in types])
    (options.out / "pickled.idl").write_text(
        f"// seed {options.seed}\n[uuid(5d0c5fb2-6f1b-4f0e-9a53-0a1f7d2b8c13), version(1.0), pointer_default(unique)]\n"
        f"interface pickled_types {{\n{body}\n}}\n")
    names = ", ".join(x.name for _, x in types)
    (options.out / "pickled.acf").write_text(f"interface pickled_types {{ typedef [encode, decode] {names}; }}\n")
    (options.out / "pickled.inc").write_text("".join(
        f'{{"Pick{i}", [](handle_t h, void* x) {{ {x.name}_Decode(h, static_cast<{x.name}*>(x)); }},\n'
        f' [](handle_t h, void* x) {{ {x.name}_Encode(h, static_cast<{x.name}*>(x)); }},\n'
        f' [](handle_t h, void* x) {{ {x.name}_Free(h, static_cast<{x.name}*>(x)); }}}},\n' for i, x in types))
    with open(options.out / "pickled.txt", "w") as values:
        for i in range(options.values):
            index, x = types[i % len(types)]
            values.write(f"Pick{index} {json.dumps({'x': x.value(rng)})}\n")


if __name__ == "__main__":
    main()
