#include "idl/engine/decoder.h"

#include "base/uuid.h"
#include "idl/engine/nesting.h"
#include "idl/engine/scalars.h"
#include "idl/engine/union_arm.h"

namespace farcall::idl::engine {
namespace {

// Pointers that are equal lead to values of one type.
bool same_target(const Shape& a, const Shape& b) {
  const Shape& x = on_the_wire(a);
  const Shape& y = on_the_wire(b);
  if (x.kind != y.kind || x.structure != y.structure || x.wire != y.wire || x.enum16 != y.enum16)
    return false;
  return &resolved(*x.type) == &resolved(*y.type) || x.structure || x.kind == Shape::Kind::scalar ||
         describe(resolved(*x.type)) == describe(resolved(*y.type));
}

}  // namespace

void Decoder::get(const Shape& shape, Value& value, const Scope& scope) {
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
    if (next.full != 0 && full_[next.full - 1].received) continue;
    if (next.full != 0) full_[next.full - 1].received = true;
    whole(*next.shape, *next.value, next.scope);
  }
  fresh_ = outer;
}

void Decoder::finish() {
  if (in_.remaining() != 0)
    throw Error("bytes left over: " + std::to_string(in_.remaining()) + " at byte " +
                std::to_string(in_.position()));
  FullPointees full;
  for (const FullPointer& each : full_) full.push_back(each.value);
  collapse_pointees();
  for (const Check& each : checks_) compare(each, full);
}

void Decoder::compare(const Check& check, const FullPointees& full) const {
  const auto value = evaluate(Count{check.expr, check.plus_one, {}}, check.scope, full);
  if (!value || static_cast<uint64_t>(*value) == check.received + check.add) return;
  throw Error(*check.value, "the " + std::string(check.what) + " is " +
                                std::to_string(check.received) + ", but " + names_in(*check.expr) +
                                " makes it " +
                                std::to_string(*value - static_cast<int64_t>(check.add)));
}

// {"*": X} is shown only where X is null at its end: inner ones were made later.
void Decoder::collapse_pointees() {
  for (size_t i = pointees_.size(); i-- > 0;) {
    Value& outer = *pointees_[i];
    Value& inner = *outer.first;
    if (inner.kind == Value::Kind::null || inner.kind == Value::Kind::pointee) continue;
    outer.kind = inner.kind;
    outer.number = inner.number;
    if (inner.kind == Value::Kind::real) outer.real = inner.real;
    if (inner.kind == Value::Kind::text) outer.text = inner.text;
    if (inner.has_children()) {
      outer.first = inner.first;
      outer.last = inner.last;
      for (Value* each = outer.first; each; each = each->next) each->parent = &outer;
    }
  }
}

void Decoder::whole(const Shape& shape, Value& value, const Scope& scope) {
  maxima_.clear();
  maxima(shape);
  flat(shape, value, scope);
}

void Decoder::flat(const Shape& shape, Value& value, const Scope& scope) {
  const Nesting nesting(depth_);
  switch (shape.kind) {
    case Shape::Kind::scalar:
      return set_scalar(shape, in_.get(scalar_size(shape, syntax_)), syntax_, value);
    case Shape::Kind::structure:
      return structure(shape, value);
    case Shape::Kind::union_:
      Document::open(value, Value::Kind::object);
      return union_(shape, value, scope, false);
    case Shape::Kind::pointer:
      return pointer(shape, value, scope);
    case Shape::Kind::array:
      return array(shape, value, scope);
    case Shape::Kind::context_handle:
      return context_handle(value);
    case Shape::Kind::pipe:
      return pipe(shape, value, scope);
    case Shape::Kind::converted: {
      if (shape.conversion->by_user()) return flat(*shape.target, value, scope);
      const std::vector<uint64_t> outer = maxima_;
      get(*shape.target, value, scope);
      maxima_ = outer;
      return;
    }
  }
}

void Decoder::structure(const Shape& shape, Value& value) {
  const StructType& type = *shape.structure;
  const unsigned alignment = type.wire.in[syntax_.layout].alignment;
  Document::open(value, Value::Kind::object);
  in_.align(alignment);
  members(type, value, {&value, &type, nullptr});
  if (syntax_.layout == Syntax::ndr64) in_.align(alignment);
}

void Decoder::members(const StructType& type, Value& value, const Scope& scope) {
  for (const Member& each : type.members) {
    if (!each.shape) continue;
    if (!each.name.empty()) {
      flat(*each.shape, document_.add(value, each.name), scope);
    } else if (each.shape->kind == Shape::Kind::structure) {
      const unsigned alignment = each.shape->info.in[syntax_.layout].alignment;
      in_.align(alignment);
      members(*each.shape->structure, value, scope);
      if (syntax_.layout == Syntax::ndr64) in_.align(alignment);
    } else {
      union_(*each.shape, value, scope, true);
    }
  }
}

