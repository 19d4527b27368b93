// StructCode: the routines of the structs that the operations of a stub send or receive, each struct once, a struct
// before those that contain it.
#pragma once

#include <map>
#include <vector>

#include "idl/back/c_types.h"
#include "idl/back/marshal.h"

namespace farcall::idl {

struct StructUse {
  bool put = false;
  bool get = false;
  bool reuse =
      false;  // got into memory of the program that holds data already ([in,out] on the client)
  bool release = false;
};

class StructCode {
 public:
  StructCode(Text& text, const CTypes& types, Side side)
      : text_(text), types_(types), side_(side) {}

  void use(const Shape& shape, StructUse how);
  void emit();

 private:
  void visit(const StructType& type);
  void emit(const StructType& type, const StructUse& how);
  void prototypes(const StructType& type, const StructUse& how);
  void put_body(const StructType& type);
  void put_pointees(const StructType& type);
  void put_maximum(const StructType& type);
  void get_body(const StructType& type, bool reuse);
  void get_pointees(const StructType& type);
  void tail_room(const StructType& type);
  void release(const StructType& type);
  // Clients fill what the program has; servers look whether the manager changed the size of what they made.
  [[nodiscard]] bool needs_room(const StructUse& how) const {
    return side_ == Side::client || how.put;
  }
  Marshaller marshaller(const StructType& type);
  std::vector<Value> members(const StructType& type, bool with_pointers_only);
  std::string signature(std::string_view kind, const StructType& type);

  Text& text_;
  const CTypes& types_;
  Side side_;
  std::map<const StructType*, StructUse> uses_;
  std::vector<const StructType*> order_;
};

}  // namespace farcall::idl
