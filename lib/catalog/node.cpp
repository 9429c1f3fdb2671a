// SPDX-License-Identifier: Apache-2.0
#include "catalog/node.hpp"

#include <algorithm>
#include <utility>

namespace aiws::catalog {
namespace {

std::string told(const json::Path& path, std::string_view what)
{
    const std::string place = path.empty() ? "the catalogue" : json::to_string(path);
    return place + " " + std::string(what);
}

/// "a string"; for what JSON5 has and JSON has not, its spelling ("NaN").
std::string kind_of(const Node& node)
{
    switch (node.value().type()) {
    case json::Ordered::value_t::object:
        return "an object";
    case json::Ordered::value_t::array:
        return "an array";
    case json::Ordered::value_t::string:
        return "a string";
    case json::Ordered::value_t::boolean:
        return node.value().get<bool>() ? "true" : "false";
    case json::Ordered::value_t::null:
        return std::string(node.document().raw(node.path()).value_or("null"));
    default:
        return "a number";
    }
}

} // namespace

Node::Node(const json::Document& document, const json::Ordered& root) : m_document(&document), m_value(&root) {}

Node::Node(const Node& parent, json::Key key, const json::Ordered& value)
    : m_document(parent.m_document), m_parent(&parent), m_key(std::move(key)), m_value(&value)
{
}

json::Path Node::path() const
{
    json::Path path;
    for (const Node* node = this; node->m_parent != nullptr; node = node->m_parent) path.push_back(node->m_key);
    std::ranges::reverse(path);
    return path;
}

base::Error Node::error(std::string_view what, std::string fix) const
{
    const json::Path place = path();
    base::Error error = m_document->error_at(place, told(place, what), std::move(fix));
    error.why.clear(); // the line of the file: the path says more, and the value may be a key in the wrong place
    return error;
}

base::Error Node::error_at_name(std::string_view what, std::string fix) const
{
    return catalog::error_at_name(*m_document, path(), what, std::move(fix));
}

base::Error Node::wrong_type(std::string_view noun) const
{
    return error("must be " + std::string(noun) + ", not " + kind_of(*this));
}

base::Error error_at_name(const json::Document& document, const json::Path& path, std::string_view what,
                          std::string fix)
{
    base::Error error = document.error_at(path, told(path, what), std::move(fix));
    error.why.clear(); // as above
    if (const auto at = document.key_position(path))
        error.where = document.name() + ":" + std::to_string(at->line) + ":" + std::to_string(at->column);
    return error;
}

} // namespace aiws::catalog
