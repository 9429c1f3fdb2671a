// SPDX-License-Identifier: Apache-2.0
#include "litellm/rows.hpp"

#include "catch.hpp"
#include "recorded.hpp"

using namespace aiws;
using namespace aiws::test;
using workspace::Owner;

namespace {

const std::string k_mark = R"(,"aiws":{"channel":"nvidia","fingerprint":"v1:a:b"})";

workspace::State rows_of(const std::string& rows, const std::set<std::string>& aliases = {"nvidia/m"})
{
    auto result = litellm::parse_page(page(rows), aliases);
    REQUIRE(result.has_value());
    return std::move(result->rows);
}

} // namespace

TEST_CASE("a row of ours becomes a resource with the fields of the desired side")
{
    const auto rows = rows_of(
        row("nvidia/m", "aiws-nvidia-m", R"(,"litellm_credential_name":"aiws-nvidia","output_cost_per_token":2.8e-07)",
            R"(,"max_input_tokens":128000,"supports_vision":false,"input_cost_per_token":0.0)" + k_mark));
    REQUIRE(rows.size() == 1);
    const auto& resource = rows.front();
    CHECK(resource.name == "nvidia/m");
    CHECK(resource.id == "aiws-nvidia-m");
    CHECK(resource.channel == "nvidia");
    CHECK(resource.owner == Owner::aiws);
    CHECK(resource.fields.at("litellm_params.model") == "openai/v/m");
    CHECK(resource.fields.at("litellm_params.litellm_credential_name") == "aiws-nvidia");
    CHECK(resource.fields.at("model_info.mode") == "chat");
    CHECK(resource.fields.at("model_info.max_input_tokens") == 128000);
    CHECK(resource.fields.at("model_info.supports_vision") == false);
    CHECK(resource.fields.at("model_info.input_cost_per_token") == 0);
    CHECK(resource.fields.at("model_info.output_cost_per_token") == 0.28 / 1'000'000);
    CHECK(resource.fields.at("model_info.aiws.channel") == "nvidia");
    CHECK(resource.fingerprints.at("litellm_params.api_key") == "v1:a:b");
}

TEST_CASE("what LiteLLM lists as null, as a list or not at all is absent")
{
    const auto rows = rows_of(row("nvidia/m", "aiws-nvidia-m"));
    const auto& fields = rows.at(0).fields;
    CHECK_FALSE(fields.contains("model_info.max_tokens"));
    CHECK_FALSE(fields.contains("model_info.supported_openai_params"));
    CHECK_FALSE(fields.contains("litellm_params.api_base"));
}

TEST_CASE("a price of the row beats the one that LiteLLM's price list shows")
{
    const auto rows = rows_of(row("nvidia/m", "aiws-nvidia-m", R"(,"cache_read_input_token_cost":1e-08)",
                                  R"(,"cache_read_input_token_cost":9e-08)"));
    CHECK(rows.at(0).fields.at("model_info.cache_read_input_token_cost") == 1e-08);
}

TEST_CASE("whose a row is shows in its mark, its id and where it stands")
{
    const std::string fixed =
        R"({"model_name":"nvidia/m","litellm_params":{},"model_info":{"id":"c","db_model":false}})";
    const auto rows = rows_of(row("team/x", "random-1", "", k_mark) + "," + row("team/y", "aiws-team-y") + "," +
                              row("nvidia/m", "nvidia/m") + "," + row("nvidia/m", "random-2") + "," + fixed);
    REQUIRE(rows.size() == 5);
    CHECK(rows[0].owner == Owner::aiws);
    CHECK(rows[1].owner == Owner::aiws);
    CHECK(rows[1].channel == "team");
    CHECK(rows[2].owner == Owner::legacy);
    CHECK(rows[3].owner == Owner::foreign);
    CHECK(rows[4].owner == Owner::fixed);
}

