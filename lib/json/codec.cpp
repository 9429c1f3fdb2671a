// SPDX-License-Identifier: Apache-2.0
#include "json/codec.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace aiws::json {
namespace {

// nlohmann's parser and destructor do not recurse, but its dump(), copy and comparison do.
constexpr std::size_t k_max_depth = 200;

/// The byte at which the text goes more than k_max_depth levels deep, or npos.
std::size_t too_deep(std::string_view text)
{
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1U : 0U;
        } else if (text[i] == '[' || text[i] == '{') {
            if (++depth > k_max_depth) return i;
        } else if (text[i] == ']' || text[i] == '}') {
            depth -= std::min<std::size_t>(depth, 1);
        }
    }
    return std::string_view::npos;
}

base::Error no_json(std::size_t byte, std::string why)
{
    return {.what = "not valid JSON", .where = fmt::format("byte {}", byte), .why = std::move(why), .fix = {}};
}

const Value& of_type(const Value& object, std::string_view key, const Value& otherwise)
{
    const Value* found = member(object, key);
    // NOLINTNEXTLINE(bugprone-return-const-ref-from-parameter): `otherwise` is a static of the caller
    return found != nullptr && found->type() == otherwise.type() ? *found : otherwise;
}

} // namespace

base::Result<Value> parse_json(std::string_view text)
{
    const std::size_t deep = too_deep(text);
    if (deep != std::string_view::npos)
        return std::unexpected(no_json(deep, fmt::format("nested more than {} levels deep", k_max_depth)));
    try {
        return Value::parse(text);
    } catch (const Value::parse_error& error) {
        // The exception's own text quotes the input.
        return std::unexpected(no_json(error.byte, text.empty() ? "it is empty" : "unexpected character"));
    } catch (const Value::exception&) {
        return std::unexpected(no_json(text.size(), "a number in it is too large"));
    }
}

std::string to_text(const Value& value)
{
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

const Value* member(const Value& object, std::string_view key)
{
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> string_at(const Value& object, std::string_view key)
{
    const Value* found = member(object, key);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<bool> bool_at(const Value& object, std::string_view key)
{
    const Value* found = member(object, key);
    if (found == nullptr || !found->is_boolean()) return std::nullopt;
    return found->get<bool>();
}

std::optional<std::int64_t> int_at(const Value& object, std::string_view key)
{
    const Value* found = member(object, key);
    if (found == nullptr || !found->is_number_integer()) return std::nullopt;
    constexpr auto k_most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > k_most) return std::nullopt;
    return found->get<std::int64_t>();
}

std::optional<double> number_at(const Value& object, std::string_view key)
{
    const Value* found = member(object, key);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

const Value& array_at(const Value& object, std::string_view key)
{
    static const Value k_none = Value::array();
    return of_type(object, key, k_none);
}

const Value& object_at(const Value& object, std::string_view key)
{
    static const Value k_none = Value::object();
    return of_type(object, key, k_none);
}

} // namespace aiws::json
