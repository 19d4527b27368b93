// Decoder: stub data to JSON values, by the shapes of the middle end: the reverse of Encoder, with the same two phases.
//
// The data is hostile: counts are compared with what is left before anything is made of them, so memory grows with the
// bytes received only. What must equal an expression is compared at the end, when every member has its value; an
// expression over a parameter that does not travel in this direction says nothing.
#pragma once

#include <unordered_map>
#include <vector>

#include "idl/engine/counts.h"
#include "idl/engine/octets.h"
#include "idl/engine/syntax.h"

namespace farcall::idl::engine {

class Decoder {
 public:
  Decoder(std::span<const uint8_t> octets, TransferSyntax syntax, Document& document)
      : syntax_(syntax), in_(octets, syntax), document_(document) {}

  // A parameter or a result with everything it leads to, into `value`, which is null.
  void get(const Shape& shape, Value& value, const Scope& scope);
  // A referent alone, of a pointer whose pointee does not travel.
  bool get_presence() { return in_.get_word() != 0; }
  // Nothing may be left over, and counts must be what their expressions say.
  void finish();

 private:
  struct Pointee {
    const Shape* shape = nullptr;
    Value* value = nullptr;
    Scope scope;
    size_t full = 0;
  };
  struct FullPointer {
    const Shape* target = nullptr;
    Value* value = nullptr;
    bool received = false;
  };
  struct Extent {
    uint64_t maximum = 0;
    uint64_t first = 0;
    uint64_t number = 0;
  };
  // A number on the wire and the expression that it must equal.
  struct Check {
    const SizeExpr* expr = nullptr;
    bool plus_one = false;
    std::string_view what;
    uint64_t received = 0;
    uint64_t add = 0;  // to the received number
    const Value* value = nullptr;
    Scope scope;
  };

  // decoder.cc
  void whole(const Shape& shape, Value& value, const Scope& scope);
  void flat(const Shape& shape, Value& value, const Scope& scope);
  void structure(const Shape& shape, Value& value);
  void members(const StructType& type, Value& value, const Scope& scope);
  void union_(const Shape& shape, Value& value, const Scope& scope, bool unnamed);
  int64_t discriminant(const Shape& shape, const Value& value, const Scope& scope);
  void pointer(const Shape& shape, Value& value, const Scope& scope);
  void full_pointer(const Shape& shape, uint64_t referent, Value& value, const Scope& scope);
  void await(const Shape& target, Value& value, const Scope& scope, size_t full);
  void context_handle(Value& value);
  void pipe(const Shape& shape, Value& value, const Scope& scope);
  void compare(const Check& check, const FullPointees& full) const;
  void collapse_pointees();

  // decode_array.cc
  void maxima(const Shape& shape);
  Extent extent(const Shape& array, Value& value, const Scope& scope);
  uint64_t maximum(const Shape& array, Value& value, const Scope& scope);
  void array(const Shape& shape, Value& value, const Scope& scope);
  void elements(const std::vector<const Shape*>& all, const std::vector<Extent>& extents,
                size_t level, Value& value, const Scope& scope);
  void string(const Shape& shape, Value& value, const Scope& scope);
  void expect(const Count& count, std::string_view what, uint64_t received, uint64_t add,
              const Value& value, const Scope& scope);

  TransferSyntax syntax_;
  OctetReader in_;
  Document& document_;
  std::vector<Pointee> fresh_;
  std::vector<Pointee> waiting_;
  std::vector<uint64_t> maxima_;  // of the construct that is being got, the next one last
  std::vector<FullPointer> full_;
  std::unordered_map<uint64_t, size_t> full_by_referent_;  // number of the pointer
  std::vector<Value*> pointees_;
  std::vector<Check> checks_;
  unsigned depth_ = 0;
};

}  // namespace farcall::idl::engine
