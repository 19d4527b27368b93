// How C and C++ spell types and declarations.
#pragma once

#include <string>
#include <string_view>

#include "idl/back/options.h"
#include "idl/middle/model.h"

namespace farcall::idl {

class CTypes {
 public:
  // `qualified`: names of the IDL file get a leading `::`, for code inside a namespace.
  CTypes(const BackOptions& options, bool qualified) : options_(options), qualified_(qualified) {}

  // `type` declaring `name`; an abstract declaration when the name is empty.
  [[nodiscard]] std::string declare(const Type& type, std::string_view name) const;
  // The same without const at the outermost level: for objects that are assigned.
  [[nodiscard]] std::string declare_mutable(const Type& type, std::string_view name) const;
  [[nodiscard]] std::string name(const Type& type) const { return declare(type, {}); }
  // A parameter as a member or variable: arrays as the pointers they decay to.
  [[nodiscard]] std::string decayed(const Type& type, std::string_view name) const;
  [[nodiscard]] std::string structure(const StructType& type) const;

 private:
  [[nodiscard]] std::string wrap(const Type& type, std::string inner, bool drop_const) const;
  [[nodiscard]] std::string specifier(const Type& type) const;
  [[nodiscard]] std::string parameters(const Type& function) const;

  const BackOptions& options_;
  bool qualified_;
};

// A name that C++ allows for a parameter.
std::string identifier(std::string_view name);

}  // namespace farcall::idl
