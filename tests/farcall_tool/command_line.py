#!/usr/bin/env python3
"""The command line of `farcall ndr`: after an error nothing is on standard output, a sentence is on standard error and the
exit status is not 0.

usage: command_line.py FARCALL
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

FARCALL = str(pathlib.Path(sys.argv.pop(1)).resolve())
IDL = """[uuid(9d1c6e00-7a51-4c0e-8f00-000000000001), version(1.0), pointer_default(unique)]
interface v {
  typedef struct N { long v; struct N *next; } N;
  void Nop(void);
  void List([in] N *head);
  void Chars([in, string] wchar_t *s);
  long Add([in] handle_t h, [in] long a, [in, out] long *b);
}
"""


class NdrCommand(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "v.idl").write_text(IDL)

    def run_tool(self, *words, stdin=None):
        return subprocess.run([FARCALL, *words], capture_output=True, text=True, timeout=60, input=stdin,
                              cwd=self.folder)

    def ndr(self, verb, op, value, **options):
        words = {"idl": "v.idl", "interface": "v", "op": op, "direction": "in", "syntax": "ndr20",
                 "json" if verb == "encode" else "hex": value}
        stdin = options.pop("stdin", None)
        words.update(options)
        return self.run_tool("ndr", verb, *(x for k, v in words.items() for x in ("--" + k, v)), stdin=stdin)

    def assert_refused(self, result, text):
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(result.stdout, "")
        self.assertIn(text, result.stderr)

    def test_encode_prints_one_line_of_hex(self):
        result = self.ndr("encode", "Add", '{"a": 1, "b": 2}')
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "0100000002000000\n", ""))

    def test_decode_prints_one_line_of_json(self):
        result = self.ndr("decode", "Add", "02000000ffffffff", direction="out")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, '{"b": 2, "return": -1}\n', ""))

    def test_an_operation_without_parameters_has_no_stub_data(self):
        self.assertEqual(self.ndr("encode", "Nop", "{}").stdout, "\n")
        self.assertEqual(self.ndr("decode", "Nop", "").stdout, "{}\n")

    def test_values_come_from_files_and_from_standard_input(self):
        (self.folder / "value").write_text('{"s": "x"}')
        expected = "0200000000000000020000007800 0000\n".replace(" ", "")
        self.assertEqual(self.ndr("encode", "Chars", "@value").stdout, expected)
        self.assertEqual(self.ndr("encode", "Chars", "-", stdin='{"s": "x"}').stdout, expected)
        self.assertEqual(self.ndr("decode", "Chars", "-", stdin=expected).stdout, '{"s": "x"}\n')

    def test_a_list_of_100000_elements_both_ways(self):
        depth = 100000
        value = '{"head": ' + '{"v": 1, "next": ' * depth + "null" + "}" * depth + "}"
        stub_data = self.ndr("encode", "List", "-", stdin=value)
        self.assertEqual(len(stub_data.stdout), depth * 16 + 1)
        self.assertEqual(self.ndr("decode", "List", "-", stdin=stub_data.stdout).stdout, value + "\n")

    def test_an_acf_is_taken_with_one_dash_or_two(self):
        (self.folder / "other.acf").write_text("interface v { [nocode] Nop(); }")
        for word in ("-acf", "--acf"):
            result = self.run_tool("ndr", "encode", "--idl", "v.idl", word, "other.acf", "--interface", "v", "--op", "Nop",
                                   "--direction", "in", "--syntax", "ndr64", "--json", "{}")
            self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_errors_of_the_value(self):
        for op, value, text in (
                ("Add", '{"a": 1}', 'parameter "b" is missing'),
                ("Add", '{"a": 1, "b": 2, "c": 3}', "c: Add has no such parameter"),
                ("Add", '{"a": 1, "b": 2, "h": 3}', "h: Add has no such parameter"),
                ("Add", '{"a": 2147483648, "b": 2}', "a: 2147483648 is no value of long"),
                ("Add", '{"a": 1, "b": null}', "b: "),
                ("Add", '{"a": "1", "b": 2}', "a: expected an integer for long, not a string"),
                ("Add", '{"a": 1, "b": 2', "JSON, character 16"),
                ("Add", "[]", "must be an object"),
                ("List", '{"head": {"v": 1}}', 'head: member "next" is missing'),
                ("List", '{"head": {"v": 1, "next": {"v": 1, "next": null, "w": 1}}}', "head.next.w: "),
                ("Nothing", "{}", "has no operation 'Nothing'")):
            with self.subTest(value=value):
                self.assert_refused(self.ndr("encode", op, value), text)

    def test_errors_of_stub_data(self):
        for op, value, text in (
                ("Add", "01000000020000", "the stub data ends"),
                ("Add", "010000000200000000", "bytes left over: 1"),
                ("Chars", "02000000000000000200000078007800", "s: a string without a terminator"),
                ("Chars", "ffffffff00000000ffffffff78000000", "s: 4294967295 elements in 4 bytes"),
                ("Chars", "0", "pairs of hexadecimal digits")):
            with self.subTest(value=value):
                self.assert_refused(self.ndr("decode", op, value), text)

    def test_errors_of_the_command_line(self):
        self.assert_refused(self.run_tool(), "subcommand")
        self.assert_refused(self.run_tool("ndr", "encode", "--idl", "v.idl"), "required")
        self.assert_refused(self.ndr("encode", "Nop", "{}", syntax="ndr32"), "ndr32")
        self.assert_refused(self.ndr("encode", "Nop", "{}", direction="up"), "up")
        self.assert_refused(self.ndr("encode", "Nop", "{}", idl="none.idl"), "cannot read none.idl")
        self.assert_refused(self.ndr("encode", "Nop", "{}", interface="w"), "has no interface 'w'")
        self.assert_refused(self.ndr("encode", "Nop", "@none"), "cannot read none")

    def test_errors_of_the_idl_file_have_their_place(self):
        (self.folder / "v.idl").write_text("interface v { void Nop([in] Unknown x); }")
        self.assert_refused(self.ndr("encode", "Nop", "{}"), "v.idl:1:29: error: unknown type 'Unknown'")

    def test_help_names_every_option(self):
        result = self.run_tool("ndr", "encode", "--help")
        self.assertEqual(result.returncode, 0)
        for word in ("--idl", "--acf", "--interface", "--op", "--direction", "--syntax", "--json"):
            self.assertIn(word, result.stdout)


if __name__ == "__main__":
    unittest.main()
