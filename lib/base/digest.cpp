// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <span>
#include <stdexcept>
#include <vector>

namespace aiws::base {
namespace {

std::string hex(std::span<const unsigned char> bytes)
{
    static constexpr std::string_view k_digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        out += k_digits[byte >> 4U];
        out += k_digits[byte & 15U];
    }
    return out;
}

const unsigned char* as_bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data()); // OpenSSL's byte type
}

} // namespace

std::string sha256_hex(std::string_view bytes)
{
    std::array<unsigned char, 32> out{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL has no SHA-256");
    return hex(out);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes)
{
    std::array<unsigned char, 32> out{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), as_bytes(bytes), bytes.size(), out.data(),
             &size) == nullptr)
        throw std::runtime_error("OpenSSL has no HMAC-SHA-256");
    return hex(out);
}

std::string random_hex(std::size_t bytes)
{
    std::vector<unsigned char> out(bytes);
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        throw std::runtime_error("the system's random source failed");
    return hex(out);
}

} // namespace aiws::base
