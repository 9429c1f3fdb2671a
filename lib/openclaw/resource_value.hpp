// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workspace/resource.hpp"

#include "json/document.hpp"
#include <string>

namespace aiws::openclaw {

/// Where a provider or setting stands in the configuration.
json::Path path_of(const workspace::Resource& resource);

/// What is to stand there for a desired one.
json::Ordered value_of(const workspace::Resource& resource);

/// True when the reference stands in the list of allowed models: an array of them, or the older map by reference.
bool lists(const json::Ordered& list, const std::string& reference);

} // namespace aiws::openclaw
