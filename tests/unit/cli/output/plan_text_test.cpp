// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_text.hpp"

#include "catch.hpp"
#include "workspace/sample.hpp"

using namespace aiws;
using cli::Terminal;
using workspace::Action;
using workspace::Kind;
using workspace::Resource;
using workspace::Step;

namespace {

Step step(Action action, const Resource& resource, std::string reason = {})
{
    return {.action = action, .desired = resource, .actual = resource, .reason = std::move(reason)};
}

workspace::Plan sample()
{
    Resource provider{.kind = Kind::provider, .name = "nvidia", .channel = "nvidia"};
    provider.fields["baseUrl"] = "http://127.0.0.1:4000/v1";
    provider.fields["models"] = {"nvidia/glm-5.2", "nvidia/minimax-m3"};
    Resource mode{.kind = Kind::setting, .name = "gateway.mode"};
    mode.fields["value"] = "local";

    Step changed = step(Action::update, test::credential("nv-test-key-1"));
    changed.changes = {{.field = "credential_values.api_base", .before = "http://a", .after = "http://b"},
                       {.field = "credential_values.api_key", .before = {}, .after = {}, .secret = true}};
    Step replaced = step(Action::replace, test::deployment("minimax-m3"), "the older script left it");
    replaced.changes = {{.field = "litellm_params.model", .before = "openai/x", .after = "openai/y"}};
    return {.steps = {step(Action::create, provider), step(Action::create, mode), changed,
                      step(Action::create, test::deployment("glm-5.2", "openai/z-ai/glm-5.2")), replaced,
                      step(Action::remove, test::deployment("old")), step(Action::keep, test::deployment("qwen3.5")),
                      step(Action::conflict, test::deployment("kimi-k2.7-code"), "somebody else's answers here")},
            .notes = {"nvidia/glm-5.2: another deployment answers too"}};
}

} // namespace

TEST_CASE("a plan reads as a diff: the gateway's part, OpenClaw's part, the notes, the sum")
{
    CHECK(cli::plan_text(sample(), Terminal{}) == R"(Gateway
  ~ credential aiws-nvidia
      api_base: "http://a" → "http://b"
      api_key: changed
  + deployment nvidia/glm-5.2         openai/z-ai/glm-5.2
  ± deployment nvidia/minimax-m3      the older script left it
      model: "openai/x" → "openai/y"
  - deployment nvidia/old
  ! deployment nvidia/kimi-k2.7-code  somebody else's answers here

OpenClaw
  + provider nvidia        http://127.0.0.1:4000/v1, 2 models
  + setting  gateway.mode  "local"

note: nvidia/glm-5.2: another deployment answers too

Plan: 3 to create, 1 to change, 1 to replace, 1 to remove, 1 unchanged, 1 in conflict.
)");
}

TEST_CASE("a plan with nothing to do is its sum")
{
    const workspace::Plan plan{
        .steps = {step(Action::keep, test::deployment("a")), step(Action::keep, test::deployment("b"))}};
    CHECK(cli::plan_text(plan, Terminal{}) == "Plan: 0 to create, 0 to change, 0 to remove, 2 unchanged.\n");
}

TEST_CASE("a create's reason stands behind what it makes")
{
    const workspace::Plan plan{.steps = {step(Action::create, test::deployment("a"), "it was deleted")}};
    CHECK_THAT(cli::plan_text(plan, Terminal{}),
               ContainsSubstring("+ deployment nvidia/a  openai/x (it was deleted)\n"));
}

TEST_CASE("a printed plan holds no secret, in text and with colours")
{
    const workspace::Plan plan{.steps = {step(Action::create, test::credential("nv-test-key-1"))}};
    CHECK_THAT(cli::plan_text(plan, Terminal{}), !ContainsSubstring("nv-test-key-1"));
    const auto coloured = cli::plan_text(plan, {.colour = true, .is_tty = true, .columns = 80});
    CHECK_THAT(coloured, !ContainsSubstring("nv-test-key-1"));
    CHECK_THAT(coloured,
               ContainsSubstring("\x1b[32m+\x1b[0m credential aiws-nvidia  \x1b[2mhttp://a.example\x1b[0m\n"));
}
