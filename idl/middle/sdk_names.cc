#include "idl/middle/sdk_names.h"

#include <algorithm>

namespace farcall::idl {
namespace {

// Sorted.
constexpr std::string_view k_names[] = {
    "BOOL",      "BOOLEAN",   "BYTE",      "CHAR",      "CLSID",      "DWORD",      "DWORD32",
    "DWORD64",   "DWORDLONG", "DWORD_PTR", "FLOAT",     "GUID",       "HANDLE",     "HRESULT",
    "IID",       "INT",       "INT16",     "INT32",     "INT64",      "INT8",       "INT_PTR",
    "LONG",      "LONG32",    "LONG64",    "LONGLONG",  "LONG_PTR",   "LPBOOL",     "LPBYTE",
    "LPCSTR",    "LPCVOID",   "LPCWSTR",   "LPDWORD",   "LPHANDLE",   "LPINT",      "LPLONG",
    "LPSTR",     "LPVOID",    "LPWSTR",    "PBOOL",     "PBOOLEAN",   "PBYTE",      "PCHAR",
    "PCSTR",     "PCWSTR",    "PDWORD",    "PDWORD32",  "PDWORD64",   "PDWORD_PTR", "PHANDLE",
    "PINT",      "PINT16",    "PINT32",    "PINT64",    "PINT8",      "PINT_PTR",   "PLONG",
    "PLONG32",   "PLONG64",   "PLONGLONG", "PLONG_PTR", "PSHORT",     "PSIZE_T",    "PSSIZE_T",
    "PSTR",      "PUCHAR",    "PUINT",     "PUINT16",   "PUINT32",    "PUINT64",    "PUINT8",
    "PUINT_PTR", "PULONG",    "PULONG32",  "PULONG64",  "PULONGLONG", "PULONG_PTR", "PUSHORT",
    "PVOID",     "PWCHAR",    "PWSTR",     "SHORT",     "SIZE_T",     "SSIZE_T",    "UCHAR",
    "UINT",      "UINT16",    "UINT32",    "UINT64",    "UINT8",      "UINT_PTR",   "ULONG",
    "ULONG32",   "ULONG64",   "ULONGLONG", "ULONG_PTR", "USHORT",     "UUID",       "VOID",
    "WCHAR",     "WORD",
};

}  // namespace

bool is_sdk_name(std::string_view name) {
  static_assert(std::is_sorted(std::begin(k_names), std::end(k_names)));
  return std::binary_search(std::begin(k_names), std::end(k_names), name);
}

}  // namespace farcall::idl
