// SPDX-License-Identifier: Apache-2.0
#include "base/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace aiws::base {

Secret::Secret(std::string value) : m_value(std::move(value)) {}

// A moved-from short string keeps its bytes: so the value is copied, and the other one wiped.
Secret::Secret(Secret&& other) noexcept : m_value(other.m_value) // NOLINT(performance-move-constructor-init)
{
    other.wipe();
}

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
        other.wipe();
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

bool Secret::operator==(const Secret& other) const
{
    return m_value.size() == other.m_value.size() &&
           CRYPTO_memcmp(m_value.data(), other.m_value.data(), m_value.size()) == 0;
}

void Secret::wipe() noexcept
{
    base::wipe(m_value);
}

void wipe(std::string& bytes) noexcept
{
    OPENSSL_cleanse(bytes.data(), bytes.size());
    bytes.clear();
}

} // namespace aiws::base
