// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/flow/step_log.hpp"
#include "http/client.hpp"
#include "stack/bring_up.hpp"
#include "stack/record.hpp"
#include "stack/runner.hpp"
#include "system/lock.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace aiws::cli {

/// Whether a workspace must be there already.
enum class Existing : std::uint8_t { optional, required };

/// This machine as a command that manages its workspace sees it.
class Host {
  public:
    /// Failure::config for a damaged record, or where there is none and one is required.
    static base::Result<std::unique_ptr<Host>> open(const Context& context, Existing existing);

    /// Held by a command that changes the workspace, so that two of them take turns: a first `up` may take minutes. The
    /// record is read again: the one before may have changed it, or have taken the workspace away (Failure::config
    /// where one is required).
    [[nodiscard]] base::Result<system::Lock> lock(Existing existing);

    /// Notes the folders around the workspace that were missing when this object was made, or that a purge took away
    /// since, for the next purge: also in a record that is there already, since another run may have written it in a
    /// folder that this one made.
    void note_missing_folders(stack::Record& record) const;

    [[nodiscard]] const stack::Home& home() const { return m_runner.home; }
    [[nodiscard]] const stack::Runner& runner() const { return m_runner; }
    [[nodiscard]] http::Client& client() { return m_client; }
    [[nodiscard]] StepLog& steps() { return m_steps; }
    [[nodiscard]] std::optional<stack::Record>& record() { return m_record; }
    [[nodiscard]] const std::optional<stack::Record>& record() const { return m_record; }
    [[nodiscard]] stack::Journal journal();

    /// The environment of a command that runs within the workspace's: `register`, for one.
    [[nodiscard]] Context inside() const;

  private:
    Host(const Context& context, const stack::Home& home, std::optional<stack::Record> record);

    const Context& m_context;
    StepLog m_steps;
    stack::Runner m_runner;
    http::Client m_client;
    std::optional<stack::Record> m_record;
    std::vector<std::filesystem::path> m_missing;
};

} // namespace aiws::cli
