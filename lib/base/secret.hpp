// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace aiws::base {

/// A key or token. It cannot be printed, compares in constant time and is wiped when it goes.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value);
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    /// The value itself: only for what sends it to its owner or writes it to its file.
    [[nodiscard]] const std::string& reveal() const { return m_value; }
    [[nodiscard]] bool empty() const { return m_value.empty(); }
    bool operator==(const Secret& other) const;

  private:
    void wipe() noexcept;
    std::string m_value;
};

/// Overwrites the bytes so that the compiler cannot leave them behind, and empties the string.
void wipe(std::string& bytes) noexcept;

} // namespace aiws::base
