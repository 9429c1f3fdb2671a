// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace aiws::workspace {

/// A digest to keep beside a secret that its server never shows again: "v1:SALT:HMAC", both in hex,
/// HMAC-SHA-256 of the secret under a fresh random 16-byte salt. The salt makes equal keys look
/// different on every gateway, and everyone who has the key can check it, from any machine.
std::string fingerprint(const base::Secret& secret);

/// True when the fingerprint was made from this secret; false for anything malformed.
bool matches(std::string_view fingerprint, const base::Secret& secret);

/// True when a server's mask ("nv****OT": the secret's ends around a run of asterisks) can be this secret's; also for
/// a mask of another kind, which tells nothing.
bool fits_mask(std::string_view mask, const base::Secret& secret);

} // namespace aiws::workspace
