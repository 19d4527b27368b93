// Encoder: JSON values to stub data, by the shapes of the middle end (C706 14.3; [MS-RPCE] 2.2.5 for NDR64).
//
// A value is put in two phases: its flat part, in which pointers are referents, and then what the pointers lead to,
// depth first and from left to right (C706 14.3.12.3). The pointees that wait are kept in a list, so that the depth of
// the data costs no machine stack; the flat part recurses over the type only, and types end.
#pragma once

#include <vector>

#include "idl/engine/counts.h"
#include "idl/engine/octets.h"
#include "idl/engine/syntax.h"

namespace farcall::idl::engine {

class Encoder {
 public:
  explicit Encoder(TransferSyntax syntax) : syntax_(syntax), out_(syntax) {}

  // A parameter or a result with everything it leads to.
  void put(const Shape& shape, const Value& value, const Scope& scope);
  // A referent alone, of a pointer whose pointee does not travel.
  void put_presence(bool there) { there ? void(put_referent()) : out_.put_word(0); }
  std::vector<uint8_t> take() { return out_.take(); }

 private:
  struct Pointee {
    const Shape* shape = nullptr;
    const Value* value = nullptr;
    Scope scope;
    size_t full = 0;  // number of a full pointer
  };
  // What a dimension sends.
  struct Extent {
    uint64_t maximum = 0;
    uint64_t first = 0;
    uint64_t number = 0;
  };

  // encoder.cc
  void whole(const Shape& shape, const Value& value, const Scope& scope);
  void flat(const Shape& shape, const Value& value, const Scope& scope);
  void structure(const Shape& shape, const Value& value);
  void members(const StructType& type, const Value& value, const Scope& scope);
  void union_(const Shape& shape, const Value& value, const Scope& scope, bool unnamed);
  void pointer(const Shape& shape, const Value& value, const Scope& scope);
  void full_pointer(const Shape& shape, const Value& value, const Scope& scope);
  void context_handle(const Value& value);
  void pipe(const Shape& shape, const Value& value, const Scope& scope);
  uint64_t put_referent();

  // encode_array.cc
  void maxima(const Shape& shape, const Value& value, const Scope& scope);
  Extent extent(const Shape& array, const Value& value, const Scope& scope);
  uint64_t maximum(const Shape& array, const Value& value, const Scope& scope);
  uint64_t count(const Count& count, const Value& value, const Scope& scope);
  void array(const Shape& shape, const Value& value, const Scope& scope);
  void elements(const std::vector<const Shape*>& all, const std::vector<Extent>& extents,
                size_t level, const Value& value, const Scope& scope);
  void string(const Shape& shape, const Value& value, const Scope& scope);

  TransferSyntax syntax_;
  OctetWriter out_;
  std::vector<Pointee> fresh_;    // met in the flat part that is being put
  std::vector<Pointee> waiting_;  // the next one last
  FullPointees full_;
  std::vector<uint64_t> full_referents_;
  std::vector<bool> full_sent_;
  uint64_t referents_ = 0;
  unsigned depth_ = 0;
};

}  // namespace farcall::idl::engine
