// ObjectTypes: which type an object has, and so which manager of an interface serves it (C706 2.1.2,
// "Interfaces and Objects"; RpcObjectSetType, RpcObjectSetInqFn).
//
// An object has the type it was given; one that was given none has what the program's inquiry
// function says; all others, and the nil object, are of the nil type. Any thread; the inquiry
// function is called on the thread that asks, without a lock, and does not block: for a call that is
// the loop.
#pragma once

#include <farcall/sdk/rpc.h>

#include <atomic>
#include <map>
#include <mutex>

#include "base/result.h"
#include "base/uuid.h"

namespace farcall::runtime {

using ObjectInquiry = RPC_OBJECT_INQ_FN*;

class ObjectTypes {
 public:
  // A nil type takes the object's type away. RPC_S_INVALID_OBJECT for the nil object,
  // RPC_S_ALREADY_REGISTERED, RPC_S_OUT_OF_MEMORY.
  Result<void> set(const Uuid& object, const Uuid& type);
  void set_inquiry(ObjectInquiry inquiry) { inquiry_.store(inquiry); }

  // RPC_S_OBJECT_NOT_FOUND when nobody knows it, or what the inquiry function says.
  Result<Uuid> type_of(const Uuid& object) const;
  // The same for a call: an object that nobody knows is of the nil type; what the inquiry function
  // does not allow is RPC_S_UNSUPPORTED_TYPE.
  Result<Uuid> type_for_call(const Uuid& object) const;

 private:
  mutable std::mutex mutex_;
  std::map<Uuid, Uuid> types_;
  std::atomic<ObjectInquiry> inquiry_{nullptr};
};

}  // namespace farcall::runtime
