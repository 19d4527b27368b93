// StubFile: what client and server stub have in common: the frame of an operation, the places of its parameters, the
// top and the end of the file.
#pragma once

#include <string>
#include <vector>

#include "idl/back/c_types.h"
#include "idl/back/marshal.h"
#include "idl/back/options.h"
#include "idl/back/struct_code.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

// Whether an operation reaches a type that routines of the program marshal.
bool needs_user_routines(const Model& model);

class StubFile {
 protected:
  StubFile(const Model& model, const BackOptions& options, Side side)
      : model_(model),
        options_(options),
        types_(options, true),
        side_(side),
        structs_(types_, side),
        by_user_(needs_user_routines(model)) {}

  void begin(std::string_view what);
  // The weak midl_user_allocate and midl_user_free, outside any namespace.
  void allocator();
  // What frees application memory, where code does so.
  void give_back(const Text& structs, const Text& operations);
  void endpoints(const InterfaceItem& interface);
  // The fields of RPC_CLIENT_INTERFACE and RPC_SERVER_INTERFACE up to the end points.
  void interface_head(const InterfaceItem& interface, std::string_view type);

  // A parameter's name as a member of the frame: not one of the names that stub code uses itself.
  static std::string member(std::string_view name);
  // Whether the frame of a server holds what a [ref] parameter points to, instead of the pointer.
  static bool by_value(const Parameter& parameter);
  // Whether the number of elements of a parameter's buffer can change while the call runs.
  static bool mutable_size(const Operation& operation, const Parameter& parameter);
  // The size expression of a parameter's array, nullptr when there is none.
  static const Count* size_of(const Parameter& parameter);
  [[nodiscard]] PlaceOf places(const Operation& operation) const;
  // A routine of a frame: `signature` with the name of its parameter, which stays unnamed when the body is empty.
  void routine(const std::string& head, std::string_view parameter, std::string_view tail,
               const Text& body);
  // Interfaces of this file that get stubs.
  [[nodiscard]] std::vector<const InterfaceItem*> interfaces() const;
  // The context handle that a shape is or points to, else nullptr.
  static const Shape* context_of(const Shape* shape);
  // Whether a parameter is part of the data before or behind the pipes.
  static bool travels(const Parameter& parameter);
  // Where [out] data starts: behind pipes nothing is known of its place.
  static Start start_of_out(const Operation& operation);
  // The elements of all pipes that the operations use.
  void pipe_types();
  // The table of an operation's pipes, as the last argument of its description; empty: none.
  std::string pipe_table(const Operation& operation);
  // The descriptions of the context handle types that the operations use.
  void context_types();
  [[nodiscard]] std::string flags(const Operation& operation) const;
  // The transfer syntaxes for which code is made, where they are not all: a template argument, a member's initialiser.
  [[nodiscard]] std::string syntaxes() const;
  void result_member(const Operation& operation);

  const Model& model_;
  const BackOptions& options_;
  CTypes types_;
  Side side_;
  Text text_;
  StructCode structs_;
  bool by_user_ = false;  // some type is marshalled by routines of the program
};

}  // namespace farcall::idl
