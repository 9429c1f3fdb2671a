// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aiws::json {

/// A member's name or an element's index (0-based).
using Key = std::variant<std::string, std::size_t>;
using Path = std::vector<Key>;

/// "models.providers.nvidia", "agents.list[0].model", `channels["a.b"]`.
std::string to_string(const Path& path);

/// Where a byte stands: both count from 1, columns in characters.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
};

struct Limits {
    std::size_t max_bytes = std::size_t{16} << 20U;
    std::size_t max_depth = 200;
};

/// One change of the text, enough to take it back.
struct Splice {
    std::size_t offset = 0;
    std::string before; ///< the bytes that stood there
    std::string after;  ///< the bytes that stand there now
};

/// A JSON5 text that is edited by splicing bytes: whatever is not the edited value stays as it was, byte for byte
/// (comments, order, quotes, line ends, BOM). What is inserted takes over the file's indentation, line ends, quote
/// style and whether the last member has a trailing comma. JSON is JSON5.
class Document {
  public:
    /// Failure::config with name, line, column, what stood there and the line itself. Refused too: a key that stands
    /// twice in one object, more than max_depth levels, more than max_bytes, bytes that are not UTF-8.
    static base::Result<Document> parse(std::string text, std::string name, Limits limits = {});

    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const std::string& name() const;

    /// The value at the path (the whole document for {}), members in the file's order; nullopt when absent.
    /// NaN and the infinities come as null; use raw() where the spelling matters.
    [[nodiscard]] std::optional<Ordered> at(const Path& path) const;
    /// The value's own bytes, without the white space and comments around it.
    [[nodiscard]] std::optional<std::string_view> raw(const Path& path) const;
    /// Where the value starts, and where the name of the member starts.
    [[nodiscard]] std::optional<Position> position(const Path& path) const;
    [[nodiscard]] std::optional<Position> key_position(const Path& path) const;

    /// Puts the value at the path; missing parents become objects, an index equal to the array's size appends.
    /// An equal value that is already there changes nothing (an empty Splice).
    /// Failure::config when a parent is neither object nor array, or the index is beyond the end.
    base::Result<Splice> set(const Path& path, const Ordered& value);
    /// Puts these bytes, which must be one JSON5 value, in the value's place (or inserts them).
    base::Result<Splice> set_raw(const Path& path, std::string_view bytes);
    /// Takes the member or element out with its comma; comments of its neighbours stay. Absent: an empty Splice.
    base::Result<Splice> remove(const Path& path);
    /// Takes a splice back: the splices must be reverted last first.
    void revert(const Splice& splice);

    /// The error "what" at the value (or, where it is absent, at its nearest ancestor): for whoever checks the content.
    [[nodiscard]] base::Error error_at(const Path& path, std::string what, std::string fix = {}) const;

  private:
    struct State;
    explicit Document(std::shared_ptr<const State> state);
    base::Result<Splice> insert(const Path& path, const std::vector<std::uint32_t>& nodes, const Ordered& value);
    base::Result<Splice> change(Splice splice);
    std::shared_ptr<const State> m_state;
};

} // namespace aiws::json