int64_t Decoder::discriminant(const Shape& shape, const Value& value, const Scope& scope) {
  const UnionParts& parts = *shape.structure->union_parts;
  if (parts.encapsulated) return evaluate(*shape.switch_is, scope, {}).value_or(0);
  Value received;
  received.name = "switch_is";
  received.parent = const_cast<Value*>(&value);
  set_scalar(*parts.discriminant, in_.get(scalar_size(*parts.discriminant, syntax_)), syntax_,
             received);
  if (shape.switch_is)
    checks_.push_back({shape.switch_is, false, "discriminant", received.number, 0, &value, scope});
  return static_cast<int64_t>(received.number);
}

void Decoder::union_(const Shape& shape, Value& value, const Scope& scope, bool unnamed) {
  const StructType& type = *shape.structure;
  in_.align(type.union_parts->start[syntax_.layout]);
  const int64_t selected = discriminant(shape, value, scope);
  const Member* arm = selected_arm(type, selected);
  if (!arm) throw Error(value, "the union has no arm for " + std::to_string(selected));
  in_.align(type.union_parts->arm_alignment[syntax_.layout]);
  if (!arm->shape) return;
  const Scope inner = unnamed ? scope : Scope{&value, &type, nullptr};
  flat(*arm->shape, document_.add(value, arm->name), inner);
}

void Decoder::pointer(const Shape& shape, Value& value, const Scope& scope) {
  const bool reference = shape.pointer == PointerKind::ref;
  if (reference && shape.top) {
    fresh_.push_back({shape.target, &value, scope, 0});
    return;
  }
  const uint64_t referent = in_.get_word();
  if (shape.ignored) return;
  if (reference && referent == 0) throw Error(value, "a [ref] pointer is null");
  if (referent == 0) return;
  if (shape.pointer == PointerKind::full) return full_pointer(shape, referent, value, scope);
  if (reference)
    fresh_.push_back({shape.target, &value, scope, 0});
  else
    await(*shape.target, value, scope, 0);
}

// A pointee that is a pointer itself may be null: then the value is {"*": null}.
void Decoder::await(const Shape& target, Value& value, const Scope& scope, size_t full) {
  Value* into = &value;
  if (on_the_wire(target).kind == Shape::Kind::pointer) {
    Document::open(value, Value::Kind::pointee);
    into = &document_.add(value);
    pointees_.push_back(&value);
  }
  if (full != 0) full_[full - 1].value = into;
  fresh_.push_back({&target, into, scope, full});
}

void Decoder::full_pointer(const Shape& shape, uint64_t referent, Value& value,
                           const Scope& scope) {
  const auto [known, added] = full_by_referent_.try_emplace(referent, full_.size() + 1);
  const size_t number = known->second;
  if (added) {
    full_.push_back({shape.target, nullptr, false});
    return await(*shape.target, value, scope, number);
  }
  const FullPointer& same = full_[number - 1];
  if (!same_target(*same.target, *shape.target))
    throw Error(value, "equal full pointers lead to values of different types");
  Document::open(value, Value::Kind::object);
  Value& alias = document_.add(value, "&");
  alias.kind = Value::Kind::number;
  alias.number = number;
  fresh_.push_back({shape.target, same.value, scope, number});
}

void Decoder::context_handle(Value& value) {
  Document::open(value, Value::Kind::object);
  Value& attributes = document_.add(value, "attributes");
  attributes.kind = Value::Kind::number;
  attributes.number = in_.get(4);
  Uuid uuid;
  uuid.data1 = static_cast<uint32_t>(in_.get(4));
  uuid.data2 = static_cast<uint16_t>(in_.get(2));
  uuid.data3 = static_cast<uint16_t>(in_.get(2));
  for (uint8_t& each : uuid.data4) each = static_cast<uint8_t>(in_.get(1));
  const std::string text = to_string(uuid);
  document_.set_text(document_.add(value, "uuid"), {text.begin(), text.end()});
}

// The elements of all chunks.
void Decoder::pipe(const Shape& shape, Value& value, const Scope& scope) {
  Document::open(value, Value::Kind::list);
  for (;;) {
    const uint64_t number = in_.get_word();
    if (number > in_.remaining())
      throw Error(value, "a chunk of " + std::to_string(number) + " elements in " +
                             std::to_string(in_.remaining()) + " bytes");
    for (uint64_t i = 0; i < number; ++i) flat(*shape.pipe->element, document_.add(value), scope);
    if (syntax_.layout == Syntax::ndr64 && in_.get_word() != 0 - number)
      throw Error(value, "the count behind a chunk is not the negated count in front of it");
    if (number == 0) return;
  }
}

}  // namespace farcall::idl::engine
