#include "idl/back/pickle_code.h"

#include "idl/back/c_types.h"

namespace farcall::idl {

std::string pickling_prototype(const Operation& type, const PicklingRoutine& routine,
                               const BackOptions& options) {
  const CTypes types(options, false);
  std::string parameters;
  for (const Parameter& each : type.parameters)
    parameters +=
        (parameters.empty() ? "" : ", ") + types.declare(*each.type, identifier(each.name));
  return std::string(routine.result) + " " + std::string(type.name) + std::string(routine.suffix) +
         "(" + parameters + ")";
}

void emit_pickling_routines(const Operation& type, const BackOptions& options, Text& text) {
  for (const PicklingRoutine& each : k_pickling_routines)
    if (each.encode ? type.encode : type.decode)
      text.line(pickling_prototype(type, each, options), ";");
}

}  // namespace farcall::idl
