// StructCode: the routines of the structs that stub code calls, each struct once, a struct before those that contain
// it. Stub code notes what it calls with need(); emit() writes that and what those routines call in turn.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "idl/back/c_types.h"
#include "idl/back/marshal.h"

namespace farcall::idl {

class StructCode final : public Routines {
 public:
  StructCode(const CTypes& types, Side side) : types_(types), side_(side) {}

  void need(const StructType& type, Routine routine) override;
  // Values of `shape` are got into memory of the program that holds data already ([in, out] on the client).
  void reuse(const Shape& shape);
  [[nodiscard]] Text emit();

 private:
  struct Entry {
    std::map<Routine, Text> routines;
  };
  [[nodiscard]] std::vector<const StructType*> ordered() const;
  Text make(const StructType& type, Routine routine);
  [[nodiscard]] std::string signature(Routine routine, const StructType& type) const;
  void put_maximum(Text& text, const StructType& type);
  void tail_room(Text& text, const StructType& type);
  void get_body(Text& text, const StructType& type);
  void get_union(Text& text, const StructType& type);
  void pointees(Text& text, const StructType& type, Routine routine);
  static std::string with_tail(std::string code);
  Marshaller marshaller(Text& text, const StructType& type);

  const CTypes& types_;
  Side side_;
  std::map<const StructType*, Entry> entries_;
  std::vector<std::pair<const StructType*, Routine>> open_;
  std::unordered_set<const StructType*> reused_;
};

}  // namespace farcall::idl
