#include "idl/back/c_header.h"

#include <algorithm>
#include <cctype>

#include "idl/back/c_types.h"
#include "idl/back/com_header.h"
#include "idl/back/pickle_code.h"
#include "idl/back/text.h"
#include "idl/back/type_routines.h"

namespace farcall::idl {
namespace {

class Header {
 public:
  Header(const Model& model, const BackOptions& options)
      : model_(model), options_(options), types_(options, false) {}

  std::string make() {
    text_.append_text(opening(options_, "Types and operations"));
    const std::string guard = this->guard();
    text_.raw("#ifndef " + guard);
    text_.raw("#define " + guard);
    text_.blank();
    text_.raw("#include <farcall/sdk/rpc.h>");
    text_.raw("#include <farcall/sdk/rpcndr.h>");
    for (const InterfaceItem& each : model_.interfaces)
      if (each.pickles()) {
        text_.raw("#include <farcall/sdk/midles.h>");
        break;
      }
    imports(model_.items);
    text_.blank();
    if (!model_.enums.empty())
      text_.raw(
          "/* An enum holds every number of its width that a peer may send, in C++ as in C. */\n"
          "#ifndef MIDL_ENUM\n#ifdef __cplusplus\n#define MIDL_ENUM(type) : type\n#else\n"
          "#define MIDL_ENUM(type)\n#endif\n#endif\n");
    text_.raw("#ifdef __cplusplus\nextern \"C\" {\n#endif");
    text_.blank();
    if (model_.names_safearray) text_.line("typedef struct tagSAFEARRAY SAFEARRAY;");
    forward_com_names(model_.items, text_);
    text_.blank();
    items(model_.items);
    text_.blank();
    for (const Type* each : with_routines_) emit_type_routines(*each, types_, text_);
    text_.blank();
    text_.raw("#ifdef __cplusplus\n}\n#endif");
    text_.blank();
    text_.raw("#endif");
    return text_.str();
  }

 private:
  std::string guard() const {
    std::string name = "FARCALL_IDL_";
    for (const char c : options_.header_name)
      name += std::isalnum(static_cast<unsigned char>(c))
                  ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
                  : '_';
    return name;
  }

  // Headers of imported files stand outside extern "C", which they open themselves.
  void imports(const std::vector<Item>& from) {
    for (const Item& each : from) {
      if (const auto* import = std::get_if<ImportItem>(&each))
        text_.raw(import->system ? "#include <" + import->header + ">"
                                 : "#include \"" + import->header + "\"");
      if (const auto* interface = std::get_if<InterfaceItem*>(&each)) {
        imports((*interface)->items);
        for (const std::string_view name : (*interface)->includes)
          text_.raw("#include \"" + std::string(name) + "\"");
      }
    }
  }

  void items(const std::vector<Item>& from) {
    for (const Item& each : from) std::visit([&](const auto& item) { emit(item); }, each);
  }

  void emit(const ImportItem&) {}
  void emit(const ComItem& item) { emit_com_identifier(item, text_); }
  void emit(const OperationItem& item) {
    if (interface_->object) return;
    operation(*interface_, item.callback ? interface_->callbacks[item.index]
                                         : interface_->operations[item.index]);
  }
  void emit(const QuoteItem& item) { text_.raw(item.text); }
  void emit(const ConstantItem& item) {
    const std::string name(item.name);
    if (!item.wide) return text_.raw("#define " + name + " ( " + item.text + " )");
    // WCHAR is wchar_t under -fshort-wchar, char16_t otherwise.
    text_.raw("#if __SIZEOF_WCHAR_T__ == 2");
    text_.raw("#define " + name + " ( L" + item.text + " )");
    text_.raw("#else");
    text_.raw("#define " + name + " ( u" + item.text + " )");
    text_.raw("#endif");
  }
  void emit(const TagItem& item) {
    text_.blank();
    define(*item.type, {});
    text_.blank();
  }

  void emit(const TypedefItem& item) {
    const bool sdk = item.defines && item.defines->structure && item.defines->structure->from_sdk;
    if (item.defines && !sdk) {
      const std::string names = names_of(item);
      text_.blank();
      define_nested(*item.defines);
      body(*item.defines, names.empty() ? "" : "typedef ", names);
      routines(item);
      return text_.blank();
    }
    for (const Type* each : item.names) {
      if (each->from_sdk) continue;
      if (each->target->kind == TypeKind::pipe)
        emit_pipe(*each, types_, text_);
      else
        text_.line("typedef ", types_.declare(*each->target, each->name), ";");
    }
    routines(item);
  }

