// Each operation is a frame (its parameters, with the routines that marshal [in] and unmarshal [out]), a descriptor
// and a function that fills the frame and hands it to the run-time.
#include "idl/back/client_stub.h"

#include "idl/back/c_header.h"
#include "idl/back/stub_file.h"

namespace farcall::idl {
namespace {

class ClientStub : private StubFile {
 public:
  ClientStub(const Model& model, const BackOptions& options)
      : StubFile(model, options, Side::client) {}

  std::string make() {
    begin("Client stub");
    allocator();
    text_.raw("namespace farcall::stub {\nnamespace {\n");
    StructCode structs(text_, types_, Side::client);
    use_structs(structs);
    structs.emit();
    for (const InterfaceItem* each : interfaces()) definitions(*each);
    text_.blank();
    text_.raw("}  // namespace\n}  // namespace farcall::stub");
    for (const InterfaceItem* each : interfaces()) functions(*each);
    return text_.str();
  }

 private:
  void definitions(const InterfaceItem& interface) {
    text_.raw("// -- interface " + std::string(interface.name));
    text_.blank();
    endpoints(interface);
    text_.line("extern const ClientInterface ", interface.name, "_client;");
    text_.open("RPC_CLIENT_INTERFACE ", interface.name, "_spec =");
    interface_head(interface, "RPC_CLIENT_INTERFACE");
    text_.line("0, &", interface.name, "_client, 0");
    text_.close("};");
    text_.line("const ClientInterface ", interface.name, "_client{k_interface_magic, \"",
               interface.name, "\", &::", if_spec_name(interface, options_, false), ",");
    text_.line("    {&::midl_user_allocate, &::midl_user_free}};");
    text_.blank();
    for (const Operation& each : interface.operations)
      if (!each.no_code) operation(interface, each);
  }

  void operation(const InterfaceItem& interface, const Operation& each) {
    text_.append_text(written_as_comment(each));
    text_.open("struct ", each.name, "_frame");
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape) text_.line(types_.decayed(*parameter.type, member(parameter.name)), ";");
    result_member(each);
    text_.blank();
    put_in(each);
    text_.blank();
    get_out(each);
    text_.close("};");
    text_.line("constexpr ClientOperation ", each.name, "_operation =");
    text_.line("    client_operation<", each.name, "_frame>(", interface.name, "_client, \"",
               each.name, "\", ", std::to_string(each.opnum), ", ", flags(each), ");");
    text_.blank();
  }

