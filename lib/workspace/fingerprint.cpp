// SPDX-License-Identifier: Apache-2.0
#include "workspace/fingerprint.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"

namespace aiws::workspace {
namespace {

constexpr std::string_view k_version = "v1";
constexpr std::size_t k_salt_bytes = 16;

std::string with_salt(const std::string& salt, const base::Secret& secret)
{
    return std::string(k_version) + ":" + salt + ":" + base::hmac_sha256_hex(salt, secret.reveal());
}

} // namespace

std::string fingerprint(const base::Secret& secret)
{
    return with_salt(base::random_hex(k_salt_bytes), secret);
}

bool matches(std::string_view fingerprint, const base::Secret& secret)
{
    const auto parts = base::split(fingerprint, ':');
    if (parts.size() != 3 || parts[0] != k_version || parts[1].empty()) return false;
    return with_salt(parts[1], secret) == fingerprint;
}

bool fits_mask(std::string_view mask, const base::Secret& secret)
{
    const auto first = mask.find('*');
    const auto last = mask.rfind('*');
    if (first == std::string_view::npos) return true;
    const auto head = mask.substr(0, first);
    const auto tail = mask.substr(last + 1);
    const bool all_stars = mask.substr(first, last - first + 1).find_first_not_of('*') == std::string_view::npos;
    if (!all_stars || head.size() + tail.size() > secret.reveal().size()) return true;
    return secret.reveal().starts_with(head) && secret.reveal().ends_with(tail);
}

} // namespace aiws::workspace
