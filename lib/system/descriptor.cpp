// SPDX-License-Identifier: Apache-2.0
#include "system/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace aiws::system {

Descriptor::Descriptor(Descriptor&& other) noexcept : m_number(std::exchange(other.m_number, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept
{
    std::swap(m_number, other.m_number);
    return *this;
}

Descriptor::~Descriptor()
{
    if (valid()) close(m_number);
}

bool Descriptor::read_up_to(std::size_t max_bytes, std::string& bytes) const
{
    static constexpr std::size_t k_step = 65536;
    bytes.clear();
    while (bytes.size() <= max_bytes) {
        const std::size_t had = bytes.size();
        bytes.resize(had + std::min(k_step, max_bytes + 1 - had));
        const ssize_t got = read(m_number, bytes.data() + had, bytes.size() - had);
        bytes.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) break;
        if (got < 0 && errno != EINTR) return false;
    }
    return true;
}

bool Descriptor::write_all(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t put = write(m_number, bytes.data(), bytes.size());
        if (put < 0 && errno != EINTR) return false;
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(put, 0)));
    }
    return true;
}

} // namespace aiws::system
