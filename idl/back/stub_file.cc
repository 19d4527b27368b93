#include "idl/back/stub_file.h"

#include <algorithm>
#include <set>

#include "idl/back/c_header.h"
#include "idl/back/pipe_code.h"

namespace farcall::idl {
namespace {

// Names that stub code uses where members of a frame are visible.
constexpr std::string_view k_taken[] = {"Bound",
                                        "Extent",
                                        "Frame",
                                        "Memory",
                                        "Reader",
                                        "Released",
                                        "S",
                                        "ServerInvocation",
                                        "Writer",
                                        "at",
                                        "begin",
                                        "binding",
                                        "bound",
                                        "bound_at",
                                        "arm",
                                        "before",
                                        "call",
                                        "done",
                                        "elements_of",
                                        "epv",
                                        "extent",
                                        "follow",
                                        "frame",
                                        "get_body",
                                        "get_in",
                                        "get_out",
                                        "get_pointees",
                                        "give_back",
                                        "i",
                                        "in",
                                        "invoke",
                                        "k_no_count",
                                        "late_count",
                                        "late_tag",
                                        "maximum",
                                        "number",
                                        "out",
                                        "put_body",
                                        "put_in",
                                        "put_maximum",
                                        "put_out",
                                        "put_pointees",
                                        "release",
                                        "release_pointees",
                                        "result",
                                        "std",
                                        "tag",
                                        "tail_room",
                                        "target"};

}  // namespace

bool needs_user_routines(const Model& model) {
  std::set<const StructType*> seen;
  std::vector<const StructType*> open;
  bool found = false;
  const auto reach = [&](const Shape* shape) {
    for (const Shape* at = shape; at; at = at->target ? at->target : at->element) {
      found |= at->kind == Shape::Kind::converted && at->conversion->by_user();
      if (at->structure && seen.insert(at->structure).second) open.push_back(at->structure);
    }
  };
  for (const InterfaceItem& interface : model.interfaces) {
    if (!interface.has_stubs()) continue;
    for (const Operation& each : interface.operations) {
      for (const Parameter& parameter : each.parameters) reach(parameter.shape);
      reach(each.result_shape);
    }
    for (const Operation& each : interface.pickled_types)
      for (const Parameter& parameter : each.parameters) reach(parameter.shape);
  }
  while (!open.empty()) {
    const StructType* type = open.back();
    open.pop_back();
    for (const Member& each : type->members) reach(each.shape);
  }
  return found;
}

void StubFile::begin(std::string_view what) {
  text_.append_text(opening(options_, what));
  const auto list = interfaces();
  const bool pickles = std::any_of(list.begin(), list.end(), [](auto* i) { return i->pickles(); });
  text_.raw("#include <farcall/stub/frames.h>");
  if (pickles) text_.raw("#include <farcall/stub/pickle.h>");
  text_.blank();
  text_.raw("#include <cstddef>\n#include <cstdint>\n#include <cstdlib>\n#include <cstring>");
  text_.blank();
  text_.raw("#include \"" + options_.header_name + "\"");
  text_.blank();
}

void StubFile::allocator() {
  text_.raw("// The program's own pair, when it has one, replaces this one.");
  text_.raw(
      "extern \"C\" __attribute__((weak)) void* __RPC_USER midl_user_allocate(size_t size) { "
      "return std::malloc(size); }");
  text_.raw(
      "extern \"C\" __attribute__((weak)) void __RPC_USER midl_user_free(void* memory) { "
      "std::free(memory); }");
  text_.blank();
}

void StubFile::give_back(const Text& structs, const Text& operations) {
  if ((structs.str() + operations.str()).find("give_back(") == std::string::npos) return;
  text_.line(
      "inline void give_back(const void* memory) { "
      "if (memory) ::midl_user_free(const_cast<void*>(memory)); }");
  text_.blank();
}

std::string StubFile::member(std::string_view name) {
  const bool taken = std::find(std::begin(k_taken), std::end(k_taken), name) != std::end(k_taken);
  return taken ? std::string(name) + "_" : identifier(name);
}

bool StubFile::by_value(const Parameter& parameter) {
  const Shape& shape = *parameter.shape;
  if (shape.kind != Shape::Kind::pointer || shape.pointer != PointerKind::ref || shape.decayed)
    return false;
  return shape.target->kind == Shape::Kind::scalar || shape.target->kind == Shape::Kind::pointer ||
         shape.target->kind == Shape::Kind::context_handle ||
         shape.target->kind == Shape::Kind::pipe;
}

const Count* StubFile::size_of(const Parameter& parameter) {
  const Shape* shape = parameter.shape;
  if (shape && shape->kind == Shape::Kind::pointer) shape = shape->target;
  return shape && shape->kind == Shape::Kind::array && shape->size ? &shape->size : nullptr;
}

bool StubFile::mutable_size(const Operation& operation, const Parameter& parameter) {
  const Count* size = size_of(parameter);
  if (!size || !parameter.out) return false;
  bool changes = false;
  each_variable(*size->expr, [&](std::string_view name) {
    for (const Parameter& each : operation.parameters) changes |= each.name == name && each.out;
  });
  return changes;
}

PlaceOf StubFile::places(const Operation& operation) const {
  return [&operation, side = side_](std::string_view name) {
    for (const Parameter& each : operation.parameters)
      if (each.name == name) return Place{member(name), side == Side::server && by_value(each)};
    return Place{std::string(name), false};
  };
}

const Shape* StubFile::context_of(const Shape* shape) {
  while (shape && shape->kind == Shape::Kind::pointer) shape = shape->target;
  return shape && shape->kind == Shape::Kind::context_handle ? shape : nullptr;
}

bool StubFile::travels(const Parameter& parameter) {
  return parameter.shape && !pipe_of(parameter.shape);
}

Start StubFile::start_of_out(const Operation& operation) {
  for (const Parameter& each : operation.parameters)
    if (each.out && pipe_of(each.shape)) return k_anywhere;
  return k_first_parameter;
}

void StubFile::pipe_types() {
  std::set<const PipeType*> seen;
  for (const InterfaceItem* each : interfaces())
    for (const Operation& operation : each->operations)
      for (const Parameter& parameter : operation.parameters)
        if (const PipeType* pipe = pipe_of(parameter.shape); pipe && seen.insert(pipe).second)
          emit_pipe_codec(*pipe, side_, types_, structs_, text_);
}

std::string StubFile::pipe_table(const Operation& operation) {
  const auto pointer = [this](const Parameter& each) {
    return side_ == Side::client && each.shape->kind == Shape::Kind::pointer;
  };
  const auto place = [](const Parameter& each) { return member(each.name); };
  const size_t count = emit_pipe_table(operation, place, pointer, options_.long32, text_);
  if (count == 0) return {};
  return ", {" + std::string(operation.name) + "_pipes, " + std::to_string(count) + "}";
}

void StubFile::context_types() {
  std::set<std::string_view> seen;
  const auto type = [&](const Shape* shape) {
    const Shape* context = context_of(shape);
    if (!context || context->context.type_name.empty() ||
        !seen.insert(context->context.type_name).second)
      return;
    const std::string name(context->context.type_name);
    text_.line("const ContextType ", name, "_context_type{\"", name, "\",",
               side_ == Side::client ? " nullptr};" : "");
    if (side_ == Side::server)
      text_.line("    [](void* context) { ::", name, "_rundown(static_cast<::", name,
                 ">(context)); }};");
  };
  for (const InterfaceItem* each : interfaces())
    for (const Operation& operation : each->operations) {
      for (const Parameter& parameter : operation.parameters) type(parameter.shape);
      type(operation.result_shape);
    }
  if (!seen.empty()) text_.blank();
}

std::vector<const InterfaceItem*> StubFile::interfaces() const {
  std::vector<const InterfaceItem*> list;
  for (const InterfaceItem& each : model_.interfaces)
    if (each.has_stubs() && (side_ == Side::client || each.serves())) list.push_back(&each);
  return list;
}

void StubFile::routine(const std::string& head, std::string_view parameter, std::string_view tail,
                       const Text& body) {
  text_.open(head, body.empty() ? "" : " ", body.empty() ? "" : parameter, tail);
  text_.append(body);
  text_.close();
}

// The NDR64 routines of wire_marshal and user_marshal have other names, so interfaces with such types speak NDR 2.0.
std::string StubFile::syntaxes() const {
  if (by_user_) return ", k_ndr20_only";
  if (options_.protocol == Protocol::all) return {};
  return options_.protocol == Protocol::dce ? ", k_ndr20_only" : ", k_ndr64_only";
}

std::string StubFile::flags(const Operation& operation) const {
  std::string text;
  const auto add = [&](bool set, std::string_view name) {
    if (set) text += (text.empty() ? "" : " | ") + std::string(name);
  };
  add(operation.is_async, "k_op_async");
  add(operation.result_shape, "k_op_has_result");
  add(operation.maybe, "k_op_maybe");
  add(operation.idempotent, "k_op_idempotent");
  add(operation.broadcast, "k_op_broadcast");
  add(side_ == Side::client && operation.handle == HandleKind::context, "k_op_context_binding");
  bool makes = context_of(operation.result_shape) != nullptr;
  for (const Parameter& each : operation.parameters)
    makes |= each.out && context_of(each.shape) != nullptr;
  add(side_ == Side::client && makes, "k_op_makes_contexts");
  return text.empty() ? "k_op_plain" : text;
}

void StubFile::result_member(const Operation& operation) {
  if (operation.result_shape) text_.line(types_.declare_mutable(*operation.result, "result"), ";");
}

void StubFile::endpoints(const InterfaceItem& interface) {
  if (interface.endpoints.empty()) return;
  text_.open("RPC_PROTSEQ_ENDPOINT ", interface.name, "_endpoints[] =");
  for (const Endpoint& each : interface.endpoints) {
    std::string endpoint;
    for (const char c : each.endpoint)
      endpoint += c == '\\' ? std::string("\\\\") : std::string(1, c);
    text_.line("{reinterpret_cast<unsigned char*>(const_cast<char*>(\"", each.protocol, "\")),");
    text_.line(" reinterpret_cast<unsigned char*>(const_cast<char*>(\"", endpoint, "\"))},");
  }
  text_.close("};");
  text_.blank();
}

void StubFile::interface_head(const InterfaceItem& interface, std::string_view type) {
  const Uuid& id = interface.uuid;
  char text[128];
  std::snprintf(
      text, sizeof text,
      "0x%08x, 0x%04x, 0x%04x, {0x%02x, 0x%02x, 0x%02x, 0x%02x, 0x%02x, 0x%02x, 0x%02x, 0x%02x}",
      id.data1, id.data2, id.data3, id.data4[0], id.data4[1], id.data4[2], id.data4[3], id.data4[4],
      id.data4[5], id.data4[6], id.data4[7]);
  text_.line("sizeof(", type, "),");
  text_.line("{{", text, "}, {", std::to_string(interface.major), ", ",
             std::to_string(interface.minor), "}},");
  text_.line(
      options_.protocol == Protocol::ndr64
          ? "{{0x71710533, 0xbeba, 0x4937, {0x83, 0x19, 0xb5, 0xdb, 0xef, 0x9c, 0xcc, 0x36}}, {1, "
            "0}},"
          : "{{0x8a885d04, 0x1ceb, 0x11c9, {0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60}}, {2, "
            "0}},");
  text_.line("nullptr,");
  const bool any = !interface.endpoints.empty();
  text_.line(std::to_string(interface.endpoints.size()), ", ",
             any ? std::string(interface.name) + "_endpoints" : "nullptr", ",");
}

}  // namespace farcall::idl
