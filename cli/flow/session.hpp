// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "cli/context.hpp"
#include "cli/output/progress.hpp"
#include "cli/settings/settings.hpp"
#include "http/client.hpp"
#include "litellm/gateway.hpp"
#include "litellm/probe.hpp"

#include <chrono>
#include <memory>

namespace aiws::cli {

/// The conversation of one run with its gateway.
class Session {
  public:
    /// Reads no byte from the net. Failure::config when there is no token.
    static base::Result<std::unique_ptr<Session>> open(const Settings& settings, const Context& context);

    /// Waits up to `limit` for a gateway that is still starting (zero: does not wait), then reads what is there under
    /// the catalogue's aliases and everything of ours.
    base::Result<litellm::Reading> read(std::chrono::seconds limit, const Context& context);

    [[nodiscard]] const litellm::Access& access() const { return m_access; }
    [[nodiscard]] litellm::Gateway& gateway() { return m_gateway; }
    [[nodiscard]] http::Client& client() { return m_client; }

    /// The line on standard error that says what is under way; it moves while the client works.
    [[nodiscard]] Progress& progress() { return m_progress; }

    /// A prober with the paces of the catalogue's channels, which never shows a key that is set.
    [[nodiscard]] std::unique_ptr<litellm::Prober> prober(std::chrono::seconds timeout);

  private:
    base::Result<> wait(std::chrono::seconds limit, const Context& context);
    Session(const Settings& settings, litellm::Access access, const Context& context);

    const Settings& m_settings;
    litellm::Access m_access;
    Progress m_progress;
    http::Client m_client;
    litellm::Gateway m_gateway;
};

} // namespace aiws::cli
