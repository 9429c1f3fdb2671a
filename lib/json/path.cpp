// SPDX-License-Identifier: Apache-2.0
#include "json/document.hpp"
#include "json/unicode.hpp"

#include <fmt/format.h>

namespace aiws::json {
namespace {

/// Letters, digits, '_', '-' and what is beyond ASCII: readable without quotes.
bool is_plain(std::string_view name)
{
    for (std::size_t at = 0; at < name.size();) {
        const Character next = character_at(name, at);
        if (!is_name_part(next.point) && next.point != '-') return false;
        at += next.size;
    }
    return !name.empty();
}

} // namespace

std::string to_string(const Path& path)
{
    std::string out;
    for (const Key& key : path) {
        const auto* name = std::get_if<std::string>(&key);
        if (name == nullptr)
            out += fmt::format("[{}]", std::get<std::size_t>(key));
        else if (!is_plain(*name))
            out += '[' + Value(*name).dump(-1, ' ', false, Value::error_handler_t::replace) + ']';
        else
            out += (out.empty() ? "" : ".") + *name;
    }
    return out;
}

} // namespace aiws::json
