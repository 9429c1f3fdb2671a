// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fake_gateway.hpp"
#include "http/fixture.hpp"
#include "litellm/gateway.hpp"

#include <string>

namespace aiws::test {

/// A gateway to misbehave, and ours to cope with it.
struct GatewayTest : HttpTest {
    FakeGateway fake;
    http::Client client{quick()};
    litellm::Gateway gateway{client, {.url = fake.url(), .token = base::Secret("sk-test")}};

    static workspace::Resource credential(const std::string& key = "nv-test-key-1")
    {
        workspace::Resource resource{.kind = workspace::Kind::credential, .name = "aiws-nvidia", .channel = "nvidia"};
        resource.fields["credential_values.api_base"] = "https://nvidia.example/v1";
        resource.fields["credential_info.aiws.channel"] = "nvidia";
        resource.secrets.emplace("credential_values.api_key", base::Secret(key));
        return resource;
    }
    static workspace::Resource deployment(const std::string& model = "m")
    {
        workspace::Resource resource{.name = "nvidia/" + model, .id = "aiws-nvidia-" + model, .channel = "nvidia"};
        resource.fields["litellm_params.model"] = "openai/v/" + model;
        resource.fields["litellm_params.litellm_credential_name"] = "aiws-nvidia";
        resource.fields["litellm_params.api_base"] = nullptr;
        resource.fields["model_info.max_input_tokens"] = 1'000;
        resource.fields["model_info.input_cost_per_token"] = 1e-7;
        resource.fields["model_info.aiws.channel"] = "nvidia";
        return resource;
    }

    litellm::Reading read(const std::set<std::string>& aliases = {"nvidia/m"})
    {
        auto reading = gateway.read(aliases);
        if (!reading) throw std::runtime_error(base::to_line(reading.error()));
        return *std::move(reading);
    }
    /// Reads, plans and applies; the outcomes by name.
    std::map<std::string, base::Result<>> bring_about(const workspace::State& desired)
    {
        return apply(workspace::make_plan(desired, read().state));
    }
    std::map<std::string, base::Result<>> apply(const workspace::Plan& plan)
    {
        std::map<std::string, base::Result<>> outcomes;
        workspace::apply(plan, gateway, [&](const workspace::Step& step, const base::Result<>& outcome) {
            outcomes.emplace(step.subject().name, outcome);
        });
        client.run();
        return outcomes;
    }
    /// True when a further run would write nothing.
    bool is_settled(const workspace::State& desired)
    {
        return !workspace::make_plan(desired, read().state).has_changes();
    }
};

} // namespace aiws::test
