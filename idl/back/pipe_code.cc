// Pipes in generated code: the structs of the header, how elements are marshalled, where pipes stand in a frame.
#include "idl/back/pipe_code.h"

namespace farcall::idl {
namespace {

std::string wire(const WireLayout& layout) {
  return "{" + std::to_string(layout.size) + ", " + std::to_string(layout.alignment) + "}";
}

}  // namespace

const PipeType* pipe_of(const Shape* shape) {
  while (shape && shape->kind == Shape::Kind::pointer) shape = shape->target;
  return shape && shape->kind == Shape::Kind::pipe ? shape->pipe : nullptr;
}

std::string pipe_parameter(const Parameter& parameter, bool asynchronous, std::string declared) {
  if (!pipe_of(parameter.shape) || !asynchronous) return declared;
  const size_t scope = declared.starts_with("::") ? 2 : 0;
  return declared.substr(0, scope) + "ASYNC_" + declared.substr(scope);
}

void emit_pipe_codec(const PipeType& pipe, Side side, const CTypes& types, Routines& routines,
                     Text& text) {
  Shape elements;
  elements.kind = Shape::Kind::array;
  elements.type = pipe.element_type;
  elements.element = pipe.element;
  const std::string name(pipe.name);
  const PlaceOf place = [](std::string_view parameter) {
    return Place{std::string(parameter), false};
  };
  text.open("struct ", name, "_codec");
  for (const bool put : {true, false}) {
    text.line("template <class S>");
    text.open("static void ", put ? "put(Writer<S>& out, " : "get(Reader<S>& in, ",
              types.declare(*pipe.element_type, put ? "const* elements" : "*elements"),
              ", size_t number)");
    Marshaller code(text, types, side, place, routines);
    if (put)
      code.put_elements(elements, "elements", "number", false);
    else
      code.get_elements(elements, "elements", "number", false);
    text.close();
  }
  text.close("};");
  const PerSyntax<WireLayout>& layout = pipe.element->info.in;
  text.line("constexpr PipeElement ", name, "_element =");
  text.line("    pipe_element<", types.declare_mutable(*pipe.element_type, {}), ", ", name,
            "_codec>(", wire(layout.ndr20), ", ", wire(layout.ndr64), ");");
  text.blank();
}

size_t emit_pipe_table(const Operation& operation,
                       const std::function<std::string(const Parameter&)>& member,
                       const std::function<bool(const Parameter&)>& pointer, bool long32,
                       Text& text) {
  size_t count = 0;
  for (const Parameter& each : operation.parameters) {
    const PipeType* pipe = pipe_of(each.shape);
    if (!pipe) continue;
    if (count++ == 0) text.open("constexpr PipeParameter ", operation.name, "_pipes[] =");
    std::string flags = each.in ? "k_pipe_in" : "";
    if (each.out) flags += flags.empty() ? "k_pipe_out" : " | k_pipe_out";
    if (pointer(each)) flags += " | k_pipe_pointer";
    if (long32) flags += " | k_pipe_long32";
    text.line("{&", pipe->name, "_element, offsetof(", operation.name, "_frame, ", member(each),
              "), ", flags, "},");
  }
  if (count) text.close("};");
  return count;
}

}  // namespace farcall::idl
