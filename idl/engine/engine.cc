#include "idl/engine/engine.h"

#include "idl/engine/decoder.h"
#include "idl/engine/encoder.h"
#include "idl/engine/json.h"

namespace farcall::idl::engine {
namespace {

constexpr std::string_view k_result = "return";

bool travels(const Parameter& parameter, Direction direction) {
  return parameter.shape && (direction == Direction::in ? parameter.in : parameter.out);
}

// [partial_ignore]: a request says whether there is one; shown as {} when there is.
bool only_presence(const Parameter& parameter, Direction direction) {
  return parameter.partial_ignore && direction == Direction::in;
}

bool has_result(const Operation& operation, Direction direction) {
  return direction == Direction::out && operation.result_shape;
}

void check_parameters(const Operation& operation, const Value& values) {
  if (values.kind != Value::Kind::object)
    throw Error("the value must be an object with a member for each parameter");
  for (const Value* each = values.child(); each; each = each->next) {
    bool known = each->name == k_result && operation.result_shape;
    for (const Parameter& parameter : operation.parameters)
      known |= parameter.shape && parameter.name == each->name;
    if (!known) throw Error(*each, std::string(operation.name) + " has no such parameter");
  }
}

const Value& needed(const Value& values, std::string_view name) {
  const Value* found = values.member(name);
  if (!found) throw Error("parameter \"" + std::string(name) + "\" is missing");
  return *found;
}

}  // namespace

Encoded encode(const Operation& operation, Direction direction, TransferSyntax syntax,
               std::string_view json) {
  try {
    Document document;
    const Value& values = parse_json(json, document);
    check_parameters(operation, values);
    const Scope scope{&values, nullptr, &operation};
    Encoder encoder(syntax);
    for (const Parameter& each : operation.parameters) {
      if (!travels(each, direction)) continue;
      const Value& value = needed(values, each.name);
      if (only_presence(each, direction))
        encoder.put_presence(value.kind != Value::Kind::null);
      else
        encoder.put(*each.shape, value, scope);
    }
    if (has_result(operation, direction))
      encoder.put(*operation.result_shape, needed(values, k_result), scope);
    return {{}, encoder.take()};
  } catch (const Error& error) {
    return {error.what(), {}};
  }
}

Decoded decode(const Operation& operation, Direction direction, TransferSyntax syntax,
               std::span<const uint8_t> octets) {
  try {
    Document document;
    Value& values = document.make(Value::Kind::object);
    const Scope scope{&values, nullptr, &operation};
    Decoder decoder(octets, syntax, document);
    for (const Parameter& each : operation.parameters) {
      if (!travels(each, direction)) continue;
      Value& value = document.add(values, each.name);
      if (only_presence(each, direction))
        value.kind = decoder.get_presence() ? Value::Kind::object : Value::Kind::null;
      else
        decoder.get(*each.shape, value, scope);
    }
    if (has_result(operation, direction))
      decoder.get(*operation.result_shape, document.add(values, k_result), scope);
    decoder.finish();
    return {{}, write_json(values)};
  } catch (const Error& error) {
    return {error.what(), {}};
  }
}

}  // namespace farcall::idl::engine
