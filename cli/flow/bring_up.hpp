// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/commands/register.hpp"
#include "cli/flow/host.hpp"

#include <optional>
#include <string>

namespace aiws::cli {

/// What a person wants of the workspace; what is not said stays as it is.
struct UpOptions {
    OutputOptions output;
    std::string database;
    std::string gateway;
    std::string openclaw;
    std::string listen;
    std::string offline;
    int port = 0;
    int openclaw_port = 0;
    bool without_openclaw = false;
    bool demo = false;
    bool upgrade = false;
    bool upgrade_only = false; ///< there must be a workspace
    bool no_register = false;
    bool dry_run = false;
};

/// What a workspace is to be.
struct Wanted {
    stack::Record record;
    std::optional<base::Secret> database_url; ///< of the user's own PostgreSQL, where it is named now
};

/// The record that is wanted: the present one, or a new one on free ports, with the options in it. Failure::config or
/// usage for what cannot be: a port that is taken, another place for a database that holds data, a weak token for
/// --listen.
base::Result<Wanted> wanted_record(const Context& context, Host& host, const UpOptions& options);

/// Failure::config for an OpenClaw of the user's own that does not run for the services' user.
base::Result<> check_own_agent(const Host& host, const std::filesystem::path& program);

/// Brings the workspace up as the record says, registers, and tells what runs where. `restore_from` is a dump that
/// replaces the database, or "".
base::Result<Told> bring_up(const Context& context, Host& host, const Wanted& wanted, const UpOptions& options,
                            const std::filesystem::path& restore_from = {});

/// What would be done, without doing it.
Told preview(const Host& host, const stack::Record& record, const UpOptions& options);

/// Renders and starts what the record says now, without anything else: after a part was taken away.
base::Result<> apply_record(const Context& context, Host& host, const stack::Record& record);

} // namespace aiws::cli
