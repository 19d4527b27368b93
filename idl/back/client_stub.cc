// Each operation is a frame (its parameters, with the routines that marshal [in] and unmarshal [out]), a descriptor
// and a function that fills the frame and hands it to the run-time.
#include "idl/back/client_stub.h"

#include <utility>

#include "idl/back/c_header.h"
#include "idl/back/pickle_code.h"
#include "idl/back/pipe_code.h"
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
    Text top = std::exchange(text_, Text());
    pipe_types();
    for (const InterfaceItem* each : interfaces()) definitions(*each);
    const Text operations = std::exchange(text_, std::move(top));
    const Text structs = structs_.emit();
    text_.raw("namespace farcall::stub {\nnamespace {\n");
    give_back(structs, operations);
    context_types();
    text_.append(structs);
    text_.append(operations);
    text_.blank();
    text_.raw("}  // namespace\n}  // namespace farcall::stub");
    for (const InterfaceItem* each : interfaces()) functions(*each);
    return text_.str();
  }

 private:
  // The context handle that says where the call goes.
  static std::string context_binding(const Operation& operation) {
    const Parameter& parameter = operation.parameters[operation.handle_at];
    const std::string name = identifier(parameter.name);
    if (parameter.shape->kind != Shape::Kind::pointer) return name;
    return name + " ? *" + name + " : nullptr";
  }

  void definitions(const InterfaceItem& interface) {
    text_.raw("// -- interface " + std::string(interface.name));
    text_.blank();
    endpoints(interface);
    text_.line("extern const ClientInterface ", interface.name, "_client;");
    text_.open("RPC_CLIENT_INTERFACE ", interface.name, "_spec =");
    interface_head(interface, "RPC_CLIENT_INTERFACE");
    text_.line("0, &", interface.name, "_client, 0");
    text_.close("};");
    // Not the variable of that name in the header: programs use it as a binding handle of theirs.
    text_.line("const void* const ", interface.name, "_handle = &", interface.name, "_spec;");
    text_.line("const ClientInterface ", interface.name, "_client{k_interface_magic, \"",
               interface.name, "\", &", interface.name, "_handle,");
    text_.line("    {&::midl_user_allocate, &::midl_user_free}", syntaxes(), "};");
    text_.blank();
    for (const Operation& each : interface.operations)
      if (!each.no_code) operation(interface, each);
    for (const Operation& each : interface.pickled_types) pickled_type(interface, each);
  }

  void operation(const InterfaceItem& interface, const Operation& each) {
    text_.append_text(written_as_comment(each));
    text_.open("struct ", each.name, "_frame");
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape)
        text_.line(pipe_parameter(parameter, each.is_async,
                                  types_.decayed(*parameter.type, member(parameter.name))),
                   ";");
    result_member(each);
    text_.blank();
    if (!each.pickles() || each.encode) put_in(each);
    text_.blank();
    if (!each.pickles() || each.decode) get_out(each);
    text_.close("};");
    if (each.pickles()) return pickled_operation(interface, each, each.name, flags(each));
    const std::string pipes = pipe_table(each);
    text_.line("constexpr ClientOperation ", each.name, "_operation =");
    text_.line("    client_operation<", each.name, "_frame", syntaxes(), ">(", interface.name,
               "_client, \"", each.name, "\", ", std::to_string(each.opnum), ", ", flags(each),
               pipes, ");");
    text_.blank();
  }

  // The frame of a type: a pointer to a value, put as [in] and got as [out].
  void pickled_type(const InterfaceItem& interface, const Operation& each) {
    const Parameter& value = each.parameters.back();
    const Shape& shape = *value.shape->target;
    const std::string name = std::string(each.name) + "_pickled";
    text_.open("struct ", name, "_frame");
    text_.line(types_.decayed(*value.type, member(value.name)), ";");
    text_.blank();
    if (each.encode) put_in(each);
    text_.blank();
    if (each.decode) get_out(each);
    if (each.decode) release_value(each);
    text_.close("};");
    pickled_operation(interface, each, name,
                      shape.kind == Shape::Kind::scalar ? "k_op_primitive" : "k_op_plain");
  }

  void pickled_operation(const InterfaceItem& interface, const Operation& each,
                         std::string_view name, std::string_view flags) {
    text_.line("constexpr ClientOperation ", name, "_operation =");
    text_.line("    pickled_operation<", name, "_frame", syntaxes(), ">(", interface.name,
               "_client, \"", each.name, "\", ", std::to_string(each.opnum), ", ", flags, ");");
    text_.blank();
  }

  // X_Free: what X_Decode took.
  void release_value(const Operation& each) {
    const Parameter& value = each.parameters.back();
    const Shape& shape = *value.shape->target;
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::client, places(each), structs_);
    if (shape.info.has_pointers || reaches_converted(shape))
      code.release({&shape, "*" + member(value.name)});
    text_.blank();
    text_.open("void release() const");
    if (!body.empty()) text_.line("if (!", member(value.name), ") return;");
    if (!body.empty() && reaches_full(shape)) text_.line("Released done;");
    text_.append(body);
    text_.close();
  }

  void put_in(const Operation& each) {
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::client, places(each), structs_);
    std::vector<Value> values;
    Start start = k_first_parameter;
    const auto flush = [&] {
      if (!values.empty()) code.put(values, true, start);
      if (!values.empty()) start = k_anywhere;
      values.clear();
    };
    for (const Parameter& parameter : each.parameters) {
      if (!travels(parameter) || !parameter.in) continue;
      if (parameter.partial_ignore) {  // only whether there is one
        flush();
        start = k_anywhere;
        body.line("out.referent(", member(parameter.name), ");");
      } else {
        values.push_back({parameter.shape, member(parameter.name), parameter.name});
      }
    }
    flush();
    for (const Parameter& parameter : each.parameters)
      if (travels(parameter) && !parameter.in)
        body.line("out.reference(", member(parameter.name), ");");
    text_.line("template <class S>");
    routine("void put_in(Writer<S>&", "out", ") const", body);
  }

  void get_out(const Operation& each) {
    Text rooms(text_.indent() + 1);
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::client, places(each), structs_);
    std::set<std::string_view> unavailable;
    for (const Parameter& parameter : each.parameters) {
      if (!parameter.out || !travels(parameter)) continue;
      unavailable.insert(parameter.name);
      if (each.pickles() && parameter.shape->pointer == PointerKind::ref)
        rooms.line("if (!", member(parameter.name), ") return in.fail(RPC_X_NULL_REF_POINTER);");
      if (parameter.in && !parameter.partial_ignore) {
        structs_.reuse(*parameter.shape);
        note_arm(each, parameter, code, rooms);
      }
      if (each.pickles() && (mutable_size(each, parameter) || !size_of(parameter))) {
        code.set_roomy(member(parameter.name));
        continue;
      }
      if (!mutable_size(each, parameter)) continue;
      // The size of the program's buffer, taken down before the reply changes what says it.
      const std::string name = member(parameter.name);
      rooms.line("const size_t ", name, "_room = in.room(",
                 count_code(*size_of(parameter), places(each)), ");");
      code.set_room(name, name + "_room");
    }
    code.set_unavailable(unavailable);
    get_parameters(each, code, body);
    for (const std::string& line : code.late_variables()) rooms.line(line);
    rooms.append(body);
    for (const std::string& line : code.late_checks()) rooms.line(line);
    text_.line("template <class S>");
    routine("void get_out(Reader<S>&", "in", ")", rooms);
  }

  // Which arm the program's union holds, taken down before the reply changes what says it.
  void note_arm(const Operation& each, const Parameter& parameter, Marshaller& code, Text& body) {
    const Shape& target = *parameter.shape->target;
    if (target.kind != Shape::Kind::union_) return;
    const std::string name = member(parameter.name);
    body.line("const Bound ", name, "_before = ", size_code(*target.switch_is, places(each)), ";");
    code.set_before("*" + name, name + "_before");
  }

  // Values without pointers that stand together are got together.
  void get_parameters(const Operation& each, Marshaller& code, Text& body) {
    std::vector<Value> plain;
    std::vector<std::string_view> names;
    bool first = true;
    const auto flush = [&] {
      if (!plain.empty()) code.get(plain, true, first ? start_of_out(each) : k_anywhere);
      for (const std::string_view name : names) code.now_available(name);
      first = first && plain.empty();
      plain.clear();
      names.clear();
    };
    std::optional<bool> used;
    const auto memory = [&](bool reuse) {
      if (used == reuse) return;
      body.line("in.use(Memory::user", reuse ? ", true" : used ? ", false" : "", ");");
      used = reuse;
    };
    for (const Parameter& parameter : each.parameters) {
      if (!travels(parameter) || !parameter.out) continue;
      const Shape& target = *parameter.shape->target;
      const bool ref = parameter.shape->pointer == PointerKind::ref;
      const bool fills = ref && (target.kind == Shape::Kind::scalar ||
                                 target.kind == Shape::Kind::context_handle ||
                                 (target.kind == Shape::Kind::structure && target.info.fixed &&
                                  !target.info.has_pointers));
      if (fills) {
        plain.push_back({&target, "*" + member(parameter.name), parameter.name});
        names.push_back(parameter.name);
        continue;
      }
      flush();
      first = false;
      if (reaches_memory(parameter)) memory(parameter.in && !parameter.partial_ignore);
      get_parameter(code, body, parameter);
      code.now_available(parameter.name);
    }
    const bool result = each.result_shape && !each.pickles();  // which nobody encodes
    if (result && each.result_shape->info.has_pointers) {
      flush();
      memory(false);
    }
    if (result) plain.push_back({each.result_shape, "result"});
    flush();
  }

  // Whether a parameter holds pointers below the one it is itself.
  static bool reaches_memory(const Parameter& parameter) {
    const Shape& target = *parameter.shape->target;
    return target.kind == Shape::Kind::array ? target.element->info.has_pointers
                                             : target.info.has_pointers;
  }

  void get_parameter(Marshaller& code, Text& body, const Parameter& parameter) {
    const std::string name = member(parameter.name);
    const Shape& shape = *parameter.shape;
    const bool unique = shape.pointer != PointerKind::ref;
    const bool full = shape.pointer == PointerKind::full;
    if (unique) body.open("if (in.", full ? "filled_full(" : "filled(", name, ", in.referent()))");
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
    for (const Operation& each : interface.pickled_types) type_routines(interface, each);
    text_.raw("}  // extern \"C\"");
  }

  // The call; where [comm_status] and [fault_status] say so, a failure goes into a variable instead of a raise.
  void call_and_report(const Operation& each, const std::string& frame,
                       const std::string& binding) {
    const std::string comm = status_target(each, true), fault = status_target(each, false);
    const std::string call = "::farcall::stub::" + std::string(each.pickles() ? "pickle" : "call") +
                             "(" + frame + "_operation, " + binding + ", &midl_frame";
    if (comm.empty() && fault.empty()) return text_.line(call, ");");
    text_.line("uint32_t midl_comm_status = RPC_S_OK, midl_fault_status = RPC_S_OK;");
    text_.line(call, ",");
    text_.line("    {", comm.empty() ? "nullptr" : "&midl_comm_status", ", ",
               fault.empty() ? "nullptr" : "&midl_fault_status", "});");
    for (const auto& [target, status] :
         {std::pair{comm, "midl_comm_status"}, {fault, "midl_fault_status"}})
      if (!target.empty()) text_.line("if (", status, " != RPC_S_OK) ", target, " = ", status, ";");
  }

  // The variable that takes a status: a parameter, the result, or none.
  static std::string status_target(const Operation& each, bool comm) {
    for (const Parameter& parameter : each.parameters)
      if (comm ? parameter.comm_status : parameter.fault_status)
        return "*" + identifier(parameter.name);
    return (comm ? each.comm_status : each.fault_status) ? "midl_frame.result" : "";
  }

  void type_routines(const InterfaceItem& interface, const Operation& each) {
    const std::string frame = "::farcall::stub::" + std::string(each.name) + "_pickled";
    const std::string handle = each.handle == HandleKind::implicit
                                   ? std::string(interface.implicit_name)
                                   : "_MidlEsHandle";
    for (const PicklingRoutine& routine : k_pickling_routines) {
      if (!(routine.encode ? each.encode : each.decode)) continue;
      text_.open(pickling_prototype(each, routine, options_));
      text_.line(routine.encode ? "const " : "", frame, "_frame midl_frame{_pType};");
      if (!routine.stub_call.empty()) {
        text_.line(routine.result == "void" ? "" : "return ",
                   "::farcall::stub::", routine.stub_call, "(", frame, "_operation, ", handle,
                   ", &midl_frame);");
      } else {
        if (each.handle != HandleKind::implicit) text_.line("(void)_MidlEsHandle;");
        text_.line("midl_frame.release();");
      }
      text_.close();
      text_.blank();
    }
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
    if (each.handle == HandleKind::context) binding = context_binding(each);
    if (each.handle == HandleKind::generic) {
      const Parameter& handle = each.parameters[each.handle_at];
      text_.line("const ::farcall::stub::GenericBinding midl_binding(", identifier(handle.name),
                 ", &::", handle.type->name, "_bind, &::", handle.type->name, "_unbind);");
      binding = "midl_binding.handle()";
    }
    if (each.is_async)
      text_.line("::farcall::stub::begin(", frame, "_operation, ", each.name, "_AsyncHandle, ",
                 binding, ", &", local, ");");
    else
      call_and_report(each, frame, binding);
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
