// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aiws::json {

// Plain JSON (RFC 8259) as servers send it, and typed looks into it. Files people write are for Document.

/// Failure::failed when the text is no JSON or is nested more than 200 levels deep. The error says what is wrong and at
/// which byte, and shows nothing of the text: a server's answer may hold secrets.
base::Result<Value> parse_json(std::string_view text);

/// The value as JSON. Strings that are not UTF-8 have their bad bytes replaced, so this never fails.
std::string to_text(const Value& value);

/// The member, or nullptr when `object` is no object or has no such member.
const Value* member(const Value& object, std::string_view key);

// The member as its type; nullopt when it is absent, null, or of another type.
std::optional<std::string> string_at(const Value& object, std::string_view key);
std::optional<bool> bool_at(const Value& object, std::string_view key);
std::optional<std::int64_t> int_at(const Value& object, std::string_view key);
std::optional<double> number_at(const Value& object, std::string_view key);

/// The member if it is an array or object; else an empty one, so that loops over it just end.
const Value& array_at(const Value& object, std::string_view key);
const Value& object_at(const Value& object, std::string_view key);

} // namespace aiws::json
