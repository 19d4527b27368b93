#include "idl/back/stub_support.h"

#include <unordered_set>

#include "idl/back/stub_file.h"

namespace farcall::idl {
namespace {

class Support {
 public:
  explicit Support(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const InterfaceItem& interface) {
    for (const Operation& each : interface.operations) check(each);
    for (const Operation& each : interface.pickled_types) check(each);
    while (!open_.empty()) {
      const StructType* type = open_.back();
      open_.pop_back();
      for (const Member& member : type->members) {
        if (member.shape) reach(*member.shape);
        if (member.name.empty() && member.type && member.type->kind == TypeKind::structure)
          diagnostics_.not_yet(member.at, "a struct without a name inside another");
      }
    }
  }

 private:
  void check(const Operation& operation) {
    for (const Parameter& each : operation.parameters) {
      if (each.shape) reach(*each.shape);
      if (operation.is_async && each.shape && each.shape->kind == Shape::Kind::pipe)
        diagnostics_.error(each.at, "a pipe of an asynchronous operation is passed by reference",
                           "write a pointer to it");
    }
    if (operation.result_shape) reach(*operation.result_shape);
  }

  void reach(const Shape& shape) {
    for (const Shape* at = &shape; at; at = at->target ? at->target : at->element) say(*at);
    const StructType* type = struct_of(shape);
    if (type && seen_.insert(type).second) open_.push_back(type);
  }

  // What is made of a converted value is a C object.
  static bool open_wire(const Shape& converted) {
    return !converted.conversion->by_user() && converted.target->kind == Shape::Kind::array &&
           converted.target->conformant();
  }

  void say(const Shape& shape) {
    const auto not_yet = [&](bool has, std::string_view what) {
      if (has) diagnostics_.not_yet(shape.at, what);
    };
    not_yet(shape.kind == Shape::Kind::converted && open_wire(shape),
            "a converted type that travels as an open array");
    // Those of parameters and results know which way they go.
    if (shape.kind == Shape::Kind::context_handle && !shape.context.in && !shape.context.out)
      diagnostics_.error(shape.at, "a context handle cannot stand in an array or a struct",
                         "make it a parameter or the result");
    not_yet(shape.kind == Shape::Kind::pointer && shape.to_array && shape.target->conformant(),
            "a pointer to an open array");
  }

  Diagnostics& diagnostics_;
  std::unordered_set<const StructType*> seen_;
  std::vector<const StructType*> open_;
};

}  // namespace

void check_stub_support(const Model& model, Protocol protocol, Diagnostics& diagnostics) {
  if (protocol == Protocol::ndr64 && needs_user_routines(model))
    diagnostics.error(
        "-protocol ndr64 does not go with wire_marshal and user_marshal, whose NDR64 "
        "routines have other names");
  for (const InterfaceItem& each : model.interfaces)
    if (each.has_stubs()) Support(diagnostics).check(each);
}

}  // namespace farcall::idl
