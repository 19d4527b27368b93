// Marshaller: C++ code that puts values of a shape on the wire or gets them from it.
//
// A value has a flat part and pointees, which are deferred behind the flat part of the outermost struct or array
// (C706 14.3.12.3). Members of fixed size are grouped into runs: one bounds check, constant offsets. In the code
// `out` is the Writer, `in` the Reader.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "idl/back/c_types.h"
#include "idl/back/size_code.h"
#include "idl/back/text.h"
#include "idl/middle/model.h"

namespace farcall::idl {

enum class Side : uint8_t { client, server };

// A value and the expression that names it. Arrays are named by an expression of pointer (or array) type. `name`: as
// size expressions know it.
struct Value {
  const Shape* shape = nullptr;
  std::string place;
  std::string_view name = {};
};

// The routines that stub code calls for a struct, in the order in which they are written.
enum class Routine : uint8_t {
  put_maximum,
  put_body,
  put_pointees,
  tail_room,
  get_body,
  get_pointees,
  release_pointees
};
std::string_view routine_name(Routine routine);

// Who writes the routines of structs, told what is called.
struct Routines {
  virtual void need(const StructType& type, Routine routine) = 0;

 protected:
  ~Routines() = default;
};

// What is known of the place of the first of several values: it is aligned to this already, or (`pad`) must be brought
// there; 0: nothing is known.
struct Start {
  PerSyntax<unsigned> alignment;
  bool pad;
};
inline constexpr Start k_first_parameter{{8, 8}, false};  // offset 0 of the stub data
inline constexpr Start k_anywhere{{0, 0}, false};

class Marshaller {
 public:
  Marshaller(Text& text, const CTypes& types, Side side, PlaceOf place_of, Routines& routines)
      : text_(text),
        types_(types),
        side_(side),
        place_of_(std::move(place_of)),
        routines_(routines) {}

  // Values one after the other; each with its pointees behind it when `whole`, else flat parts only.
  void put(const std::vector<Value>& values, bool whole, Start start);
  void get(const std::vector<Value>& values, bool whole, Start start);
  // The members of a struct, which NDR64 pads at its end.
  void put_members(const StructType& type, const std::vector<Value>& members);
  void get_members(const StructType& type, const std::vector<Value>& members);
  // The discriminant `tag` of a union, when it is part of it, and the arm that it selects; `prefix` stands before the
  // names of arms.
  void put_union(const StructType& type, const std::string& prefix, const std::string& tag);
  void get_union(const StructType& type, const std::string& prefix, const std::string& tag);
  void each_pointee(const StructType& type, const std::string& prefix, const std::string& tag,
                    Routine routine);
  void put_pointees(const Value& value);
  void get_pointees(const Value& value);
  // Frees what application memory the pointers in `value` lead to; `number`: the elements of an array, else its size.
  void release(const Value& value, const std::string& number = {});

  // Checks of counts whose expression names a parameter in this set wait; the lines for them are collected.
  void set_unavailable(std::set<std::string_view> names) { unavailable_ = std::move(names); }
  void now_available(std::string_view name) { unavailable_.erase(name); }
  [[nodiscard]] const std::vector<std::string>& late_variables() const { return late_variables_; }
  [[nodiscard]] const std::vector<std::string>& late_checks() const { return late_checks_; }
  // The elements that the buffer at `place` holds, where that is not the value of size_is at that time.
  void set_room(const std::string& place, std::string elements) {
    rooms_[place] = std::move(elements);
  }
  // The parameter at `place` points to memory that the program made for whatever comes: nothing says how much it holds.
  void set_roomy(const std::string& place) { roomy_.insert(place); }
  // The discriminant of the union at `place` before anything is received into memory of the program.
  void set_before(const std::string& place, std::string tag) { befores_[place] = std::move(tag); }
  // A name that the code around has.
  void reserve(std::string_view name) { ++names_[std::string(name)]; }
  // The code is that of a Walk: it goes into pointees with co_await.
  void set_walk() { walk_ = true; }

  // The elements of an array alone; `whole`: with what they point to behind.
  void put_elements(const Shape& array, const std::string& place, const std::string& number,
                    bool whole);
  void get_elements(const Shape& array, const std::string& place, const std::string& number,
                    bool whole);

 private:
  struct RunItem {
    const Shape* shape;
    std::string place;
    PerSyntax<uint64_t> offset;
  };
  struct Run {
    PerSyntax<unsigned> alignment{1, 1};
    PerSyntax<uint64_t> size;
    std::vector<RunItem> items;
    [[nodiscard]] bool single() const;  // one value where its own alignment puts it
  };
  // marshal_runs.cc
  bool add_to_run(Run& run, const Value& value, bool whole);
  bool flatten(Run& run, const Shape& shape, const std::string& place, PerSyntax<uint64_t> offset,
               unsigned depth);
  template <class EachRun, class EachValue>
  void in_runs(const std::vector<Value>& values, bool whole, Start start, EachRun each_run,
               EachValue each_value);
  void put_run(const Run& run);
  void get_run(const Run& run);
  void put_item(const RunItem& item, const std::string& at);
  void get_item(const RunItem& item, const std::string& at);
  void put_single(const RunItem& item);
  void get_single(const RunItem& item);
  std::string put_value(const Shape& scalar, const std::string& place);
  std::string got_value(const Shape& scalar, const std::string& read);
  void check_range(const Shape& scalar, const std::string& place);

