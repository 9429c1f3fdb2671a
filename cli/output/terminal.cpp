// SPDX-License-Identifier: Apache-2.0
#include "cli/output/terminal.hpp"

#include <charconv>
#include <sys/ioctl.h>
#include <unistd.h>

namespace aiws::cli {
namespace {

constexpr int k_default_columns = 80;

int from_variable(const system::Environment& environment)
{
    const std::string text = environment.non_empty("COLUMNS").value_or("");
    int columns = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), columns);
    const bool whole = problem == std::errc{} && end == text.data() + text.size();
    return whole && columns > 0 ? columns : k_default_columns;
}

} // namespace

Terminal detect_terminal(int descriptor, const system::Environment& environment)
{
    if (isatty(descriptor) == 0) return {};
    winsize size{};
    const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const std::string type = environment.non_empty("TERM").value_or("dumb");
    const bool capable = type != "dumb";
    return {
        .colour = capable && !environment.non_empty("NO_COLOR"),
        .is_tty = true,
        .columns = known ? size.ws_col : from_variable(environment),
        .moves_cursor = capable,
    };
}

} // namespace aiws::cli
