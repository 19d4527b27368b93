#include "idl/back/type_routines.h"

namespace farcall::idl {
namespace {

void pipe_structure(const Type& alias, std::string_view tag, std::string_view name,
                    std::string_view result, const CTypes& types, Text& text) {
  const Type& element = *resolved(alias).pipe->element_type;
  Type count;
  count.base = &base_type(BaseKind::ulong);
  const std::string number = types.name(count);
  const std::string buffer = types.declare(element, "*buf");
  text.open("typedef struct ", tag);
  text.line(result, " (__RPC_USER *pull)(char *state, ", buffer, ", ", number, " esize, ", number,
            " *ecount);");
  text.line(result, " (__RPC_USER *push)(char *state, ", buffer, ", ", number, " ecount);");
  text.line(result, " (__RPC_USER *alloc)(char *state, ", number, " bsize, ",
            types.declare(element, "**buf"), ", ", number, " *bcount);");
  text.line("char *state;");
  text.close("} " + std::string(name) + ";");
}

// What programs see under `name` turns into what travels and back ([MS-RPCE] 2.2.4: such types are the wire type's).
void conversion_routines(const Conversion& from, const CTypes& types, Text& text) {
  const std::string name(from.name);
  const auto routine = [&](std::string_view result, std::string_view suffix,
                           const std::string& parameters) {
    text.line(result, " __RPC_USER ", name, suffix, "(", parameters, ");");
  };
  const auto pointer = [&](const Type& type, std::string_view stars) {
    return types.declare(type, stars);
  };
  const Type& seen = *from.presented;
  const Type& sent = *from.wire_type;
  switch (from.kind) {
    case Conversion::Kind::transmit_as:
      routine("void", "_to_xmit", pointer(seen, "*") + ", " + pointer(sent, "**"));
      routine("void", "_from_xmit", pointer(sent, "*") + ", " + pointer(seen, "*"));
      routine("void", "_free_inst", pointer(seen, "*"));
      routine("void", "_free_xmit", pointer(sent, "*"));
      break;
    case Conversion::Kind::represent_as:
      routine("void", "_from_local", pointer(seen, "*") + ", " + pointer(sent, "**"));
      routine("void", "_to_local", pointer(sent, "*") + ", " + pointer(seen, "*"));
      routine("void", "_free_inst", pointer(sent, "*"));
      routine("void", "_free_local", pointer(seen, "*"));
      break;
    case Conversion::Kind::wire_marshal:
    case Conversion::Kind::user_marshal: {
      Type number;
      number.base = &base_type(BaseKind::ulong);
      const std::string flags = pointer(number, "*");
      const std::string value = pointer(seen, "*");
      routine(types.name(number), "_UserSize", flags + ", " + types.name(number) + ", " + value);
      routine("unsigned char *", "_UserMarshal", flags + ", unsigned char *, " + value);
      routine("unsigned char *", "_UserUnmarshal", flags + ", unsigned char *, " + value);
      routine("void", "_UserFree", flags + ", " + value);
      break;
    }
  }
}

}  // namespace

bool is_pipe(const Type& type) {
  return resolved(type).kind == TypeKind::pipe;
}

void emit_pipe(const Type& alias, const CTypes& types, Text& text) {
  const std::string name(alias.name);
  pipe_structure(alias, "pipe_" + name, name, "void", types, text);
  pipe_structure(alias, "ASYNC_" + name, "ASYNC_" + name, "RPC_STATUS", types, text);
}

const Type& async_type(const Type& type, std::deque<Type>& kept, std::deque<std::string>& names) {
  if (type.kind == TypeKind::pointer) {
    const Type& target = async_type(*type.target, kept, names);
    if (&target == type.target) return type;
    Type& made = kept.emplace_back(type);
    made.target = &target;
    return made;
  }
  if (type.kind != TypeKind::alias || !is_pipe(type)) return type;
  Type& made = kept.emplace_back(type);
  made.name = names.emplace_back("ASYNC_" + std::string(type.name));
  return made;
}

void emit_type_routines(const Type& alias, const CTypes& types, Text& text) {
  const std::string name(alias.name);
  const TypeAttributes& attributes = alias.attributes;
  if (attributes.context && attributes.context->type_name == alias.name)
    text.line("void __RPC_USER ", name, "_rundown(", name, " context);");
  if (attributes.generic_handle) {
    text.line("handle_t __RPC_USER ", name, "_bind(", name, " handle);");
    text.line("void __RPC_USER ", name, "_unbind(", name, " handle, handle_t binding);");
  }
  if (attributes.conversion) conversion_routines(*attributes.conversion, types, text);
}

}  // namespace farcall::idl
