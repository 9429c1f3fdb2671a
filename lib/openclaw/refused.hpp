// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "openclaw/provider_block.hpp"
#include "openclaw/replies.hpp"
#include "system/environment.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::openclaw {

/// What one version of OpenClaw does not know of what aiws would write. Its schema moves from version to version and is
/// strict; what it refuses of ours is learned from its own validation once, and left out from then on. Places are
/// "plugins.entries.deepseek", or inside any provider block "timeoutSeconds", inside any of its models
/// "models.compat.thinkingFormat".
class Refused {
  public:
    Refused() = default;
    explicit Refused(std::set<std::string> places) : m_places(std::move(places)) {}

    /// What was learned of that version before; nothing where there is no note of it or it is damaged.
    static Refused load(const system::Environment& environment, const std::string& version);
    /// Keeps it for that version. Without a version nothing is kept.
    base::Result<> save(const system::Environment& environment, const std::string& version) const;

    /// Adds what the issues say about the blocks of these providers and about settings of ours, as far as aiws can do
    /// without it. True when something was new.
    bool learn(const std::vector<Issue>& issues, const std::vector<std::string>& providers);

    [[nodiscard]] bool has(std::string_view place) const { return m_places.contains(std::string(place)); }
    void take_out_of(Fields& fields) const;
    [[nodiscard]] std::vector<std::string> places() const { return {m_places.begin(), m_places.end()}; }

  private:
    std::set<std::string> m_places;
};

} // namespace aiws::openclaw
