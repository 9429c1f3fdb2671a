// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "json/document.hpp"
#include "json/value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// Bytes of the text: [begin, end).
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool empty() const { return begin == end; }
    [[nodiscard]] std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// One value and where it stands. 16 MiB of brackets make millions of these: keep it small.
struct Node {
    Span value;
    Span key; ///< the member's name with its quotes; empty for elements and the root
    std::uint32_t after = 0;
    Kind kind = Kind::null;

    /// Where the member (its name) or element starts.
    [[nodiscard]] std::uint32_t begin() const { return key.empty() ? value.begin : key.begin; }
    [[nodiscard]] bool is_container() const { return kind == Kind::array || kind == Kind::object; }
};

/// The values of a text in the order in which they start: the root is number 0, a node's children follow it, and
/// `after` is the first node behind all of them.
class Tree {
  public:
    using Index = std::uint32_t;

    [[nodiscard]] const Node& operator[](Index index) const { return m_nodes[index]; }
    [[nodiscard]] Index size() const { return static_cast<Index>(m_nodes.size()); }
    Index add(const Node& node);
    /// Sets the end of a value whose children are all added.
    void close(Index index, std::size_t end);

    /// for (auto i = first(n); i != end(n); i = next(i))
    [[nodiscard]] Index first(Index parent) const { return parent + 1; }
    [[nodiscard]] Index end(Index parent) const { return m_nodes[parent].after; }
    [[nodiscard]] Index next(Index child) const { return m_nodes[child].after; }

    /// How many children the node has.
    [[nodiscard]] std::size_t children(Index parent) const;
    [[nodiscard]] std::optional<Index> child(std::string_view text, Index parent, const Key& key) const;
    /// The nodes along the path, the root first, as far as they exist.
    [[nodiscard]] std::vector<Index> walk(std::string_view text, const Path& path) const;
    [[nodiscard]] std::optional<Index> find(std::string_view text, const Path& path) const;
    [[nodiscard]] Ordered value(std::string_view text, Index index) const;

  private:
    std::vector<Node> m_nodes;
};

/// True when the member's name, as it stands in the text, means `name`.
bool names(std::string_view raw, std::string_view name);

} // namespace aiws::json
