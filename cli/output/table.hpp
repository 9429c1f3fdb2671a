// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output/style.hpp"
#include "cli/output/terminal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace aiws::cli {

enum class Align : std::uint8_t { left, right };

struct Column {
    std::string title; ///< printed in upper case
    Align align = Align::left;
};

struct Cell {
    std::string text;
    Style style = Style::plain;
};

/// Rows in aligned columns, two spaces apart, under upper-case titles. No line ends in a space. Whatever a cell holds
/// becomes one harmless line. On a terminal the last column is cut to fit; elsewhere nothing is ever cut.
class Table {
  public:
    explicit Table(std::vector<Column> columns);

    /// A row may have fewer cells than there are columns; more is a bug.
    void add(std::vector<Cell> row);
    [[nodiscard]] bool empty() const { return m_rows.empty(); }
    /// The table with a newline after each line; the titles also when there are no rows.
    [[nodiscard]] std::string render(const Terminal& terminal) const;

  private:
    [[nodiscard]] std::vector<std::size_t> widths() const;
    [[nodiscard]] std::string line(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                                   const Terminal& terminal) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

} // namespace aiws::cli
