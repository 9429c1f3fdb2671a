// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::stack {

// The files of templates/, embedded (cmake/Embed.cmake).
std::string_view requirements_lock();
std::string_view fetch_uv();
std::string_view demo_provider();
std::string_view litellm_config();
std::string_view supervisor_config();
std::string_view systemd_unit();
std::string_view postgres_script();
std::string_view litellm_script();
std::string_view agent_script();
std::string_view demo_script();
std::string_view agent_launcher();
std::string_view prisma_script();

// Whole folders: a file's name and its text.
using Files = std::map<std::string_view, std::string_view>;
const Files& engine_files(); ///< Prisma's engine
const Files& agent_files();  ///< OpenClaw's package.json and its lock

/// The template with each @NAME@ replaced by its value. A name that has none is a bug.
std::string fill(std::string_view text, const std::map<std::string, std::string>& values);

/// The text as one word of a POSIX shell: in single quotes.
std::string shell_word(std::string_view text);

/// Words of a command line for a POSIX shell.
std::string shell_words(const std::vector<std::string>& words);

/// The text as part of a value in supervisord's configuration, where a percent sign begins an expansion.
std::string supervisor_text(std::string_view text);

} // namespace aiws::stack
