// The routines of types with [encode] and [decode], as MIDL names and declares them.
#pragma once

#include <string>
#include <string_view>

#include "idl/back/options.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

// X_AlignSize and X_Encode come with [encode], X_Decode and X_Free with [decode]. The binding handle is a parameter
// unless the interface has an implicit one.
struct PicklingRoutine {
  std::string_view result;
  std::string_view suffix;
  bool encode;                 // of [encode], else of [decode]
  std::string_view stub_call;  // of farcall::stub; empty: X_Free
};
inline constexpr PicklingRoutine k_pickling_routines[] = {
    {"size_t", "_AlignSize", true, "pickle_size"},
    {"void", "_Encode", true, "pickle_encode"},
    {"void", "_Decode", false, "pickle_decode"},
    {"void", "_Free", false, ""},
};

// "void X_Encode(handle_t _MidlEsHandle, X *_pType)"
std::string pickling_prototype(const Operation& type, const PicklingRoutine& routine,
                               const BackOptions& options);
// All of a type, for the header.
void emit_pickling_routines(const Operation& type, const BackOptions& options, Text& text);

}  // namespace farcall::idl
