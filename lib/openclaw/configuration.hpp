// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/desired.hpp"
#include "openclaw/file_change.hpp"
#include "openclaw/location.hpp"
#include "system/environment.hpp"
#include "workspace/plan.hpp"
#include "workspace/resource.hpp"
#include "json/document.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aiws::openclaw {

/// A user's openclaw.json with what it includes, together with our receipt for it.
///
/// Whose a provider block is, the receipt tells. A block under the name of one of our channels that aiws did not write
/// is Owner::foreign; make_plan() has it replaced and says so, apply() keeps the old one in the receipt, and with
/// unregister it comes back. A block of ours in which somebody changed something stays ours while it points at the same
/// gateway: the plan puts it right, unregister takes it away. What was pointed elsewhere is somebody else's from then.
class Configuration {
  public:
    /// A missing file is an empty configuration. Failure::config when it (or a file it includes, or our receipt)
    /// cannot be read or is not JSON5 (line, column).
    static base::Result<Configuration> open(const Location& location, const system::Environment& environment);
    Configuration(Configuration&&) noexcept;
    Configuration& operator=(Configuration&&) noexcept;
    ~Configuration();

    /// What stands there: every provider under models.providers and the settings that desired() speaks of. A key is
    /// only described ("literal"), never shown.
    [[nodiscard]] workspace::State actual() const;
    /// What aiws put there and what is still ours to take away; `channels` narrows it (none: all). What serves every
    /// channel is in it only when no provider of ours would stay.
    [[nodiscard]] workspace::State ours(const std::vector<std::string>& channels = {}) const;
    /// What a person should know: what was changed after aiws wrote it, which other file is edited, which agents have
    /// their own list of models.
    [[nodiscard]] std::vector<std::string> notes() const;

    /// The merged value at the path, secrets included; nullopt when absent.
    [[nodiscard]] std::optional<json::Ordered> at(const json::Path& path) const;

    /// The files as they would be after the steps about providers and settings; those that stay as they are are not
    /// among them.
    [[nodiscard]] base::Result<std::vector<FileChange>> preview(const workspace::Plan& plan) const;
    /// Carries those steps out: each file that changes is written once, with a backup beside it
    /// ("openclaw.json.before-aiws", 0600) and the receipt. Nothing changes: nothing is written. Failure::failed when
    /// a file was changed since open(): nothing is written then, open it again. Afterwards this is the new state.
    base::Result<> apply(const workspace::Plan& plan);

    /// Undoes the last apply(), the receipt included: for a change that OpenClaw does not accept. Failure::failed when
    /// a file was changed since: it stays as it is. Afterwards this is the state from before.
    base::Result<> take_back();

    /// SHA-256 over the files of the configuration as they were read or written last.
    [[nodiscard]] std::string digest() const;
    [[nodiscard]] const std::filesystem::path& file() const;
    /// The backup that apply() made; empty when none.
    [[nodiscard]] const std::filesystem::path& backup() const;

  private:
    struct Impl;
    explicit Configuration(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace aiws::openclaw
