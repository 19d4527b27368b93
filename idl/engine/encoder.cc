#include "idl/engine/encoder.h"

#include "base/uuid.h"
#include "idl/engine/nesting.h"
#include "idl/engine/scalars.h"
#include "idl/engine/union_arm.h"
#include "idl/engine/utf.h"

namespace farcall::idl::engine {
namespace {

constexpr uint64_t k_first_referent = 0x20000;  // as Windows numbers them

void need(const Value& value, Value::Kind kind, std::string_view what) {
  if (value.kind != kind)
    throw Error(value, "expected " + std::string(what) + ", not " + std::string(describe(value)));
}

}  // namespace

// What was met in the flat part waits in front of what waits already: depth first.
void Encoder::put(const Shape& shape, const Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  const std::vector<Pointee> outer = std::move(fresh_);
  fresh_.clear();
  const size_t bottom = waiting_.size();
  whole(shape, value, scope);
  for (;;) {
    waiting_.insert(waiting_.end(), fresh_.rbegin(), fresh_.rend());
    fresh_.clear();
    if (waiting_.size() == bottom) break;
    const Pointee next = waiting_.back();
    waiting_.pop_back();
    if (next.full != 0 && full_sent_[next.full - 1]) continue;
    if (next.full != 0) full_sent_[next.full - 1] = true;
    whole(*next.shape, *next.value, next.scope);
  }
  fresh_ = outer;
}

void Encoder::whole(const Shape& shape, const Value& value, const Scope& scope) {
  maxima(shape, value, scope);
  flat(shape, value, scope);
}

void Encoder::flat(const Shape& shape, const Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  switch (shape.kind) {
    case Shape::Kind::scalar:
      return out_.put(scalar_bits(shape, value, syntax_), scalar_size(shape, syntax_));
    case Shape::Kind::structure:
      return structure(shape, value);
    case Shape::Kind::union_:
      return union_(shape, value, scope, false);
    case Shape::Kind::pointer:
      return pointer(shape, value, scope);
    case Shape::Kind::array:
      return array(shape, value, scope);
    case Shape::Kind::context_handle:
      return context_handle(value);
    case Shape::Kind::pipe:
      return pipe(shape, value, scope);
    case Shape::Kind::converted:
      // What travels is there whole, its pointees too ([MS-RPCE] has nothing on it; Observed: Wine does so).
      if (shape.conversion->by_user()) return flat(*shape.target, value, scope);
      return put(*shape.target, value, scope);
  }
}

void Encoder::structure(const Shape& shape, const Value& value) {
  const StructType& type = *shape.structure;
  need(value, Value::Kind::object, "an object for " + idl::describe(*shape.type));
  check_names(type, value);
  const unsigned alignment = type.wire.in[syntax_.layout].alignment;
  out_.align(alignment);
  members(type, value, {&value, &type, nullptr});
  if (syntax_.layout == Syntax::ndr64) out_.align(alignment);
}

void Encoder::members(const StructType& type, const Value& value, const Scope& scope) {
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    if (each.shape->ignored) {  // sent as NULL whatever is there, or is not
      out_.put_word(0);
      continue;
    }
    if (each.name.empty()) {  // its members stand among ours
      if (each.shape->kind == Shape::Kind::structure) {
        const unsigned alignment = each.shape->info.in[syntax_.layout].alignment;
        out_.align(alignment);
        members(*each.shape->structure, value, scope);
        if (syntax_.layout == Syntax::ndr64) out_.align(alignment);
      } else {
        union_(*each.shape, value, scope, true);
      }
      continue;
    }
    const Value* member = value.member(each.name);
    if (!member) throw Error(value, "member \"" + std::string(each.name) + "\" is missing");
    flat(*each.shape, *member, scope);
  }
}

