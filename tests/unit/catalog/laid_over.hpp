// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/catalog.hpp"
#include "catalog/embedded.hpp"
#include "catalog/overlay.hpp"

#include <string>

namespace aiws::catalog {

/// The embedded matrix with the text, called "my.json", laid over it.
inline base::Result<Catalog> laid_over(const std::string& text)
{
    Catalog catalog;
    AIWS_CHECK(lay_over(catalog, std::string(embedded_catalog()), "templates/catalog.json"));
    AIWS_CHECK(lay_over(catalog, text, "my.json"));
    return catalog;
}

/// The error of laid_over(text) as one line, or "" when there is none.
inline std::string mistake(const std::string& text)
{
    const auto catalog = laid_over(text);
    return catalog ? "" : to_line(catalog.error());
}

} // namespace aiws::catalog
