// Each operation is a frame: get_in unmarshals [in] and makes room for [out], invoke calls the manager through its
// entry point vector, put_out marshals [out] and the result, release frees what came from midl_user_allocate.
//
// Memory (design D3): what [in] parameters point to is the call's, and so are buffers of [out] parameters. What an
// [in, out] parameter points to and all below is midl_user_allocate's, because the manager may free or replace it, and
// so is what it puts behind [out] pointers. Only a scalar or pointer behind a [ref] parameter stands in the frame.
#include "idl/back/server_stub.h"

#include <utility>

#include "idl/back/c_header.h"
#include "idl/back/pipe_code.h"
#include "idl/back/stub_file.h"

namespace farcall::idl {
namespace {

class ServerStub : private StubFile {
 public:
  ServerStub(const Model& model, const BackOptions& options)
      : StubFile(model, options, Side::server) {}

  std::string make() {
    begin("Server stub");
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
    text_.blank();
    for (const InterfaceItem* each : interfaces())
      text_.line("extern \"C\" {\nRPC_IF_HANDLE ", if_spec_name(*each, options_, true),
                 " = &::farcall::stub::", each->name, "_spec;\n}");
    return text_.str();
  }

 private:
  void definitions(const InterfaceItem& interface) {
    text_.raw("// -- interface " + std::string(interface.name));
    text_.blank();
    pipe_tables_.clear();
    for (const Operation& each : interface.operations)
      if (each.pickles())
        pipe_tables_.emplace_back();
      else
        operation(interface, each);
    text_.open("constexpr ServerOperation ", interface.name, "_operations[] =");
    for (const Operation& each : interface.operations)
      if (each.pickles())
        text_.line("pickled_only(\"", each.name, "\"),");
      else
        text_.line("server_operation<", each.name, "_frame", syntaxes(), ">(\"", each.name, "\", ",
                   flags(each), pipe_tables_[each.opnum], "),");
    text_.close("};");
    text_.line("const ServerInterface ", interface.name, "_server{k_interface_magic, \"",
               interface.name, "\", ", interface.name, "_operations, ",
               std::to_string(interface.operations.size()), ",");
    text_.line("    {&::midl_user_allocate, &::midl_user_free}", syntaxes(), "};");
    text_.blank();
    default_epv(interface);
    endpoints(interface);
    text_.open("RPC_SERVER_INTERFACE ", interface.name, "_spec =");
    interface_head(interface, "RPC_SERVER_INTERFACE");
    const std::string epv =
        options_.no_default_epv ? "nullptr" : "&" + std::string(interface.name) + "_default_epv";
    text_.line(epv, ", &", interface.name, "_server, 0");
    text_.close("};");
    text_.blank();
  }

  void default_epv(const InterfaceItem& interface) {
    if (options_.no_default_epv) return;
    text_.line("// The manager routines that RpcServerRegisterIf(…, NULL, NULL) means.");
    text_.open("::", epv_name(interface), " ", interface.name, "_default_epv =");
    for (const Operation& each : interface.operations)
      if (!each.pickles()) text_.line("&::", options_.server_prefix, each.name, ",");
    text_.close("};");
    text_.blank();
  }

  void operation(const InterfaceItem& interface, const Operation& each) {
    text_.append_text(written_as_comment(each));
    text_.open("struct ", each.name, "_frame");
    for (const Parameter& parameter : each.parameters)
      if (parameter.shape) frame_member(each, parameter);
    result_member(each);
    text_.blank();
    get_in(each);
    text_.blank();
    invoke(interface, each);
    text_.blank();
    put_out(each);
    release(each);
    notify(each);
    text_.close("};");
    pipe_tables_.push_back(pipe_table(each));
    text_.blank();
  }

  // A parameter's declaration in the frame. What LPDWORD leads to is the SDK's DWORD, 32 bits wide,
  // also in a file that defines it again from `unsigned long`: only C++ knows.
  std::string held(const Parameter& parameter, const std::string& name) {
    if (!by_value(parameter)) return types_.decayed(*parameter.type, name);
    const Type& target = *parameter.shape->target->type;
    if (parameter.type->kind != TypeKind::alias || target.kind != TypeKind::base)
      return types_.decayed(target, name);
    return "std::remove_const_t<std::remove_pointer_t<" + types_.name(*parameter.type) + ">> " +
           name;
  }

  void frame_member(const Operation& operation, const Parameter& parameter) {
    const std::string name = member(parameter.name);
    text_.line(pipe_parameter(parameter, operation.is_async, held(parameter, name)), ";");
    if (mutable_size(operation, parameter)) text_.line("size_t ", name, "_room;");
    if (parameter.partial_ignore) text_.line("bool ", name, "_wanted;");
  }

