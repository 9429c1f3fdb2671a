// SPDX-License-Identifier: Apache-2.0
#include "json/document.hpp"

#include "base/text.hpp"
#include "json/document_state.hpp"
#include "json/parser.hpp"
#include "json/place.hpp"
#include "json/unicode.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace aiws::json {

namespace {

/// The first byte that is not UTF-8; the text has one.
std::size_t first_bad_byte(std::string_view text)
{
    std::size_t offset = 0;
    for (;;) {
        const std::size_t size = character_at(text, offset).size;
        if (!base::is_utf8(text.substr(offset, size))) return offset;
        offset += size;
    }
}

base::Error too_large(std::string_view name, std::size_t bytes, std::size_t max_bytes)
{
    return {.kind = base::Failure::config,
            .what = fmt::format("the text has {} bytes, and at most {} are read", bytes, max_bytes),
            .where = std::string(name),
            .why = {},
            .fix = {}};
}

} // namespace

base::Error error_in(std::string_view name, std::string_view text, Fault fault, std::size_t valid_until)
{
    const Position position = position_of(text, fault.offset);
    return {.kind = base::Failure::config,
            .what = std::move(fault.what),
            .where = fmt::format("{}:{}:{}", name, position.line, position.column),
            .why = shown_line(text, fault.offset, valid_until),
            .fix = std::move(fault.fix)};
}

base::Result<Tree> read_tree(std::string_view text, std::string_view name, const Limits& limits)
{
    const std::size_t max_bytes = std::min<std::size_t>(limits.max_bytes, std::numeric_limits<std::uint32_t>::max());
    if (text.size() > max_bytes) return std::unexpected(too_large(name, text.size(), max_bytes));
    if (!base::is_utf8(text)) {
        const std::size_t bad = first_bad_byte(text);
        return std::unexpected(error_in(name, text, {bad, "a byte is not UTF-8", "save the file as UTF-8"}, bad));
    }
    auto tree = parse_tree(text, limits.max_depth);
    if (!tree) {
        const std::size_t offset = tree.error().offset;
        return std::unexpected(error_in(name, text, std::move(tree).error(), offset));
    }
    return *std::move(tree);
}

Document::Document(std::shared_ptr<const State> state) : m_state(std::move(state)) {}

base::Result<Document> Document::parse(std::string text, std::string name, Limits limits)
{
    AIWS_TRY(Tree tree, read_tree(text, name, limits));
    return Document(std::make_shared<const State>(State{std::move(text), std::move(name), limits, std::move(tree)}));
}

const std::string& Document::text() const
{
    return m_state->text;
}

const std::string& Document::name() const
{
    return m_state->name;
}

std::optional<Ordered> Document::at(const Path& path) const
{
    const auto node = m_state->tree.find(m_state->text, path);
    if (!node) return std::nullopt;
    return m_state->tree.value(m_state->text, *node);
}

std::optional<std::string_view> Document::raw(const Path& path) const
{
    const auto node = m_state->tree.find(m_state->text, path);
    if (!node) return std::nullopt;
    return m_state->tree[*node].value.of(m_state->text);
}

std::optional<Position> Document::position(const Path& path) const
{
    const auto node = m_state->tree.find(m_state->text, path);
    if (!node) return std::nullopt;
    return position_of(m_state->text, m_state->tree[*node].value.begin);
}

std::optional<Position> Document::key_position(const Path& path) const
{
    const auto node = m_state->tree.find(m_state->text, path);
    if (!node || m_state->tree[*node].key.empty()) return std::nullopt;
    return position_of(m_state->text, m_state->tree[*node].key.begin);
}

base::Error Document::error_at(const Path& path, std::string what, std::string fix) const
{
    const auto node = m_state->tree.walk(m_state->text, path).back();
    const std::size_t offset = m_state->tree[node].value.begin;
    return error_in(m_state->name, m_state->text, {offset, std::move(what), std::move(fix)}, m_state->text.size());
}

} // namespace aiws::json
