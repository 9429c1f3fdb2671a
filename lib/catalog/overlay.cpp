// SPDX-License-Identifier: Apache-2.0
#include "catalog/overlay.hpp"

#include "catalog/channel.hpp"
#include "catalog/check.hpp"
#include "catalog/read.hpp"
#include "json/document.hpp"

#include <array>

namespace aiws::catalog {
namespace {

constexpr std::array<Field<Catalog>, 1> k_fields = {{{"channels", read_channels}}};

} // namespace

base::Result<> lay_over(Catalog& catalog, std::string text, std::string name)
{
    AIWS_TRY(const auto document, json::Document::parse(std::move(text), std::move(name)));
    const auto root = document.at({});
    const json::Ordered value = root.value_or(nullptr);
    Catalog changed = catalog;
    AIWS_CHECK(read_fields<Catalog>(Node(document, value), k_fields, changed));
    AIWS_CHECK(check(changed, document));
    catalog = std::move(changed);
    return {};
}

} // namespace aiws::catalog
