// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "http/message.hpp"
#include "workspace/plan.hpp"

#include <string>
#include <string_view>

namespace aiws::litellm {

/// One call of the admin API, before it has an address and a token.
struct Call {
    http::Method method = http::Method::get;
    std::string path; ///< from the root of the gateway: "/model/new"
    std::string body; ///< JSON, may hold a key; "" for none
    /// Whether doing it twice does no harm. Creating a deployment is the one that is not repeatable.
    http::Repeat repeat = http::Repeat::safe;
};

/// Percent-encoding of all but the unreserved characters.
std::string escape(std::string_view text);

// Each body carries our mark, with the fingerprint of the key where the key is sent. Failure::config when a key cannot
// be sent as JSON (it is no UTF-8).

base::Result<Call> create_credential(const workspace::Resource& desired);
/// What differs, and the mark whole: LiteLLM merges credential_info by its first level only, and wants it always.
base::Result<Call> update_credential(const workspace::Step& step);
/// Everything, as if it was to be created: for a credential that exists against expectation.
base::Result<Call> overwrite_credential(const workspace::Resource& desired);
Call remove_credential(std::string_view name); ///< 404 when it is not there

base::Result<Call> create_deployment(const workspace::Resource& desired);
/// What differs, and the mark whole (LiteLLM merges model_info by its first level only).
base::Result<Call> update_deployment(const workspace::Step& step);
/// A page of at most one row. Asks the database too, so that a row which the router could not load is found.
Call find_deployment(std::string_view id);
Call remove_deployment(std::string_view id); ///< 400 "not found" when it is not there

/// False when the step's resource must be removed and made anew: LiteLLM 1.106.2 ignores a null for most
/// parameters (api_base, api_key) and all of model_info but prices, and cannot reach an id with a slash.
bool can_patch(const workspace::Step& step);

} // namespace aiws::litellm
