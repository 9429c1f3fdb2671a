// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "workspace/desired.hpp"
#include "workspace/resource.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aiws::litellm {

/// One page of GET /v2/model/info, without the rows that are nobody's business.
struct Page {
    std::size_t total_count = 0; ///< rows on the gateway, by its own account
    std::size_t total_pages = 0; ///< 0 on an empty gateway
    /// One for each row that is ours (our mark in model_info, or an id that starts with "aiws-") or stands under one of
    /// the asked aliases. Name: the alias; fields: the paths of workspace/desired.hpp and what else the row's
    /// model_info says in numbers, booleans and words.
    std::vector<workspace::Resource> rows;
};

/// Reads a page; a row that is not kept costs no memory beyond its own parsing. Failure::failed when the body is not
/// such a page.
base::Result<Page> parse_page(std::string_view body, const std::set<std::string>& aliases);

/// The rows of all pages as one state, sorted by name. A row that came twice (rows move between pages while they are
/// read) counts once. Under one alias there is at most one resource that is ours or legacy, the others' ids in its
/// extra_ids; foreign and fixed rows stay resources of their own beside it, so that the plan can tell of them.
workspace::State merge_rows(std::vector<workspace::Resource> rows);

/// The credentials named "aiws-CHANNEL" in a reply to GET /credentials.
base::Result<workspace::State> parse_credentials(std::string_view body);

} // namespace aiws::litellm
