// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/client.hpp"
#include "workspace/apply.hpp"
#include "workspace/desired.hpp"
#include "workspace/resource.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace aiws::litellm {

struct Access {
    std::string url; ///< normalised by http::parse_base_url, without /v1
    base::Secret token;
};

class Admin;

/// What the gateway said of itself.
struct Facts {
    std::string version; ///< "1.106.2"; "" when not told
    workspace::KeyPlace key_place = workspace::KeyPlace::credential;
    std::size_t rows = 0; ///< deployments in all, other people's included
};

struct Reading {
    Facts facts;
    /// Our credentials and deployments, and whatever else stands under one of the asked aliases.
    workspace::State state;
};

/// The admin side of one LiteLLM proxy. Every call goes to Access::url only; redirects are errors.
class Gateway : public workspace::Target {
  public:
    Gateway(http::Client& client, Access access);

    /// Asks until GET /health/readiness answers as LiteLLM with a connected database, or `limit` is over (zero: asks
    /// once). `on_wait` is told why it still waits. Errors: unreachable; config when this is no LiteLLM (at once) or
    /// one without database (after `limit`: it may connect yet).
    base::Result<> wait_until_ready(std::chrono::seconds limit,
                                    const std::function<void(const std::string&)>& on_wait = {});

    /// Reads readiness, credentials and all pages of GET /v2/model/info, once and at the same time; keeps ours and
    /// those under `aliases`. Errors: unreachable, refused, config (no LiteLLM, no database, version refused),
    /// interrupted.
    base::Result<Reading> read(const std::set<std::string>& aliases);

    /// Credential and deployment steps. After a 5xx or a broken connection it reads back and then decides, so that no
    /// second row ever stands under an alias.
    void start(const workspace::Step& step, workspace::Done done) override;

  private:
    std::shared_ptr<const Admin> m_admin; ///< shared with what is under way
};

} // namespace aiws::litellm
