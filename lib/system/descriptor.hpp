// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::system {

/// The owner of one file descriptor. Reading and writing set errno when they fail.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    [[nodiscard]] int number() const noexcept { return m_number; }
    [[nodiscard]] bool valid() const noexcept { return m_number >= 0; }

    /// Everything up to the end, but no more than `max_bytes` + 1: the one byte more tells that there is too much.
    [[nodiscard]] bool read_up_to(std::size_t max_bytes, std::string& bytes) const;
    [[nodiscard]] bool write_all(std::string_view bytes) const;

  private:
    int m_number = -1;
};

} // namespace aiws::system