  // marshal_put.cc
  void put_whole(const Value& value);
  void put_flat(const Value& value);
  void put_pointee(const Shape& pointer, const std::string& place);
  void put_array(const Shape& array, const std::string& place);
  void put_extents(const Shape& array, const std::string& place, const std::string& maximum,
                   bool whole);

  // marshal_get.cc
  void get_whole(const Value& value);
  void get_flat(const Value& value);
  void get_pointee(const Shape& pointer, const std::string& slot);
  void get_unvisited(const Shape& pointer, const std::string& slot);
  void get_extents(const Shape& array, const std::string& place, const std::string& maximum,
                   bool whole);
  void get_struct_pointee(const Shape& pointer, const std::string& slot);
  void get_array_pointee(const Shape& pointer, const std::string& slot);
  void get_string_pointee(const Shape& pointer, const std::string& slot);
  void check_count(const Count& count, const std::string& received);
  void check_counts(const Shape& array, const std::string& extent);

  // marshal_union.cc
  void put_in_place(const Value& value);
  void get_in_place(const Value& value);
  void put_union_value(const Value& value, bool whole);
  void get_union_value(const Value& value, bool whole);
  void check_tag(const Shape& shape, const std::string& received);
  bool is_late(const SizeExpr& expr) const;

  // marshal_convert.cc
  void put_converted(const Value& value);
  void get_converted(const Value& value);
  void put_user(const Value& value);
  void get_user(const Value& value);
  void converted_pointee(const Value& value, bool putting);
  void release_converted(const Value& value);

  // marshal_dimensions.cc
  struct Dimension {
    const Shape* array;
    std::string extent;
  };
  void each_dimension(const std::vector<Dimension>& dimensions, const std::string& place,
                      bool putting, bool pointees);

  void release_pointee(const Shape& pointer, const std::string& place, const std::string& number);
  void release_elements(const Shape& array, const std::string& place, const std::string& number);
  // A call of a routine for the pointees of a struct or union, with what a recursive one needs around it.
  void pointees(Routine routine, const Shape& shape, const std::string& place,
                const std::string& extra);
  // "put_body(out, VALUE, maximum)" and the like; notes that the routine is needed.
  std::string call(Routine routine, const Shape& shape, const std::string& place,
                   const std::string& maximum = "maximum");
  std::string fresh(std::string_view stem);
  std::string code(const Count& count) { return count_code(count, place_of_); }
  std::string first(const Shape& array) { return array.first ? code(array.first) : "0"; }
  std::string length(const Shape& array, const std::string& maximum);

  Text& text_;
  const CTypes& types_;
  Side side_;
  PlaceOf place_of_;
  Routines& routines_;
  std::set<std::string_view> unavailable_;
  std::vector<std::string> late_variables_;
  std::vector<std::string> late_checks_;
  std::map<std::string, std::string> rooms_;
  std::map<std::string, std::string> befores_;
  std::set<std::string> roomy_;
  bool walk_ = false;
  bool in_place_ = false;                        // the arms of a union without a name are got
  const PerSyntax<unsigned>* pad_to_ = nullptr;  // the end of a struct whose members are put or got
  bool padded_ = false;                          // and whether a run went up to it
  std::map<std::string, unsigned, std::less<>> names_;
};

// A member of the struct that `place` names, an element of the array.
std::string member_of(const std::string& place, std::string_view name);
std::string element_of(const std::string& place, const std::string& index);
// The members of a struct that end in its open array: "tail" or "inner.tail"; empty when it has none.
std::string tail_path(const StructType& type);
const Shape* tail_shape(const StructType& type);
// The type and the flags of a context handle, as Reader and Writer want them.
std::string context_arguments(const Shape& context);
// Elements that are copied as they are: their memory equals the wire.
bool plain_elements(const Shape& element);
// Bytes that an element takes at least on the wire.
uint64_t least_size(const Shape& shape);
// Structs whose memory equals the wire in every syntax.
bool copied_elements(const Shape& element);
// A number, or S::pick(of NDR 2.0, of NDR64).
std::string pick(const PerSyntax<uint64_t>& values);
std::string pick(const PerSyntax<unsigned>& values);
PerSyntax<uint64_t> round_up(const PerSyntax<uint64_t>& values,
                             const PerSyntax<unsigned>& alignment);
// The C++ type that holds a discriminant.
std::string_view tag_type(const StructType& type);
// An array of arrays of which some dimension is varying: its counts stand together in front (C706 14.3.3.6).
bool varying_dimensions(const Shape& array);

}  // namespace farcall::idl
