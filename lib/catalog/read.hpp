// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/text.hpp"
#include "catalog/node.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::catalog {

/// Readers of single values; each error is Failure::config at the value and says what is allowed.
/// A string that is not blank and has no control characters. Errors do not show it: it may be a key in the wrong place.
base::Result<std::string> read_text(const Node& node);
base::Result<std::int64_t> read_integer(const Node& node, std::int64_t min, std::int64_t max);
/// A finite number of 0 or more.
base::Result<double> read_amount(const Node& node);
base::Result<bool> read_bool(const Node& node);
/// One of the words; its index.
base::Result<std::size_t> read_choice(const Node& node, std::span<const std::string> words);
/// An ISO date that exists: "2026-07-24".
base::Result<std::string> read_date(const Node& node);
/// The name of an environment variable that is no token of aiws's own.
base::Result<std::string> read_variable(const Node& node);

/// A field of an object and how it is read into `T`.
template <class T>
struct Field {
    std::string_view name;
    base::Result<> (*read)(const Node& node, T& target);
};

/// The error for a member that no field is called.
base::Error unknown_field(const Node& member, const std::vector<std::string>& allowed);

/// Reads an object's members in the file's order; what the object does not name stays as it is in `target`.
template <class T>
base::Result<> read_fields(const Node& object, std::span<const Field<T>> fields, T& target)
{
    if (!object.value().is_object()) return std::unexpected(object.wrong_type("an object"));
    for (const auto& member : object.value().items()) {
        const Node node(object, member.key(), member.value());
        const Field<T>* known = nullptr;
        for (const auto& field : fields)
            if (field.name == member.key()) known = &field;
        if (known == nullptr) {
            std::vector<std::string> allowed;
            for (const auto& field : fields) allowed.emplace_back(field.name);
            return std::unexpected(unknown_field(node, allowed));
        }
        AIWS_CHECK(known->read(node, target));
    }
    return {};
}

} // namespace aiws::catalog