TEST_CASE("other people's rows are not kept, whatever they look like")
{
    CHECK(rows_of(row("team/x", "random-1") + "," + row("team/z", "team/z")).empty());
    CHECK(rows_of(R"({"model_name":"nvidia/m","model_info":{"id":null}},{},{"model_name":7},1,null,[{}])").empty());
    CHECK(rows_of(R"({"model_name":"gpt","model_info":{"id":"x","deep":{"deeper":{"aiws":1}}}})").empty());
}

TEST_CASE("a page tells how many there are")
{
    const auto result = litellm::parse_page(page("", 10'000, 20), {});
    REQUIRE(result.has_value());
    CHECK(result->total_count == 10'000);
    CHECK(result->total_pages == 20);
}

TEST_CASE("what is no page is an error")
{
    for (const auto* body : {"", "null", "[]", "{", "{\"data\":\"x\"}", "{\"data\":null}", "<html>", "{\"rows\":[]}"})
        CHECK_FALSE(litellm::parse_page(body, {}).has_value());
}

TEST_CASE("a row that came on two pages counts once")
{
    auto rows = rows_of(row("nvidia/m", "aiws-nvidia-m") + "," + row("nvidia/m", "aiws-nvidia-m"));
    const auto state = litellm::merge_rows(std::move(rows));
    REQUIRE(state.size() == 1);
    CHECK(state[0].extra_ids.empty());
}

TEST_CASE("legacy rows stand beside ours as further ids, others as resources of their own")
{
    auto rows = rows_of(row("nvidia/m", "nvidia/m") + "," + row("nvidia/m", "random") + "," +
                        row("nvidia/m", "zz", "", k_mark) + "," + row("nvidia/m", "aiws-nvidia-m"));
    const auto state = litellm::merge_rows(std::move(rows));
    REQUIRE(state.size() == 2);
    CHECK(state[0].owner == Owner::aiws);
    CHECK(state[0].id == "aiws-nvidia-m");
    CHECK(state[0].extra_ids == std::vector<std::string>{"zz", "nvidia/m"});
    CHECK(state[1].owner == Owner::foreign);
    CHECK(state[1].id == "random");
}

TEST_CASE("a legacy row alone stays legacy")
{
    const auto state = litellm::merge_rows(rows_of(row("nvidia/m", "nvidia/m")));
    REQUIRE(state.size() == 1);
    CHECK(state[0].owner == Owner::legacy);
    CHECK(state[0].id == "nvidia/m");
}

TEST_CASE("credentials of ours are read with mask and fingerprint, others are not")
{
    const auto state = litellm::parse_credentials(R"({"success":true,"credentials":[
        {"credential_name":"aiws-nvidia","display_name":null,"credential_info":{"aiws":{"channel":"nvidia",
         "fingerprint":"v1:c:d"}},"credential_values":{"api_key":"nv****ey","api_base":"http://127.0.0.1/v1"},
         "source":"db"},
        {"credential_name":"team","credential_info":{},"credential_values":{"api_key":"sk****xx"}},
        {"credential_name":"aiws-old","credential_info":{},"credential_values":{},"source":"config"}, 7]})");
    REQUIRE(state.has_value());
    REQUIRE(state->size() == 2);
    const auto& ours = state->front();
    CHECK(ours.kind == workspace::Kind::credential);
    CHECK(ours.channel == "nvidia");
    CHECK(ours.fields == std::map<std::string, json::Value>{{"credential_values.api_base", "http://127.0.0.1/v1"},
                                                            {"credential_info.aiws.channel", "nvidia"}});
    CHECK(ours.fingerprints.at("credential_values.api_key") == "v1:c:d");
    CHECK(ours.masks.at("credential_values.api_key") == "nv****ey");
    CHECK(state->back().channel == "old");
    CHECK(state->back().owner == Owner::fixed);
    CHECK_FALSE(litellm::parse_credentials("[]").has_value());
}
