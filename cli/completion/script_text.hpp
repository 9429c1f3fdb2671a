// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace aiws::cli::completion {

/// In single quotes, as bash and zsh read them: 'it'\''s'.
std::string quoted(std::string_view text);

/// With a backslash before each of these characters.
std::string escaped(std::string_view text, std::string_view characters);

/// The words with a space between them and a backslash before whatever a shell may take for more than a letter.
std::string escaped_words(std::span<const std::string> words);

/// Puts the text in the place of each occurrence of the placeholder.
void fill(std::string& script, std::string_view placeholder, std::string_view text);

} // namespace aiws::cli::completion
