#include "idl/back/stub_support.h"

#include <unordered_set>

namespace farcall::idl {
namespace {

class Support {
 public:
  explicit Support(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const InterfaceItem& interface) {
    for (const Operation& each : interface.operations) check(each);
    while (!open_.empty()) {
      const StructType* type = open_.back();
      open_.pop_back();
      for (const Member& member : type->members)
        if (member.shape) reach(*member.shape);
    }
  }

 private:
  void check(const Operation& operation) {
    const auto not_yet = [&](bool has, std::string_view what) {
      if (has) diagnostics_.not_yet(operation.at, what);
    };
    not_yet(operation.notify || operation.notify_flag, "'notify'");
    not_yet(operation.encode || operation.decode, "'encode' and 'decode'");
    not_yet(operation.comm_status || operation.fault_status, "'comm_status' and 'fault_status'");
    not_yet(operation.handle == HandleKind::generic, "a binding handle of another type");
    for (const Parameter& each : operation.parameters) {
      not_yet(each.comm_status || each.fault_status, "'comm_status' and 'fault_status'");
      not_yet(each.partial_ignore, "'partial_ignore'");
      not_yet(!each.byte_count.empty(), "'byte_count'");
      if (each.shape) reach(*each.shape);
    }
    if (operation.result_shape) reach(*operation.result_shape);
  }

  void reach(const Shape& shape) {
    for (const Shape* at = &shape; at; at = at->target ? at->target : at->element) say(*at);
    const StructType* type = struct_of(shape);
    if (type && seen_.insert(type).second) open_.push_back(type);
  }

  void say(const Shape& shape) {
    const auto not_yet = [&](bool has, std::string_view what) {
      if (has) diagnostics_.not_yet(shape.at, what);
    };
    not_yet(shape.kind == Shape::Kind::pipe, "a pipe");
    not_yet(shape.kind == Shape::Kind::converted, "a converted type");
    not_yet(shape.kind == Shape::Kind::pointer && shape.to_array && shape.target->conformant(),
            "a pointer to an open array");
  }

  Diagnostics& diagnostics_;
  std::unordered_set<const StructType*> seen_;
  std::vector<const StructType*> open_;
};

}  // namespace

void check_stub_support(const Model& model, Diagnostics& diagnostics) {
  for (const InterfaceItem& each : model.interfaces)
    if (each.has_stubs()) Support(diagnostics).check(each);
}

}  // namespace farcall::idl
