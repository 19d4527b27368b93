// COM in foo.h: names, identifiers, and interfaces as MIDL declares them: an abstract struct in C++, a table of entry
// points in C.
#pragma once

#include <vector>

#include "idl/back/options.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

// `typedef struct X X;` for every interface and class that the file names.
void forward_com_names(const std::vector<Item>& items, Text& text);
// The identifier of a class, dispinterface or library.
void emit_com_identifier(const ComItem& item, Text& text);
void emit_com_interface(const InterfaceItem& item, const BackOptions& options, Text& text);

}  // namespace farcall::idl
