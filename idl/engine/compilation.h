// Compilation: an IDL file (and its ACF) as the compiler understands it, with everything that the model points into.
#pragma once

#include <sstream>
#include <string>

#include "idl/front/ast.h"
#include "idl/front/diagnostics.h"
#include "idl/front/preprocessor.h"
#include "idl/front/source.h"
#include "idl/middle/model.h"

namespace farcall::idl::engine {

class Compilation {
 public:
  // `acf` empty: the ACF beside the IDL file, if there is one. Errors and warnings are in messages().
  Compilation(const std::string& idl, const std::string& acf, const PreprocessorOptions& options);

  [[nodiscard]] bool ok() const { return diagnostics_.errors() == 0; }
  [[nodiscard]] std::string messages() const { return messages_.str(); }
  [[nodiscard]] const Model& model() const { return model_; }
  // nullptr: there is none of this name.
  [[nodiscard]] const InterfaceItem* interface(std::string_view name) const;

 private:
  std::ostringstream messages_;
  Sources sources_;
  Diagnostics diagnostics_{sources_, messages_};
  ast::Tree tree_;
  ast::Acf acf_;
  Model model_;
};

const Operation* find_operation(const InterfaceItem& interface, std::string_view name);

}  // namespace farcall::idl::engine