  // At the end, as in MIDL's headers: the ACF may name a type that the file defines later.
  void routines(const TypedefItem& item) {
    with_routines_.insert(with_routines_.end(), item.names.begin(), item.names.end());
  }

  // " NAME, *PNAME" behind the body of a struct or enum.
  std::string names_of(const TypedefItem& item) const {
    std::string names;
    for (const Type* each : item.names) {
      if (each->from_sdk) continue;  // the SDK headers have it
      std::string declared = types_.declare(*each->target, each->name);
      const std::string specifier = types_.name(*item.defines);
      declared = declared.substr(specifier.size());
      while (declared.starts_with(' ')) declared.erase(0, 1);
      if (declared.starts_with("* ")) declared.erase(1, 1);
      names += (names.empty() ? " " : ", ") + declared;
    }
    return names;
  }

  // Structs and enums whose bodies stand inside a struct come before it.
  void define_nested(const Type& type) {
    if (!type.structure) return;
    for (const Type* each : type.structure->nested) {
      const bool anonymous = std::any_of(
          type.structure->members.begin(), type.structure->members.end(),
          [each](const Member& member) { return member.name.empty() && member.type == each; });
      if (anonymous)
        define_nested(*each);
      else
        define(*each, {});
    }
  }

  void define(const Type& type, const std::string& names) {
    define_nested(type);
    body(type, "", names);
  }

  void body(const Type& type, std::string_view before, const std::string& names) {
    if (type.kind == TypeKind::enumeration) return enumeration(type, before, names);
    if (!type.structure) return;
    const std::string_view keyword = this->keyword(*type.structure);
    if (!type.structure->defined) return text_.line(before, keyword, " ", type.name, names, ";");
    text_.open(before, keyword, " ", type.name);
    members(*type.structure);
    text_.close("}" + names + ";");
  }

  static std::string_view keyword(const StructType& type) {
    return type.union_parts ? "union" : "struct";
  }

  void members(const StructType& type) {
    for (const Member& each : type.members) {
      if (!each.type) continue;  // an empty arm
      if (each.name.empty() && !each.bits) {
        text_.open(keyword(*each.type->structure));
        members(*each.type->structure);
        text_.close("};");
        continue;
      }
      const bool open = each.type->kind == TypeKind::array && !each.type->bound;
      text_.line(open ? open_array(each) : types_.declare(*each.type, each.name),
                 each.bits ? " : " + std::to_string(*each.bits) : "", ";");
    }
  }

  // C has no open arrays that end a struct in C++; MIDL writes one element.
  std::string open_array(const Member& member) const {
    Type one = *member.type;
    one.bound = 1;
    return types_.declare(one, member.name);
  }

  void enumeration(const Type& type, std::string_view before, const std::string& names) {
    const EnumType* made = type.enumerated;
    if (!made->defined) return text_.line(before, "enum ", type.name, names, ";");
    bool wide = false;
    for (const EnumValue& each : made->values) wide |= each.value > INT32_MAX;
    text_.open(before, "enum ", type.name, " MIDL_ENUM(", wide ? "unsigned int" : "int", ")");
    for (const EnumValue& each : made->values)
      text_.line(each.name, " = ", each.text.empty() ? std::to_string(each.value) : each.text,
                 &each == &made->values.back() ? "" : ",");
    text_.close("}" + names + ";");
  }

  void emit(InterfaceItem* item) {
    text_.blank();
    text_.raw("/* interface " + std::string(item->name) + " */");
    text_.blank();
    interface_ = item;
    items(item->items);
    interface_ = nullptr;
    text_.blank();
    if (item->object) return emit_com_interface(*item, options_, text_);
    if (item->local || item->imported || !item->has_uuid) return;
    if (item->handle == HandleKind::implicit) {
      text_.line("extern handle_t ", item->implicit_name, ";");
      text_.blank();
    }
    text_.line("extern RPC_IF_HANDLE ", if_spec_name(*item, options_, false), ";");
    text_.line("extern RPC_IF_HANDLE ", if_spec_name(*item, options_, true), ";");
    for (const Operation& each : item->pickled_types) emit_pickling_routines(each, options_, text_);
    if (item->serves()) epv(*item);
  }

