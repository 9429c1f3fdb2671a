// SPDX-License-Identifier: Apache-2.0
#include "litellm/redact.hpp"

#include "catch.hpp"

using namespace aiws;

TEST_CASE("a secret that we know never shows, wherever it stands")
{
    litellm::Redactor redactor;
    redactor.add(base::Secret("nv-test-key-1"));
    redactor.add(base::Secret("abc")); // too short to be a key
    CHECK(redactor.clean("key nv-test-key-1, again (nv-test-key-1)") == "key …, again (…)");
    CHECK(redactor.clean("abc stays") == "abc stays");
}

TEST_CASE("what looks like a key does not show either")
{
    const litellm::Redactor redactor;
    CHECK(redactor.clean("Incorrect API key provided: xy-12****90. You can") ==
          "Incorrect API key provided: …. You can");
    CHECK(redactor.clean("Authorization: Bearer abcd1234") == "Authorization: Bearer …");
    CHECK(redactor.clean("Key Hash (Token) =0f0f0f0f. Unable") == "Key Hash (Token) =…. Unable");
    CHECK(redactor.clean("token sk-test-1234 refused") == "token … refused");
    CHECK(redactor.clean("Received API Key = sk-..., expected 'sk-'.") == "Received API Key = sk-..., expected 'sk-'.");
}

TEST_CASE("ordinary words stay as they are, on one line")
{
    const litellm::Redactor redactor;
    CHECK(redactor.clean("task-force on risk-taking\nmodel z-ai/glm-5.2") ==
          "task-force on risk-taking model z-ai/glm-5.2");
    CHECK(redactor.clean(std::string(1'000, 'x'), 5) == "xxxxx…");
}