  // The parameter as the frame holds it.
  static Value value(const Parameter& parameter) {
    return {by_value(parameter) ? parameter.shape->target : parameter.shape, member(parameter.name),
            parameter.name};
  }

  // Whether what it leads to came with the request.
  static bool received(const Parameter& parameter) {
    return parameter.in && !parameter.partial_ignore;
  }

  // Whether something is left to midl_user_free when the call ends.
  static bool holds_user_memory(const Parameter& parameter) {
    const Value v = value(parameter);
    if (reaches_converted(*v.shape)) return true;
    if (v.shape->kind != Shape::Kind::pointer || !v.shape->top) return v.shape->info.has_pointers;
    const Shape& target = *v.shape->target;
    return received(parameter) ||
           (target.kind == Shape::Kind::array ? target.element->info.has_pointers
                                              : target.info.has_pointers);
  }

  void get_in(const Operation& each) {
    Text whole(text_.indent() + 1);
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::server, places(each), structs_);
    std::set<std::string_view> unavailable;
    for (const Parameter& parameter : each.parameters)
      if (travels(parameter)) unavailable.insert(parameter.name);
    code.set_unavailable(unavailable);
    const bool in_user_memory = get_parameters(each, code, body);
    for (const std::string& line : code.late_variables()) whole.line(line);
    whole.append(body);
    for (const std::string& line : code.late_checks()) whole.line(line);
    Text rooms(text_.indent() + 1);
    for (const Parameter& parameter : each.parameters)
      if (travels(parameter) && parameter.out) make_room(rooms, each, parameter);
    if (const Shape* context = context_of(each.result_shape))
      rooms.line("in.new_context(result, ", context_arguments(*context), ");");
    if (in_user_memory && rooms.str().find("make_room") != std::string::npos)
      whole.line("in.use(Memory::call);");
    whole.append(rooms);
    text_.line("template <class S>");
    routine("void get_in(Reader<S>&", "in", ")", whole);
  }

  // Values without pointers that stand together are got together. Says whether memory comes from the user at the end.
  bool get_parameters(const Operation& each, Marshaller& code, Text& body) {
    std::vector<Value> plain;
    std::vector<std::string_view> names;
    bool first = true, user = false;
    const auto flush = [&] {
      if (!plain.empty()) code.get(plain, true, first ? k_first_parameter : k_anywhere);
      for (const std::string_view name : names) code.now_available(name);
      first = first && plain.empty();
      plain.clear();
      names.clear();
    };
    for (const Parameter& parameter : each.parameters) {
      if (!travels(parameter) || !parameter.in) continue;
      const Value v = value(parameter);
      if (parameter.partial_ignore) {  // memory is made when the sizes are known
        flush();
        first = false;
        body.line(v.place, "_wanted = in.referent() != 0;");
        continue;
      }
      if (v.shape->kind != Shape::Kind::pointer && !v.shape->info.has_pointers) {
        plain.push_back(v);
        names.push_back(parameter.name);
        continue;
      }
      flush();
      first = false;
      const bool from_user = in_user_memory(each, parameter);
      if (user != from_user) body.line("in.use(Memory::", from_user ? "user" : "call", ");");
      user = from_user;
      get_pointer(code, body, v);
      code.now_available(parameter.name);
    }
    flush();
    for (const Parameter& parameter : each.parameters)
      if (!received(parameter)) code.now_available(parameter.name);
    return user;
  }

  // What [in, out] pointers lead to is the program's, and so is what [in] ones may share with it. What the program has
  // made of a converted value, it must be told to free.
  static bool in_user_memory(const Operation& operation, const Parameter& parameter) {
    if (parameter.out || reaches_converted(*parameter.shape)) return true;
    if (!reaches_full(*parameter.shape)) return false;
    for (const Parameter& each : operation.parameters)
      if (each.shape && each.in && each.out && reaches_full(*each.shape)) return true;
    return false;
  }

  void get_pointer(Marshaller& code, Text& body, const Value& v) {
    if (v.shape->kind == Shape::Kind::pointer && v.shape->top) {
      if (v.shape->pointer == PointerKind::ref)
        body.line("in.expect(", v.place, ");");
      else
        body.line(v.shape->pointer == PointerKind::full ? "in.full_pointer(" : "in.pointer(",
                  v.place, ", in.referent());");
    }
    code.get({v}, true, k_anywhere);
  }

