// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/terminal.hpp"
#include "system/environment.hpp"
#include "system/interrupt.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace aiws::cli {

enum class Format : std::uint8_t { text, json };

/// What every command is given: the seams to the machine and how to speak. stdout is data, stderr is talk.
struct Context {
    system::Environment environment;
    const system::Interrupt* interrupt = nullptr;
    Terminal out;
    Terminal err;
    Format format = Format::text;
    Quiet quiet = Quiet::no;

    /// Data for standard output: the text, or the document with --json. Failure::failed when it cannot be written.
    [[nodiscard]] base::Result<> print(const std::string& text, const json::Ordered& document) const;
    /// A line for a person on standard error; nothing with --quiet.
    void say(std::string_view line) const;
    /// A warning for a person on standard error, also with --quiet.
    void warn(std::string_view line) const;
};

/// A command that was chosen and parsed: runs it and returns the exit code.
using Run = std::function<base::Result<int>(Context&)>;

} // namespace aiws::cli
