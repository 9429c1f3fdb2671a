// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"
#include "litellm/gateway.hpp"
#include "litellm/redact.hpp"
#include "litellm/requests.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace aiws::litellm {

/// The calls of one gateway's admin API: adds address and token, and makes errors of what comes back.
class Admin {
  public:
    Admin(http::Client& client, Access access);

    [[nodiscard]] http::Client& client() const { return m_client; }
    [[nodiscard]] const std::string& url() const { return m_access.url; }
    [[nodiscard]] const base::Secret& token() const { return m_access.token; }

    [[nodiscard]] http::Request request(Call call) const;
    void submit(Call call, http::Client::Callback done) const;

    /// Why `what` ("create nvidia/glm-5.2") could not be done: no response (unreachable, config, interrupted), a
    /// redirect, a refused token, no database (config) or the gateway's own words, with what would help. `secrets`
    /// also hides what was sent.
    [[nodiscard]] base::Error error(const std::string& what, const http::Outcome& outcome,
                                    const Redactor* secrets = nullptr) const;
    /// The same for one who knows better what it means.
    [[nodiscard]] base::Error failed(const std::string& what, std::string why, std::string fix = {}) const;

  private:
    [[nodiscard]] base::Error refusal(const std::string& what, const http::Response& response,
                                      const std::string& why) const;

    http::Client& m_client;
    Access m_access;
    Redactor m_redactor;
};

bool is_redirect(const http::Response& response);
/// Failure::config: the token goes only to the address it was given for.
base::Error redirect_error(const http::Response& response, std::string_view url);

/// What helps against a gateway without a database, and one with a database that it does not use for models.
inline constexpr std::string_view k_database_fix =
    "give the gateway a database: set DATABASE_URL and STORE_MODEL_IN_DB=True in its environment, and restart it";

} // namespace aiws::litellm
