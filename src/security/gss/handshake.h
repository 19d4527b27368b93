// Handshake: one side of one exchange of tokens with the library ([MS-RPCE] 3.3.1.5.2.2). Steps
// block; they run one at a time, on any thread.
#pragma once

#include "security/gss/failure.h"
#include "security/gss/handles.h"
#include "security/gss/names.h"
#include "security/provider.h"

namespace farcall::security::gss {

class Handshake {
 public:
  virtual ~Handshake() = default;
  // False: failed, and explained.
  virtual bool step(Bytes token, Step& step, Failure& failure) = 0;
  // What was agreed on; once complete.
  [[nodiscard]] virtual Mechanism mechanism() const = 0;
  [[nodiscard]] virtual bool is_client() const = 0;
  [[nodiscard]] Context& context() { return context_; }

 protected:
  Context context_;
};

// What a client asks for at a level: always DCE style and a proof of the server's name; protection
// only where the level has it, because peers size their signatures by these flags.
[[nodiscard]] OM_uint32 requested_flags(uint8_t auth_level, Impersonation impersonation);

}  // namespace farcall::security::gss
