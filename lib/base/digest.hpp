// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aiws::base {

/// SHA-256 of the bytes, 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// HMAC-SHA-256 of the bytes under the key, 64 lower-case hex digits.
std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// `bytes` bytes from the system's random source as 2 * `bytes` hex digits.
std::string random_hex(std::size_t bytes);

} // namespace aiws::base