  void operation(const InterfaceItem& interface, const Operation& each) {
    text_.blank();
    text_.append_text(written_as_comment(each));
    const std::string name(each.name);
    if (interface.local || options_.client_prefix == options_.server_prefix || each.pickles()) {
      text_.line(prototype(each, (interface.local ? "" : options_.client_prefix) + name, options_),
                 ";");
    } else {
      text_.line(prototype(each, options_.client_prefix + name, options_), ";");
      text_.line(prototype(each, options_.server_prefix + name, options_), ";");
    }
    if (each.notify) text_.line("void ", notify_name(each, false), "(void);");
    if (each.notify_flag)
      text_.line("void ", notify_name(each, true), "(boolean __MIDL_NotifyFlag);");
    text_.blank();
  }

  // The entry points of a manager, for RpcServerRegisterIf. The type has DCE's name, with the version, and the one that
  // Microsoft's pages give, with or without the version as -oldnames says.
  void epv(const InterfaceItem& item) {
    text_.blank();
    const std::string name = epv_name(item);
    text_.open("typedef struct _", name);
    for (const Operation& each : item.operations)
      if (!each.pickles())
        text_.line(prototype(each, "(*" + std::string(identifier(each.name)) + ")", options_), ";");
    std::string stem(item.name);
    if (!options_.old_names)
      stem += "_v" + std::to_string(item.major) + "_" + std::to_string(item.minor);
    text_.close("} " + name + ", " + stem + "_SERVER_EPV;");
  }

  std::vector<const Type*> with_routines_;
  const Model& model_;
  const BackOptions& options_;
  CTypes types_;
  Text text_;
  const InterfaceItem* interface_ = nullptr;  // being emitted
};

}  // namespace

std::string opening(const BackOptions& options, std::string_view what) {
  return "/* " + std::string(what) + " of " + options.idl_name +
         ". Made by midl; changes here are lost.\n * Generated code carries no licence conditions. "
         "*/\n";
}

std::string if_spec_name(const InterfaceItem& interface, const BackOptions& options, bool server) {
  if (options.old_names)
    return std::string(interface.name) + (server ? "_ServerIfHandle" : "_ClientIfHandle");
  return std::string(interface.name) + "_v" + std::to_string(interface.major) + "_" +
         std::to_string(interface.minor) + (server ? "_s_ifspec" : "_c_ifspec");
}

std::string notify_name(const Operation& operation, bool flag) {
  return std::string(operation.name) + (flag ? "_notify_flag" : "_notify");
}

std::string epv_name(const InterfaceItem& interface) {
  return std::string(interface.name) + "_v" + std::to_string(interface.major) + "_" +
         std::to_string(interface.minor) + "_epv_t";
}

std::string prototype(const Operation& operation, const std::string& name,
                      const BackOptions& options) {
  const CTypes types(options, false);
  std::string parameters;
  const auto add = [&](const std::string& text) {
    parameters += (parameters.empty() ? "" : ", ") + text;
  };
  if (operation.is_async) add("PRPC_ASYNC_STATE " + std::string(operation.name) + "_AsyncHandle");
  std::deque<Type> kept;
  std::deque<std::string> names;
  for (const Parameter& each : operation.parameters) {
    const Type& type = operation.is_async ? async_type(*each.type, kept, names) : *each.type;
    add(types.declare(type, identifier(each.name)));
  }
  if (operation.variadic) add("...");
  if (parameters.empty()) parameters = "void";
  if (operation.is_async || !operation.result) return "void " + name + "(" + parameters + ")";
  return types.declare(*operation.result, name + "(" + parameters + ")");
}

// Line markers and surplus space of the preprocessor go; /* and */ inside would end the comment.
std::string written_as_comment(const Operation& operation) {
  std::string text;
  bool space = false;
  std::string_view rest = operation.written;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with('#')) continue;
    if (const size_t comment = line.find("//"); comment != std::string_view::npos)
      line = line.substr(0, comment);
    for (const char c : line) {
      const bool blank = c == ' ' || c == '\t' || c == '\r';
      if (blank) {
        space = true;
        continue;
      }
      if (space && !text.empty()) text += ' ';
      space = false;
      if ((c == '*' && text.ends_with('/')) || (c == '/' && text.ends_with('*'))) text += ' ';
      text += c;
    }
    space = true;
  }
  std::string result;
  std::string line = "/*";
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    if (line.size() + 1 + word.size() > 100) {
      result += line + "\n";
      line = "  ";
    }
    line += " " + word;
    at = end + 1;
  }
  return result + line + " */\n";
}

std::string c_header(const Model& model, const BackOptions& options) {
  return Header(model, options).make();
}

}  // namespace farcall::idl
