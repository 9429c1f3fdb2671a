// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "catalog/catalog.hpp"
#include "json/document.hpp"

namespace aiws::catalog {

/// What no single entry shows. The catalogue was sound before `document` was laid over it, so that what is
/// wrong now is wrong because of this document: the error stands at its place there.
/// Failure::config when two models would share a deployment's id (channel "a-b" with model "c", channel "a" with
/// model "b-c"), or when one variable holds both a key and a base URL (base URLs are printed).
base::Result<> check(const Catalog& catalog, const json::Document& document);

} // namespace aiws::catalog
