// ExitGate: nobody is inside the GSSAPI library while the process takes it apart.
//
// exit() runs the library's destructors, which end its global mutexes, while loops and handshakes of
// ours may still run: MIT's library then aborts the process. So whoever calls the library passes here,
// and once exit() has begun nobody does any more: what is left is not released, and nothing is signed.
#pragma once

namespace farcall::security::gss {

class ExitGate {
 public:
  ExitGate();
  ExitGate(const ExitGate&) = delete;
  ExitGate& operator=(const ExitGate&) = delete;
  ~ExitGate();
  // False: the process ends; the library is not to be touched.
  [[nodiscard]] bool open() const { return open_; }

  // Keeps what cannot be released any more where a leak checker finds it.
  static void abandon(void* what);

  // Once, when the library has been loaded: exit() will shut the gate and wait for those inside, as
  // long as a handshake may hang on a KDC that is worth waiting for.
  static void arm();

 private:
  bool open_;
};

}  // namespace farcall::security::gss