// C706 14.3.8: the discriminant, then the arm.
void Encoder::union_(const Shape& shape, const Value& value, const Scope& scope, bool unnamed) {
  const StructType& type = *shape.structure;
  const UnionParts& parts = *type.union_parts;
  const auto selected = evaluate(*shape.switch_is, scope, full_);
  if (!selected)
    throw Error(value, "the union needs " + names_in(*shape.switch_is) + ", which is not given");
  out_.align(parts.start[syntax_.layout]);
  if (!parts.encapsulated) {
    Value discriminant;
    discriminant.kind = *selected < 0 ? Value::Kind::negative : Value::Kind::number;
    discriminant.number = static_cast<uint64_t>(*selected);
    discriminant.name = "switch_is";
    discriminant.parent = const_cast<Value*>(&value);
    out_.put(scalar_bits(*parts.discriminant, discriminant, syntax_),
             scalar_size(*parts.discriminant, syntax_));
  }
  const Member* arm = selected_arm(type, *selected);
  if (!arm) throw Error(value, "the union has no arm for " + std::to_string(*selected));
  out_.align(parts.arm_alignment[syntax_.layout]);
  if (const Value* of_arm = value_of_arm(*arm, value, unnamed))
    flat(*arm->shape, *of_arm, {&value, &type, nullptr});
}

uint64_t Encoder::put_referent() {
  const uint64_t referent = k_first_referent + 4 * referents_++;
  out_.put_word(referent);
  return referent;
}

void Encoder::pointer(const Shape& shape, const Value& value, const Scope& scope) {
  if (shape.ignored) return out_.put_word(0);
  if (shape.pointer == PointerKind::full) return full_pointer(shape, value, scope);
  if (shape.pointer == PointerKind::ref) {
    const bool target_may_be_null = on_the_wire(*shape.target).kind == Shape::Kind::pointer;
    if (value.kind == Value::Kind::null && !target_may_be_null)
      throw Error(value, "a [ref] pointer is never null");
    if (!shape.top) put_referent();
    fresh_.push_back({shape.target, &value, scope, 0});
    return;
  }
  if (value.kind == Value::Kind::null) return out_.put_word(0);
  put_referent();
  fresh_.push_back({shape.target, &unwrapped(value), scope, 0});
}

// C706 14.3.12.1: the same pointer has the same referent identifier, and its pointee is sent once: where the first
// of them that is reached has its place.
void Encoder::full_pointer(const Shape& shape, const Value& value, const Scope& scope) {
  if (value.kind == Value::Kind::null) return out_.put_word(0);
  const auto alias = alias_number(value);
  if (alias && (*alias == 0 || *alias > full_.size()))
    throw Error(value, "there is no full pointer number " + std::to_string(*alias) + " yet");
  if (alias) {
    out_.put_word(full_referents_[*alias - 1]);
  } else {
    full_.push_back(&unwrapped(value));
    full_referents_.push_back(put_referent());
    full_sent_.push_back(false);
  }
  const uint64_t number = alias.value_or(full_.size());
  fresh_.push_back({shape.target, full_[number - 1], scope, number});
}

// C706 14.3.13 (and its IDL in appendix N): attributes and a uuid.
void Encoder::context_handle(const Value& value) {
  need(value, Value::Kind::object, "an object with attributes and uuid for a context handle");
  const Value* attributes = value.member("attributes");
  const Value* uuid = value.member("uuid");
  if (!attributes || !uuid || value.count() != 2)
    throw Error(value, "a context handle has two members, attributes and uuid");
  if (attributes->kind != Value::Kind::number || attributes->number > UINT32_MAX)
    throw Error(*attributes, "expected an integer of 32 bits");
  need(*uuid, Value::Kind::text, "a uuid as a string");
  const Result<Uuid> parsed = parse_uuid(to_utf8(*uuid->text));
  if (!parsed.ok()) throw Error(*uuid, "this is not a uuid");
  out_.put(attributes->number, 4);
  out_.put(parsed->data1, 4);
  out_.put(parsed->data2, 2);
  out_.put(parsed->data3, 2);
  for (const uint8_t each : parsed->data4) out_.put(each, 1);
}

// C706 14.3.10: chunks, each with its count in front, and an empty one at the end; in NDR64 the negated count follows
// the elements ([MS-RPCE] 2.2.5.3.4.5). All elements are one chunk.
void Encoder::pipe(const Shape& shape, const Value& value, const Scope& scope) {
  need(value, Value::Kind::list, "a list of the elements of a pipe");
  const uint64_t number = value.count();
  const bool ndr64 = syntax_.layout == Syntax::ndr64;
  if (number != 0) {
    out_.put_word(number);
    for (const Value* each = value.child(); each; each = each->next)
      flat(*shape.pipe->element, *each, scope);
    if (ndr64) out_.put_word(0 - number);
  }
  out_.put_word(0);
  if (ndr64) out_.put_word(0);
}

}  // namespace farcall::idl::engine
