// SPDX-License-Identifier: Apache-2.0
#include "json/tree.hpp"

#include "json/literal.hpp"

namespace aiws::json {

Tree::Index Tree::add(const Node& node)
{
    m_nodes.push_back(node);
    return size() - 1;
}

void Tree::close(Index index, std::size_t end)
{
    m_nodes[index].value.end = static_cast<std::uint32_t>(end);
    m_nodes[index].after = size();
}

std::size_t Tree::children(Index parent) const
{
    std::size_t count = 0;
    for (Index i = first(parent); i != end(parent); i = next(i)) ++count;
    return count;
}

std::optional<Tree::Index> Tree::child(std::string_view text, Index parent, const Key& key) const
{
    const auto* name = std::get_if<std::string>(&key);
    const Kind wanted = name != nullptr ? Kind::object : Kind::array;
    if (m_nodes[parent].kind != wanted) return std::nullopt;
    std::size_t position = 0;
    for (Index i = first(parent); i != end(parent); i = next(i), ++position) {
        const bool found =
            name != nullptr ? names(m_nodes[i].key.of(text), *name) : position == std::get<std::size_t>(key);
        if (found) return i;
    }
    return std::nullopt;
}

std::vector<Tree::Index> Tree::walk(std::string_view text, const Path& path) const
{
    std::vector<Index> nodes{0};
    for (const Key& key : path) {
        const auto next_node = child(text, nodes.back(), key);
        if (!next_node) break;
        nodes.push_back(*next_node);
    }
    return nodes;
}

std::optional<Tree::Index> Tree::find(std::string_view text, const Path& path) const
{
    const auto nodes = walk(text, path);
    if (nodes.size() != path.size() + 1) return std::nullopt;
    return nodes.back();
}

Ordered Tree::value(std::string_view text, Index index) const
{
    const std::string_view raw = m_nodes[index].value.of(text);
    switch (m_nodes[index].kind) {
    case Kind::null:
        return nullptr;
    case Kind::boolean:
        return raw == "true";
    case Kind::number:
        return decode_number(raw);
    case Kind::string:
        return decode_text(raw);
    case Kind::array: {
        Ordered out = Ordered::array();
        for (Index i = first(index); i != end(index); i = next(i)) out.push_back(value(text, i));
        return out;
    }
    case Kind::object:
        break;
    }
    Ordered out = Ordered::object();
    // Straight into the vector below: operator[] would look at all members for each one.
    auto& members = out.get_ref<Ordered::object_t&>();
    for (Index i = first(index); i != end(index); i = next(i)) {
        members.Ordered::object_t::Container::emplace_back(decode_text(m_nodes[i].key.of(text)), value(text, i));
    }
    return out;
}

bool names(std::string_view raw, std::string_view name)
{
    if (raw.find('\\') != std::string_view::npos) return decode_text(raw) == name;
    const bool quoted = raw.starts_with('"') || raw.starts_with('\'');
    return (quoted ? raw.substr(1, raw.size() - 2) : raw) == name;
}

} // namespace aiws::json
