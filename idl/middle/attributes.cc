#include "idl/middle/attributes.h"

#include <string>

namespace farcall::idl {
namespace {

constexpr uint16_t I = k_on_interface, O = k_on_operation, P = k_on_parameter, M = k_on_member,
                   T = k_on_typedef, A = k_in_acf, B = k_also_in_acf, AP = k_on_acf_parameter,
                   AT = k_on_acf_typedef;
constexpr auto taken = Support::taken;
constexpr auto ignored = Support::ignored;
constexpr auto later = Support::later;

constexpr AttributeRule k_rules[] = {
    // interfaces
    {"uuid", I | T, taken},
    {"version", I | T, taken},
    {"endpoint", I, taken},
    {"local", I | O, taken},
    {"pointer_default", I, taken},
    {"ms_union", I | O | T, taken},
    {"annotation", I | O | P | M | T, ignored},
    {"annotate", I | O | P | M | T, ignored},
    {"object", I, ignored},
    {"async_uuid", I, ignored},
    {"message", I | O, later},
    {"strict_context_handle", I | B, taken},
    {"type_strict_context_handle", I | B, taken},
    {"usesgetlasterror", I | O, ignored},
    // operations
    {"broadcast", O, taken},
    {"idempotent", O, taken},
    {"maybe", O, taken},
    {"callback", O, taken},
    {"call_as", O, later},
    {"notify", O | B, taken},
    {"notify_flag", O | B, taken},
    {"custom", I | O | P | M | T, ignored},
    // parameters, members and types
    {"in", P, taken},
    {"out", P, taken},
    {"size_is", P | M | T, taken},
    {"max_is", P | M | T, taken},
    {"length_is", P | M | T, taken},
    {"last_is", P | M | T, taken},
    {"first_is", P | M | T, taken},
    {"min_is", P | M | T, later},
    {"string", O | P | M | T, taken},
    {"bstring", P | M | T, later},
    {"range", P | M | T, taken},
    {"ref", O | P | M | T, taken},
    {"unique", O | P | M | T, taken},
    {"ptr", O | P | M | T, taken},
    {"switch_is", P | M, taken},
    {"switch_type", T | P | M, taken},
    {"case", M, taken},
    {"default", I | M, taken},
    {"ignore", M, taken},
    {"iid_is", P | M, ignored},
    {"context_handle", O | P | M | T, taken},
    {"handle", T, taken},
    {"transmit_as", T, taken},
    {"wire_marshal", T, taken},
    {"v1_enum", T | M | P, taken},
    {"v1_array", P | M | T, ignored},
    {"v1_string", P | M | T, ignored},
    {"v1_struct", T | M, ignored},
    {"disable_consistency_check", O | P | T, ignored},
    {"system_handle", P | M | T, ignored},  // the HANDLE itself cannot be sent
    {"partial_ignore", P | A | AP, taken},
    {"force_allocate", P | T | A | AP | AT, ignored},
    {"cs_char", T | AT, later},
    {"cs_drtag", P | AP, later},
    {"cs_rtag", P | AP, later},
    {"cs_stag", P | AP, later},
    {"cs_tag_rtn", O | A, later},
    // ACF
    {"async", I | O | A, taken},
    {"explicit_handle", I | O | A, taken},
    {"implicit_handle", I | A, taken},
    {"auto_handle", I | O | A, taken},
    {"code", I | O | A, taken},
    {"nocode", I | O | A, taken},
    {"context_handle_serialize", P | T | A | AP | AT, taken},
    {"context_handle_noserialize", P | T | A | AP | AT, taken},
    {"represent_as", T | AT, taken},
    {"user_marshal", T | AT, taken},
    {"allocate", T | AT | P | AP, taken},
    {"byte_count", O | P | A | AP, taken},
    {"comm_status", O | P | A | AP, taken},
    {"fault_status", O | P | A | AP, taken},
    {"enable_allocate", I | O | A, taken},
    {"optimize", I | O | A, ignored},
    {"encode", I | O | T | A | AT, taken},
    {"decode", I | O | T | A | AT, taken},
    {"heap", P | T | AP | AT, ignored},
    {"in_line", P | T | AP | AT, ignored},
    {"out_of_line", P | T | AP | AT, ignored},
    {"shape", T | AT, ignored},
    {"extern_exceptions", I | A, ignored},
    // type libraries and automation
    {"aggregatable", I, ignored},
    {"appobject", I, ignored},
    {"bindable", O, ignored},
    {"control", I, ignored},
    {"defaultbind", O, ignored},
    {"defaultcollelem", O, ignored},
    {"defaultvalue", P, ignored},
    {"defaultvtable", I, ignored},
    {"displaybind", O, ignored},
    {"dllname", I, ignored},
    {"dual", I, ignored},
    {"entry", O, ignored},
    {"helpcontext", I | O | P | M | T, ignored},
    {"helpfile", I, ignored},
    {"helpstring", I | O | P | M | T, ignored},
    {"helpstringcontext", I | O | P | M | T, ignored},
    {"helpstringdll", I, ignored},
    {"hidden", I | O | P | M | T, ignored},
    {"id", O | M, ignored},
    {"immediatebind", O, ignored},
    {"safearray", P | M | T | O, ignored},
    {"lcid", P | I, ignored},
    {"licensed", I, ignored},
    {"nonbrowsable", O, ignored},
    {"noncreatable", I, ignored},
    {"nonextensible", I, ignored},
    {"odl", I, ignored},
    {"oleautomation", I, ignored},
    {"optional", P, ignored},
    {"propget", O, ignored},
    {"propput", O, ignored},
    {"propputref", O, ignored},
    {"proxy", I, ignored},
    {"public", T, ignored},
    {"readonly", M, ignored},
    {"requestedit", O, ignored},
    {"restricted", I | O | P, ignored},
    {"retval", P, ignored},
    {"source", I | O, ignored},
    {"uidefault", O, ignored},
    {"vararg", O, ignored},
};

std::string_view place_name(Place place) {
  switch (place) {
    case k_on_interface:
      return "an interface";
    case k_on_operation:
      return "an operation";
    case k_on_parameter:
    case k_on_acf_parameter:
      return "a parameter";
    case k_on_member:
      return "a member";
    default:
      return "a type definition";
  }
}

void check(const ast::Attribute& attribute, Place place, bool acf, bool app_config, bool sends,
           Diagnostics& diagnostics) {
  const std::string quoted = "'" + std::string(attribute.name) + "'";
  const AttributeRule* rule = attribute_rule(attribute.name);
  if (!rule) return diagnostics.error(attribute.at, "unknown attribute " + quoted);
  if (!(rule->places & place))
    return diagnostics.error(attribute.at, "attribute " + quoted + " does not go with " +
                                               std::string(place_name(place)));
  const bool acf_only = (rule->places & k_in_acf) != 0;
  if (acf && !(rule->places & (k_in_acf | k_also_in_acf | k_on_acf_parameter | k_on_acf_typedef)))
    return diagnostics.error(attribute.at,
                             "attribute " + quoted + " belongs in the IDL file, not in the ACF");
  const bool binding = attribute.name.ends_with("_handle") && attribute.name != "context_handle";
  if (acf_only && !acf && !(app_config && binding) && rule->support == Support::taken)
    return diagnostics.error(attribute.at,
                             "attribute " + quoted + " belongs in the ACF, not in the IDL file",
                             binding ? "or compile with -app_config" : "");
  if (rule->support == Support::later && sends)
    diagnostics.not_yet(attribute.at, "attribute " + quoted);
}

}  // namespace

const AttributeRule* attribute_rule(std::string_view name) {
  for (const AttributeRule& rule : k_rules)
    if (rule.name == name) return &rule;
  return nullptr;
}

bool check_attributes(const ast::Attributes& attributes, Place place, bool acf, bool app_config,
                      bool sends, Diagnostics& diagnostics) {
  const unsigned before = diagnostics.errors();
  for (const ast::Attribute& each : attributes)
    check(each, place, acf, app_config, sends, diagnostics);
  return diagnostics.errors() == before;
}

}  // namespace farcall::idl
