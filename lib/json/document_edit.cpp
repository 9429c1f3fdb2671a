// SPDX-License-Identifier: Apache-2.0
#include "json/document_state.hpp"
#include "json/edit.hpp"

#include <algorithm>
#include <cassert>
#include <ranges>
#include <span>

#include <fmt/format.h>

namespace aiws::json {
namespace {

bool has_number_beyond_json(std::string_view text, const Tree& tree, Tree::Index node)
{
    for (Tree::Index i = node; i < tree[node].after; ++i) {
        if (tree[i].kind == Kind::number && tree.value(text, i).is_null()) return true;
    }
    return false;
}

/// True when the node is the value already, whatever the order of members.
bool means(std::string_view text, const Tree& tree, Tree::Index node, const Ordered& value)
{
    return Value(tree.value(text, node)) == Value(value) && !has_number_beyond_json(text, tree, node);
}

bool deeper_than(const Ordered& value, std::size_t levels)
{
    if (!value.is_structured()) return false;
    return levels == 0 ||
           std::ranges::any_of(value, [&](const Ordered& inner) { return deeper_than(inner, levels - 1); });
}

/// The value inside new parents for the keys, the outermost first; nullopt when a new list does not start at 0.
std::optional<Ordered> wrapped(Ordered value, std::span<const Key> keys)
{
    for (const Key& key : keys | std::views::reverse) {
        const auto* name = std::get_if<std::string>(&key);
        if (name == nullptr && std::get<std::size_t>(key) != 0) return std::nullopt;
        Ordered parent = name != nullptr ? Ordered::object() : Ordered::array();
        (name != nullptr ? parent[*name] : parent[0]) = std::move(value);
        value = std::move(parent);
    }
    return value;
}

std::string changed(std::string_view text, std::size_t offset, std::size_t size, std::string_view after)
{
    std::string out;
    out.reserve(text.size() - size + after.size());
    return out.append(text.substr(0, offset)).append(after).append(text.substr(offset + size));
}

} // namespace

base::Result<Splice> Document::set(const Path& path, const Ordered& value)
{
    const std::string& text = m_state->text;
    const Tree& tree = m_state->tree;
    if (deeper_than(value, m_state->limits.max_depth))
        return std::unexpected(error_at(path, "the value nests too deep"));
    const auto nodes = tree.walk(text, path);
    if (nodes.size() <= path.size()) return insert(path, nodes, value);
    if (means(text, tree, nodes.back(), value)) return Splice{};
    return change(replace_value({text, tree}, nodes.back(), value));
}

base::Result<Splice> Document::insert(const Path& path, const std::vector<std::uint32_t>& nodes, const Ordered& value)
{
    const Tree& tree = m_state->tree;
    const auto container = nodes.back();
    const Path parent(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(nodes.size()) - 1);
    const Key& key = path[parent.size()];
    const auto* name = std::get_if<std::string>(&key);
    const std::string_view wanted = name != nullptr ? "an object" : "a list";
    if (tree[container].kind != (name != nullptr ? Kind::object : Kind::array)) {
        const std::string spelled = parent.empty() ? "the document" : to_string(parent);
        return std::unexpected(error_at(parent, fmt::format("{} is not {}", spelled, wanted)));
    }
    const auto inner = wrapped(value, std::span(path).subspan(nodes.size()));
    const bool at_end = name != nullptr || std::get<std::size_t>(key) == tree.children(container);
    if (!inner || !at_end) return std::unexpected(error_at(path, fmt::format("{} is beyond the end", to_string(path))));
    return change(insert_child({m_state->text, tree}, container, name, *inner));
}

base::Result<Splice> Document::set_raw(const Path& path, std::string_view bytes)
{
    AIWS_TRY(const Tree value, read_tree(bytes, "the value for " + to_string(path), m_state->limits));
    if (value[0].value.of(bytes).size() != bytes.size())
        return std::unexpected(error_at(path, "the value for it has white space or comments around it"));
    const auto node = m_state->tree.find(m_state->text, path);
    if (node) {
        const Span span = m_state->tree[*node].value;
        if (span.of(m_state->text) == bytes) return Splice{};
        return change({span.begin, std::string(span.of(m_state->text)), std::string(bytes)});
    }
    // Inserted as null first, which stands in the place of the bytes.
    Document draft = *this;
    AIWS_TRY(Splice splice, draft.set(path, nullptr));
    const Span span = draft.m_state->tree[draft.m_state->tree.find(draft.text(), path).value()].value;
    splice.after.replace(span.begin - splice.offset, span.end - span.begin, bytes);
    return change(std::move(splice));
}

base::Result<Splice> Document::remove(const Path& path)
{
    const auto nodes = m_state->tree.walk(m_state->text, path);
    if (nodes.size() <= path.size()) return Splice{};
    if (path.empty()) return std::unexpected(error_at(path, "the whole document cannot be removed"));
    return change(erase_child({m_state->text, m_state->tree}, nodes[nodes.size() - 2], nodes.back()));
}

base::Result<Splice> Document::change(Splice splice)
{
    std::string text = changed(m_state->text, splice.offset, splice.before.size(), splice.after);
    AIWS_TRY(Tree tree, read_tree(text, m_state->name, m_state->limits));
    m_state = std::make_shared<const State>(State{std::move(text), m_state->name, m_state->limits, std::move(tree)});
    return splice;
}

void Document::revert(const Splice& splice)
{
    assert(std::string_view(m_state->text).substr(splice.offset).starts_with(splice.after));
    const bool reverted = change({splice.offset, splice.after, splice.before}).has_value();
    assert(reverted);
    static_cast<void>(reverted);
}

} // namespace aiws::json
