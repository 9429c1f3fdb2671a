// SPDX-License-Identifier: Apache-2.0
#include "cli/output/plan_json.hpp"

#include "catch.hpp"
#include "cli/output/standard_output.hpp"
#include "workspace/sample.hpp"

using namespace aiws;

TEST_CASE("a plan's document says each step, the notes and the sum by the documented schema")
{
    const workspace::State desired{test::credential("nv-test-key-1"),
                                   test::deployment("glm-5.2", "openai/z-ai/glm-5.2"), test::deployment("kept")};
    const workspace::State actual{test::as_actual(test::credential("nv-test-key-2", "http://b.example")),
                                  test::as_actual(test::deployment("kept"))};
    workspace::Plan plan = workspace::make_plan(desired, actual);
    plan.notes.emplace_back("a note");
    CHECK(cli::json_text(cli::plan_json(plan)) == R"({
  "changes": true,
  "steps": [
    {
      "action": "update",
      "kind": "credential",
      "name": "aiws-nvidia",
      "id": "",
      "channel": "nvidia",
      "reason": "",
      "fields": [
        {
          "field": "credential_values.api_base",
          "before": "http://b.example",
          "after": "http://a.example"
        },
        {
          "field": "credential_values.api_key",
          "secret": true
        }
      ]
    },
    {
      "action": "create",
      "kind": "deployment",
      "name": "nvidia/glm-5.2",
      "id": "aiws-nvidia-glm-5.2",
      "channel": "nvidia",
      "reason": "",
      "fields": [
        {
          "field": "litellm_params.model",
          "before": null,
          "after": "openai/z-ai/glm-5.2"
        }
      ]
    },
    {
      "action": "keep",
      "kind": "deployment",
      "name": "nvidia/kept",
      "id": "aiws-nvidia-kept",
      "channel": "nvidia",
      "reason": "",
      "fields": []
    }
  ],
  "notes": [
    "a note"
  ],
  "summary": {
    "create": 1,
    "update": 1,
    "replace": 0,
    "remove": 0,
    "keep": 1,
    "conflict": 0
  }
}
)");
}

TEST_CASE("an empty plan has nothing to change and empty lists")
{
    const auto document = cli::plan_json({});
    CHECK(document["changes"] == false);
    CHECK(document["steps"] == json::Ordered::array());
    CHECK(document["notes"] == json::Ordered::array());
}

TEST_CASE("a new credential's document names its key and does not show it")
{
    const auto document = cli::plan_json(workspace::make_plan({test::credential("nv-test-key-1")}, {}));
    const json::Ordered secret{{"field", "credential_values.api_key"}, {"secret", true}};
    CHECK(document["steps"][0]["fields"].back() == secret);
    CHECK_THAT(document.dump(), !ContainsSubstring("nv-test-key-1"));
}
