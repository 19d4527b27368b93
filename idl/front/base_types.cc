// MIDL's `char` is unsigned on the wire and C's `char` in memory; `hyper` is always spelt `long long` (design D3).
#include "idl/front/base_types.h"

namespace farcall::idl {
namespace {

constexpr BaseType k_base_types[] = {
    {BaseKind::void_, Wire::none, 0, "void", "void"},
    {BaseKind::handle, Wire::none, 8, "handle_t", "handle_t"},
    {BaseKind::byte, Wire::u8, 1, "byte", "byte"},
    {BaseKind::boolean, Wire::u8, 1, "boolean", "boolean"},
    {BaseKind::char_, Wire::u8, 1, "char", "char"},
    {BaseKind::uchar, Wire::u8, 1, "unsigned char", "unsigned char"},
    {BaseKind::schar, Wire::i8, 1, "signed char", "signed char"},
    {BaseKind::small_, Wire::i8, 1, "small", "small"},
    {BaseKind::usmall, Wire::u8, 1, "unsigned small", "unsigned char"},
    {BaseKind::short_, Wire::i16, 2, "short", "short"},
    {BaseKind::ushort, Wire::u16, 2, "unsigned short", "unsigned short"},
    {BaseKind::int_, Wire::i32, 4, "int", "int"},
    {BaseKind::uint, Wire::u32, 4, "unsigned int", "unsigned int"},
    {BaseKind::long_, Wire::i32, 8, "long", "long"},
    {BaseKind::ulong, Wire::u32, 8, "unsigned long", "unsigned long"},
    {BaseKind::hyper, Wire::i64, 8, "hyper", "long long"},
    {BaseKind::uhyper, Wire::u64, 8, "unsigned hyper", "unsigned long long"},
    {BaseKind::int3264, Wire::i3264, 8, "__int3264", "INT_PTR"},
    {BaseKind::uint3264, Wire::u3264, 8, "unsigned __int3264", "UINT_PTR"},
    {BaseKind::wchar, Wire::u16, 2, "wchar_t", "WCHAR"},
    {BaseKind::float_, Wire::f32, 4, "float", "float"},
    {BaseKind::double_, Wire::f64, 8, "double", "double"},
    {BaseKind::error_status, Wire::u32, 4, "error_status_t", "error_status_t"},
};

}  // namespace

const BaseType& base_type(BaseKind kind) {
  return k_base_types[static_cast<size_t>(kind)];
}

std::string_view wire_name(Wire wire) {
  constexpr std::string_view k_names[] = {"",    "u8",  "i8",    "u16",   "i16", "u32", "i32",
                                          "u64", "i64", "u3264", "i3264", "f32", "f64"};
  return k_names[static_cast<size_t>(wire)];
}

}  // namespace farcall::idl
