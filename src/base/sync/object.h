// Object and Ref<T>: counted ownership of the objects behind HANDLEs.
//
// An object lives as long as one Ref or one open handle names it. Handles are counted apart as
// well, because closing the last one has an effect of its own (a completion port sends its waiters
// away) although a thread inside a wait, or a pending call, still holds a Ref. Any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <new>
#include <utility>

namespace farcall::sync {

enum class ObjectType : uint8_t { event, semaphore, mutex, thread, completion_port };

class Object {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  [[nodiscard]] ObjectType type() const { return type_; }

  void acquire() { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  // The handle table only.
  void handle_opened() { handles_.fetch_add(1, std::memory_order_relaxed); }
  void handle_closed() {
    if (handles_.fetch_sub(1, std::memory_order_acq_rel) == 1) last_handle_closed();
  }

 protected:
  explicit Object(ObjectType type) : type_(type) {}
  virtual ~Object() = default;
  virtual void last_handle_closed() {}

 private:
  std::atomic<uint32_t> references_{1};
  std::atomic<uint32_t> handles_{0};
  const ObjectType type_;
};

template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(const Ref& other) : object_(other.object_) {
    if (object_) object_->acquire();
  }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U>
  Ref(Ref<U> other) noexcept : object_(other.detach()) {}  // NOLINT: a Ref to a base, by design
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    // The analyser does not count: it takes the last reference for any.
    if (object_) object_->release();  // NOLINT(clang-analyzer-cplusplus.NewDelete)
  }

  // Takes over a reference that the caller owns.
  static Ref adopt(T* object) {
    Ref ref;
    ref.object_ = object;
    return ref;
  }
  // Adds a reference.
  static Ref share(T* object) {
    if (object) object->acquire();
    return adopt(object);
  }
  [[nodiscard]] T* detach() { return std::exchange(object_, nullptr); }

  explicit operator bool() const { return object_ != nullptr; }
  [[nodiscard]] T* get() const { return object_; }
  T& operator*() const { return *object_; }
  T* operator->() const { return object_; }

 private:
  T* object_ = nullptr;
};

// A new object, or an empty reference when memory is out.
template <class T, class... Args>
Ref<T> make_object(Args&&... args) {
  return Ref<T>::adopt(new (std::nothrow) T(std::forward<Args>(args)...));
}

}  // namespace farcall::sync
