// JSON output of the verbs: objects and lists that are filled in their order.
#pragma once

#include <string>
#include <string_view>

#include "idl/engine/json.h"
#include "idl/engine/utf.h"

namespace farcall::tool {

class JsonList;

class JsonObject {
 public:
  JsonObject(idl::engine::Document& document, idl::engine::Value& value)
      : document_(&document), value_(&value) {
    if (!value.has_children()) idl::engine::Document::open(value, Kind::object);
  }

  // Text that is not UTF-8 is shown up to there.
  void text(std::string_view name, std::string_view is) {
    std::u16string units;
    for (size_t at = 0; at < is.size() && idl::engine::append_utf8_character(is, at, units);) {
    }
    document_->set_text(document_->add(*value_, name), std::move(units));
  }
  void number(std::string_view name, uint64_t is) { set(name, Kind::number, is); }
  void boolean(std::string_view name, bool is) { set(name, Kind::boolean, is); }
  JsonObject object(std::string_view name) { return {*document_, document_->add(*value_, name)}; }
  inline JsonList list(std::string_view name);

 private:
  using Kind = idl::engine::Value::Kind;
  void set(std::string_view name, Kind kind, uint64_t number) {
    idl::engine::Value& made = document_->add(*value_, name);
    made.kind = kind;
    made.number = number;
  }
  idl::engine::Document* document_;
  idl::engine::Value* value_;
};

class JsonList {
 public:
  JsonList(idl::engine::Document& document, idl::engine::Value& value)
      : document_(&document), value_(&value) {
    idl::engine::Document::open(value, idl::engine::Value::Kind::list);
  }
  JsonObject object() { return {*document_, document_->add(*value_)}; }

 private:
  idl::engine::Document* document_;
  idl::engine::Value* value_;
};

JsonList JsonObject::list(std::string_view name) {
  return {*document_, document_->add(*value_, name)};
}

class JsonDocument {
 public:
  JsonObject root() { return {document_, root_}; }
  [[nodiscard]] std::string line() const { return idl::engine::write_json(root_); }

 private:
  idl::engine::Document document_;
  idl::engine::Value& root_ = document_.make(idl::engine::Value::Kind::object);
};

}  // namespace farcall::tool
