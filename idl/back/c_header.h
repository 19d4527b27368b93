// foo.h: constants, types, prototypes and interface handles for C11 and C++20, in the order of the IDL file.
#pragma once

#include <string>

#include "idl/back/options.h"
#include "idl/middle/model.h"

namespace farcall::idl {

std::string c_header(const Model& model, const BackOptions& options);

// "AsyncReply_v1_0_c_ifspec", or "AsyncReply_ClientIfHandle" with -oldnames; `server` likewise.
std::string if_spec_name(const InterfaceItem& interface, const BackOptions& options, bool server);
// The program's routine that is told of the end of each call: "Op_notify", or "Op_notify_flag".
std::string notify_name(const Operation& operation, bool flag);
// The struct of entry points.
std::string epv_name(const InterfaceItem& interface);
// The prototype of an operation; `name` as declared: a function or a pointer to one.
std::string prototype(const Operation& operation, const std::string& name,
                      const BackOptions& options);
// The IDL text of an operation as comment lines.
std::string written_as_comment(const Operation& operation);

// What every generated file says first.
std::string opening(const BackOptions& options, std::string_view what);

}  // namespace farcall::idl
