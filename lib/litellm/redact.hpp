// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aiws::litellm {

/// Makes words from the gateway or a provider fit to be shown: secrets that we know, and what looks like a key (some
/// providers repeat the key they refuse), become "…", and the rest becomes one harmless line.
class Redactor {
  public:
    void add(const base::Secret& secret);
    [[nodiscard]] std::string clean(std::string_view text, std::size_t max_chars = 300) const;

  private:
    std::vector<base::Secret> m_secrets;
};

} // namespace aiws::litellm
