// SPDX-License-Identifier: Apache-2.0
#include "cli/output/confirm.hpp"

#include "cli/output/standard_output.hpp"

#include <iostream>
#include <unistd.h>

namespace aiws::cli {

base::Result<> confirm(const Context& context, const std::string& text, const std::string& question)
{
    if (context.format == Format::json || isatty(STDIN_FILENO) == 0)
        return std::unexpected(base::Error{.kind = base::Failure::usage,
                                           .what = "nothing was done: there is nobody to ask",
                                           .fix = "say --yes to go on, or --dry-run to see what would happen"});
    AIWS_CHECK(write_stdout(text));
    std::cerr << question << " [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "y" || answer == "Y" || answer == "yes") return {};
    return std::unexpected(base::Error{.what = "nothing was done, as you said"});
}

} // namespace aiws::cli
