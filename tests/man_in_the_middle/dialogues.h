// The dialogues that are attacked: real mechanisms, levels, sizes.
#pragma once

#include <memory>
#include <string>

#include "protocol/dialogue.h"
#include "security/support/realm_pairs.h"

namespace farcall::test {

// Three fragments of the smallest size, each way.
inline constexpr DialogueTerms k_small{};
inline constexpr DialogueTerms k_fragments{.stub = 3500, .calls = 1, .max_frag = 1432};
inline constexpr DialogueTerms k_two_large{.stub = 3500, .calls = 2, .max_frag = 1432};

struct Scene {
  const char* name;
  size_t mechanism;  // in k_cases
  uint8_t level;
  DialogueTerms terms = k_small;
};

inline constexpr Scene k_scenes[] = {
    {"NTLM_integrity", 0, security::k_level_integrity},
    {"NTLM_privacy", 0, security::k_level_privacy},
    {"Kerberos_integrity", 1, security::k_level_integrity},
    {"Kerberos_privacy", 1, security::k_level_privacy},
    {"SPNEGO_NTLM_integrity", 2, security::k_level_integrity},
    {"SPNEGO_NTLM_privacy", 2, security::k_level_privacy},
    {"SPNEGO_Kerberos_integrity", 3, security::k_level_integrity},
    {"SPNEGO_Kerberos_privacy", 3, security::k_level_privacy},
    {"NTLM_privacy_fragments", 0, security::k_level_privacy, k_fragments},
    {"Kerberos_integrity_fragments", 1, security::k_level_integrity, k_fragments},
};
inline void PrintTo(const Scene& scene, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << scene.name;
}

// Makes dialogues of a scene; credentials and keys are fetched once.
class Stage {
 public:
  explicit Stage(const Scene& scene)
      : scene_(scene),
        initiator_(initiator(mechanism(), client_terms(mechanism(), scene.level))),
        acceptor_(acceptor(mechanism())) {}
  [[nodiscard]] const Case& mechanism() const { return k_cases[scene_.mechanism]; }
  [[nodiscard]] std::unique_ptr<Dialogue> dialogue() const { return dialogue(scene_.terms); }
  [[nodiscard]] std::unique_ptr<Dialogue> dialogue(const DialogueTerms& terms) const {
    return std::make_unique<Dialogue>(*initiator_, *acceptor_, terms);
  }

 private:
  Scene scene_;
  std::shared_ptr<security::Initiator> initiator_;
  std::shared_ptr<security::Acceptor> acceptor_;
};

class Scenes : public testing::TestWithParam<Scene> {
 protected:
  Stage stage{GetParam()};
};

}  // namespace farcall::test
