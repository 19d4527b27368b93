// The life of a client's context handles. `open` is under the slab's lock: who clears it destroys the object.
#include "runtime/client/client_contexts.h"

#include <utility>
#include <vector>

#include "runtime/client/association_group.h"

namespace farcall::runtime::client {

ClientContexts::~ClientContexts() {
  std::vector<Context*> left;
  contexts_.visit_all([&](Context& context) { left.push_back(&context); });
  for (Context* context : left) destroy(*context);
}

Result<ClientContexts::View> ClientContexts::look(const void* handle) const {
  View view;
  contexts_.visit(handle, [&](Context& context) {
    if (context.open) view = {context.name, context.binding.handle(), context.group};
  });
  if (!view.group) return mismatch();
  return view;
}

void* ClientContexts::make(const ContextName& name, const void* binding,
                           std::shared_ptr<AssociationGroup> group) {
  void* copy = nullptr;
  {
    const Result<BindingRef> original = bindings_.find(binding);
    if (!original.ok()) return nullptr;
    Result<void*> made = bindings_.copy(**original, group);
    if (!made.ok()) return nullptr;
    copy = *made;
  }
  OwnedBinding own(bindings_, copy);
  AssociationGroup& held = *group;
  Context* context = contexts_.make(Context{name, std::move(own), std::move(group)});
  if (context) held.add_context();
  return context;
}

Status ClientContexts::rename(void* handle, const ContextName& name) {
  Status status = mismatch();
  contexts_.visit(handle, [&](Context& context) {
    if (!context.open) return;
    context.name = name;
    status = Status{};
  });
  return status;
}

Status ClientContexts::destroy(void* handle) {
  Context* closed = nullptr;
  contexts_.visit(handle, [&](Context& context) {
    if (std::exchange(context.open, false)) closed = &context;
  });
  if (!closed) return mismatch();
  destroy(*closed);
  return Status{};
}

void ClientContexts::destroy(Context& context) {
  context.group->drop_context();
  contexts_.destroy(&context);
}

}  // namespace farcall::runtime::client
