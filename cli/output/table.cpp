// SPDX-License-Identifier: Apache-2.0
#include "cli/output/table.hpp"

#include "base/text.hpp"
#include "cli/output/fit.hpp"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <numeric>
#include <utility>

namespace aiws::cli {
namespace {

constexpr std::size_t k_gap = 2;
constexpr std::size_t k_least_last_column = 8; ///< narrower than that, cutting would leave nothing to read
constexpr std::size_t k_unlimited = std::string::npos;

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

} // namespace

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns))
{
    for (auto& column : m_columns) column.title = upper(std::move(column.title));
}

void Table::add(std::vector<Cell> row)
{
    assert(row.size() <= m_columns.size());
    for (auto& cell : row) cell.text = base::one_line(cell.text, k_unlimited);
    m_rows.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths() const
{
    std::vector<std::size_t> widths;
    for (const auto& column : m_columns) widths.push_back(base::display_width(column.title));
    for (const auto& row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], base::display_width(row[i].text));
    return widths;
}

std::string Table::render(const Terminal& terminal) const
{
    if (m_columns.empty()) return "";
    auto all = widths();
    const std::size_t before_last = std::accumulate(all.begin(), all.end() - 1, k_gap * (all.size() - 1));
    const auto room = static_cast<std::size_t>(terminal.columns);
    if (terminal.is_tty && room >= before_last + k_least_last_column)
        all.back() = std::min(all.back(), room - before_last);

    std::vector<Cell> titles;
    for (const auto& column : m_columns) titles.push_back({.text = column.title, .style = Style::dim});
    std::string out = line(titles, all, terminal);
    for (const auto& row : m_rows) out += line(row, all, terminal);
    return out;
}

std::string Table::line(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                        const Terminal& terminal) const
{
    std::string out;
    std::size_t at = 0;    // columns written so far
    std::size_t start = 0; // where the cell's column begins
    for (std::size_t i = 0; i < row.size(); start += widths[i] + k_gap, ++i) {
        const bool last = i + 1 == m_columns.size();
        const std::string text = last ? fit(row[i].text, widths[i]) : row[i].text;
        if (text.empty()) continue; // spaces are written only before something, so that no line ends in them
        const std::size_t width = base::display_width(text);
        const std::size_t begin = m_columns[i].align == Align::right ? start + widths[i] - width : start;
        out.append(begin - at, ' ').append(paint(text, row[i].style, terminal));
        at = begin + width;
    }
    return out + "\n";
}

} // namespace aiws::cli
