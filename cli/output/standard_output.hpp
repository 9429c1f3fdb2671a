// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

#include <string>
#include <string_view>

namespace aiws::cli {

/// Opens /dev/null, the wrong way round, in place of each standard descriptor that the caller has closed: else the next
/// file that we open would become our standard output and take in what we print. Writing to it still fails.
/// To be called first in main().
void occupy_standard_descriptors() noexcept;

/// All bytes to standard output, past every buffer. Failure::failed when they cannot be written ("no space left
/// on the device"). When the reader has gone (EPIPE, as in `aiws models | head -1`) the error is silent(): the command
/// ends with exit code 1 and says nothing, for nobody is there to read it. SIGPIPE must be ignored (system::Interrupt).
base::Result<> write_stdout(std::string_view bytes);

/// True for an error that must not be printed.
bool silent(const base::Error& error);

/// The document as text: two spaces of indentation, one newline at the end, invalid UTF-8 replaced by U+FFFD.
std::string json_text(const json::Ordered& document);

} // namespace aiws::cli
