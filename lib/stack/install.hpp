// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"
#include "stack/source.hpp"
#include "stack/tools.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace aiws::stack {

/// The folders of the programs that this aiws would install.
Programs wanted_programs(const std::string& requirements, const Record& record);

/// True when all programs of the record are there, complete.
bool programs_complete(const Home& home, const Record& record);

// Each does nothing when its folder is complete already; a folder that is not is made from nothing.

/// LiteLLM, PostgreSQL, Node.js and supervisor, by uv, which is fetched first where there is none on PATH.
base::Result<> install_python(const Runner& runner, const Record& record, const Source& source);
/// Prisma's engine as npm packages, and the Python client that Prisma generates from LiteLLM's schema.
base::Result<> install_engine(const Runner& runner, const Record& record, const Source& source);
/// The engine's npm packages alone.
base::Result<> install_engine_packages(const Runner& runner, const Record& record, const Source& source);
/// OpenClaw.
base::Result<> install_agent(const Runner& runner, const Record& record, const Source& source);

/// Which engine is to run: AIWS_DB_ENGINE.
enum class Engine : std::uint8_t { automatic, native, wasm };
base::Result<Engine> wanted_engine(const system::Environment& environment);

/// Prisma's own engine program, downloaded by Prisma's own code (PRISMA_ENGINES_MIRROR is honoured): its path. An error
/// says why it cannot be had.
base::Result<std::string> fetch_native_engine(const Runner& runner, const Record& record);

/// What makes Prisma use that engine and download none.
std::map<std::string, std::string> engine_variables(const Tools& tools);

/// Removes the folders below Home::programs() that the record does not name, and what was left half-made.
void remove_other_programs(const Home& home, const Record& record);

} // namespace aiws::stack