  void put_in(const Operation& each) {
    text_.line("template <class S>");
    text_.open("void put_in([[maybe_unused]] Writer<S>& out) const");
    Marshaller code(text_, types_, Side::client, places(each));
    std::vector<Value> values;
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape && parameter.in)
        values.push_back({parameter.shape, member(parameter.name)});
    code.put(values, true, k_first_parameter);
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape && !parameter.in)
        text_.line("out.reference(", member(parameter.name), ");");
    text_.close();
  }

  void get_out(const Operation& each) {
    text_.line("template <class S>");
    text_.open("void get_out([[maybe_unused]] Reader<S>& in)");
    Text body(text_.indent());
    Marshaller code(body, types_, Side::client, places(each));
    std::set<std::string_view> unavailable;
    for (const Parameter& parameter : each.parameters)
      if (parameter.out) unavailable.insert(parameter.name);
    code.set_unavailable(unavailable);
    get_parameters(each, code, body);
    for (const std::string& line : code.late_variables()) text_.line(line);
    text_.append(body);
    for (const std::string& line : code.late_checks()) text_.line(line);
    text_.close();
  }

  // Values without pointers that stand together are got together.
  void get_parameters(const Operation& each, Marshaller& code, Text& body) {
    std::vector<Value> plain;
    std::vector<std::string_view> names;
    bool first = true;
    const auto flush = [&] {
      if (!plain.empty()) code.get(plain, true, first ? k_first_parameter : k_anywhere);
      for (const std::string_view name : names) code.now_available(name);
      first = first && plain.empty();
      plain.clear();
      names.clear();
    };
    bool used = false;
    const auto memory = [&](bool reuse) {
      body.line("in.use(Memory::user", reuse ? ", true" : used ? ", false" : "", ");");
      used = true;
    };
    for (const Parameter& parameter : each.parameters) {
      if (!parameter.shape || !parameter.out) continue;
      const Shape& target = *parameter.shape->target;
      const bool ref = parameter.shape->pointer == PointerKind::ref;
      const bool fills = ref && (target.kind == Shape::Kind::scalar ||
                                 (target.kind == Shape::Kind::structure && target.info.fixed &&
                                  !target.info.has_pointers));
      if (fills) {
        plain.push_back({&target, "*" + member(parameter.name)});
        names.push_back(parameter.name);
        continue;
      }
      flush();
      first = false;
      if (reaches_memory(parameter)) memory(parameter.in);
      get_parameter(code, body, each, parameter);
      code.now_available(parameter.name);
    }
    if (each.result_shape && each.result_shape->info.has_pointers) {
      flush();
      memory(false);
    }
    if (each.result_shape) plain.push_back({each.result_shape, "result"});
    flush();
  }

  // Whether a parameter holds pointers below the one it is itself.
  static bool reaches_memory(const Parameter& parameter) {
    const Shape& target = *parameter.shape->target;
    return target.kind == Shape::Kind::array ? target.element->info.has_pointers
                                             : target.info.has_pointers;
  }

  // The program's buffer is filled. Its size, when the reply may change what says it, is taken down before.
  void get_parameter(Marshaller& code, Text& body, const Operation& operation,
                     const Parameter& parameter) {
    const std::string name = member(parameter.name);
    const Shape& shape = *parameter.shape;
    code.set_room({});
    if (mutable_size(operation, parameter)) {
      text_.line("const size_t ", name, "_room = in.room(",
                 count_code(*size_of(parameter), places(operation)), ");");
      code.set_room(name + "_room");
    }
    const bool unique = shape.pointer != PointerKind::ref;
    if (unique) body.open("if (in.filled(", name, ", in.u32()))");
    const bool sized = shape.target->kind == Shape::Kind::array || shape.target->info.conformant;
    code.get({sized ? Value{&shape, name} : Value{shape.target, "*" + name}}, true, k_anywhere);
    if (unique) body.close();
  }

  void functions(const InterfaceItem& interface) {
    text_.blank();
    text_.raw("extern \"C\" {");
    text_.blank();
    text_.line("RPC_IF_HANDLE ", if_spec_name(interface, options_, false),
               " = &::farcall::stub::", interface.name, "_spec;");
    if (interface.handle == HandleKind::implicit)
      text_.line("handle_t ", interface.implicit_name, " = nullptr;");
    text_.blank();
    for (const Operation& each : interface.operations)
      if (!each.no_code) function(interface, each);
    text_.raw("}  // extern \"C\"");
  }

  void function(const InterfaceItem& interface, const Operation& each) {
    text_.open(prototype(each, options_.client_prefix + std::string(each.name), options_));
    const std::string frame = "::farcall::stub::" + std::string(each.name);
    std::string values;
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape) values += (values.empty() ? "" : ", ") + identifier(parameter.name);
    if (each.result_shape) values += std::string(values.empty() ? "" : ", ") + "{}";
    const std::string local = "midl_frame";
    text_.line(frame, "_frame ", local, "{", values, "};");
    std::string binding = "nullptr";
    if (each.handle == HandleKind::explicit_)
      binding = identifier(each.parameters[each.handle_at].name);
    if (each.handle == HandleKind::implicit) binding = interface.implicit_name;
    if (each.is_async)
      text_.line("::farcall::stub::begin(", frame, "_operation, ", each.name, "_AsyncHandle, ",
                 binding, ", &", local, ");");
    else
      text_.line("::farcall::stub::call(", frame, "_operation, ", binding, ", &", local, ");");
    if (!each.is_async && each.result_shape) text_.line("return ", local, ".result;");
    text_.close();
    text_.blank();
  }
};

}  // namespace

std::string client_stub(const Model& model, const BackOptions& options) {
  return ClientStub(model, options).make();
}

}  // namespace farcall::idl
