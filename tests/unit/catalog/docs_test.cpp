// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "catalog/laid_over.hpp"
#include "catch.hpp"
#include "system/temporary_folder.hpp"

#include <algorithm>

using namespace aiws::catalog;

namespace {

std::string guide()
{
    return aiws::test::slurp(AIWS_CATALOG_GUIDE);
}

std::vector<std::string> examples(const std::string& markdown)
{
    static constexpr std::string_view k_begin = "```json5\n";
    std::vector<std::string> found;
    for (auto at = markdown.find(k_begin); at != std::string::npos; at = markdown.find(k_begin, at)) {
        at += k_begin.size();
        found.push_back(markdown.substr(at, markdown.find("```", at) - at));
    }
    return found;
}

/// 1000000 → "1,000,000"
std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

} // namespace

TEST_CASE("the examples of the catalogue's guide are catalogues")
{
    const auto found = examples(guide());
    CHECK(found.size() == 2);
    for (const auto& example : found) CHECK(mistake(example) == "");
}

TEST_CASE("the guide's matrix has the limits and inputs of the embedded one")
{
    const auto lines = aiws::base::split(guide(), '\n');
    const auto catalog = laid_over("{}");
    REQUIRE(catalog);
    for (const auto& channel : catalog->channels) {
        for (const auto& model : channel.models) {
            const std::string name = "| `" + alias(channel, model) + "`" +
                                     (model.retired ? " (retired " + *model.retired + ")" : std::string()) + " | ";
            const std::string row = name + grouped(model.context_window) + " | " + grouped(model.max_output_tokens) +
                                    " | " + aiws::base::join(model.inputs, ", ") + " | ";
            INFO(row);
            CHECK(std::ranges::count_if(lines, [&](const auto& line) { return line.starts_with(row); }) == 1);
        }
    }
}