  // [out] buffers, zeroed, and the sizes of buffers whose size the manager may change.
  void make_room(Text& body, const Operation& each, const Parameter& parameter) {
    const std::string name = member(parameter.name);
    const Count* size = size_of(parameter);
    const Shape& shape = *parameter.shape;
    if (const Shape* context = context_of(&shape)) {
      if (!parameter.in)
        body.line("in.new_context(", name, ", ", context_arguments(*context), ");");
      return;
    }
    if (!received(parameter) && !by_value(parameter)) {
      std::string number = "1";
      if (shape.target->kind == Shape::Kind::array && !shape.to_array)
        number = shape.target->fixed ? std::to_string(*shape.target->fixed)
                                     : count_code(*size, places(each));
      allow_claim(body, each, parameter);
      body.line(parameter.partial_ignore ? "if (" + name + "_wanted) " : std::string(),
                "in.make_room(", name, ", ", number, ");");
    }
    if (mutable_size(each, parameter))
      body.line(name, "_room = in.room(", count_code(*size, places(each)), ");");
  }

  // A [range] on the size says that a buffer may be larger than the run-time's own limit.
  void allow_claim(Text& body, const Operation& operation, const Parameter& parameter) {
    const Shape& array = *parameter.shape->target;
    std::optional<Range> range = array.range;
    if (array.size && array.size.expr->kind == SizeExpr::Kind::variable)
      for (const Parameter& each : operation.parameters)
        if (each.name == array.size.expr->text && each.shape && each.shape->range)
          range = each.shape->range;
    constexpr int64_t k_usual_limit = 16 << 20;
    if (!range || range->high <= 0 || range->high > UINT32_MAX) return;
    if (range->high * static_cast<int64_t>(windows_size(*array.type)) <= k_usual_limit) return;
    body.line("in.allow(size_t{", std::to_string(range->high), "} * sizeof(*",
              member(parameter.name), "));");
  }

  void invoke(const InterfaceItem& interface, const Operation& each) {
    std::string arguments;
    const auto add = [&](const std::string& text) {
      arguments += (arguments.empty() ? "" : ", ") + text;
    };
    if (each.is_async) add("static_cast<PRPC_ASYNC_STATE>(call.async_state)");
    for (const Parameter& parameter : each.parameters) {
      if (parameter.is_handle)
        add("call.binding");
      else
        add((by_value(parameter) ? "&" : "") + member(parameter.name));
    }
    const std::string assign = each.result_shape && !each.is_async ? "result = " : "";
    text_.open("void invoke(const ServerInvocation& call)");
    text_.line("const auto& epv = *static_cast<const ::", epv_name(interface), "*>(call.epv);");
    text_.line(assign, "epv.", identifier(each.name), "(", arguments, ");");
    text_.close();
  }

  void put_out(const Operation& each) {
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::server, places(each), structs_);
    std::vector<Value> values;
    for (const Parameter& parameter : each.parameters) {
      if (!travels(parameter) || !parameter.out) continue;
      const std::string name = member(parameter.name);
      values.push_back(value(parameter));
      if (mutable_size(each, parameter)) code.set_room(name, name + "_room");
    }
    if (each.result_shape) values.push_back({each.result_shape, "result"});
    code.put(values, true, start_of_out(each));
    text_.line("template <class S>");
    routine("void put_out(Writer<S>&", "out", ") const", body);
  }

  static std::string pointee(const Value& v) {
    const bool elements = v.shape->target->kind == Shape::Kind::array && !v.shape->to_array;
    return elements ? v.place : "*" + v.place;
  }

  void release(const Operation& each) {
    Text body(text_.indent() + 1);
    Marshaller code(body, types_, Side::server, places(each), structs_);
    bool full = each.result_shape && reaches_full(*each.result_shape);
    for (const Parameter& parameter : each.parameters) {
      if (!travels(parameter) || !in_user_memory(each, parameter)) continue;
      if (!holds_user_memory(parameter)) continue;
      full |= reaches_full(*parameter.shape);
      const Value v = value(parameter);
      const bool top = v.shape->kind == Shape::Kind::pointer && v.shape->top;
      const std::string number = mutable_size(each, parameter) ? v.place + "_room" : std::string();
      if (top && !received(parameter)) {  // the buffer itself is the call's
        body.open("if (", v.place, ")");
        code.release({v.shape->target, pointee(v)}, number);
        body.close();
      } else {
        code.release(v, number);
      }
    }
    if (each.result_shape && each.result_shape->info.has_pointers)
      code.release({each.result_shape, "result"});
    if (body.empty()) return;
    text_.blank();
    text_.open("void release()");
    if (full) text_.line("Released done;");
    text_.append(body);
    text_.close();
  }

  void notify(const Operation& each) {
    if (!each.notify && !each.notify_flag) return;
    text_.blank();
    text_.open("static void notify(bool", each.notify_flag ? " entered)" : ")");
    if (each.notify) text_.line("::", notify_name(each, false), "();");
    if (each.notify_flag) text_.line("::", notify_name(each, true), "(entered);");
    text_.close();
  }

  std::vector<std::string> pipe_tables_;  // of the operations, by opnum
};

}  // namespace

std::string server_stub(const Model& model, const BackOptions& options) {
  return ServerStub(model, options).make();
}

}  // namespace farcall::idl
