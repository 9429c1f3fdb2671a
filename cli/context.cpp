// SPDX-License-Identifier: Apache-2.0
#include "cli/context.hpp"

#include "cli/output/standard_output.hpp"

#include <cstdio>

namespace aiws::cli {
namespace {

void to_stderr(std::string_view line)
{
    const std::string text = std::string(line) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
}

} // namespace

base::Result<> Context::print(const std::string& text, const json::Ordered& document) const
{
    return write_stdout(format == Format::json ? json_text(document) : text);
}

void Context::say(std::string_view line) const
{
    if (quiet == Quiet::no) to_stderr(line);
}

void Context::warn(std::string_view line) const
{
    to_stderr("aiws: " + std::string(line));
}

} // namespace aiws::cli
