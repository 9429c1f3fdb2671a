// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/document.hpp"

#include <string>
#include <string_view>

namespace aiws::catalog {

/// A value of a catalogue file that knows its place, for the errors. It refers to its parent, its document and its
/// value, which must outlive it; the path is put together only when something is wrong.
class Node {
  public:
    Node(const json::Document& document, const json::Ordered& root);
    Node(const Node& parent, json::Key key, const json::Ordered& value);

    [[nodiscard]] const json::Document& document() const { return *m_document; }
    [[nodiscard]] const json::Ordered& value() const { return *m_value; }
    /// The member's name; only for members.
    [[nodiscard]] const std::string& name() const { return std::get<std::string>(m_key); }
    [[nodiscard]] json::Path path() const;

    /// Failure::config "PATH WHAT" at the value; `what` goes on from the path ("must be …").
    [[nodiscard]] base::Error error(std::string_view what, std::string fix = {}) const;
    /// The same at the member's name.
    [[nodiscard]] base::Error error_at_name(std::string_view what, std::string fix = {}) const;
    /// The value must be another kind of thing: "must be NOUN, not a string". Never shows the value.
    [[nodiscard]] base::Error wrong_type(std::string_view noun) const;

  private:
    const json::Document* m_document;
    const Node* m_parent = nullptr;
    json::Key m_key;
    const json::Ordered* m_value;
};

/// Failure::config "PATH WHAT" at the name of the member at `path`, for what only shows when a file is laid over.
base::Error error_at_name(const json::Document& document, const json::Path& path, std::string_view what,
                          std::string fix);

} // namespace aiws::catalog
