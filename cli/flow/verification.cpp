// SPDX-License-Identifier: Apache-2.0
#include "cli/flow/verification.hpp"

#include "base/clock.hpp"
#include "json/codec.hpp"
#include "json/note.hpp"

namespace aiws::cli {
namespace {

/// {"gateways": {URL: {ALIAS: {"verdict", "at"}}}}
std::filesystem::path verification_file(const system::Environment& environment)
{
    return system::state_dir(environment) / "verification.json";
}

} // namespace

litellm::ProbeTarget probe_target(const workspace::Resource& deployment, const catalog::Catalog& catalog,
                                  litellm::Fresh fresh)
{
    litellm::ProbeTarget target{
        .alias = deployment.name, .deployment_id = deployment.id, .channel = deployment.channel, .fresh = fresh};
    if (const auto* channel = catalog.find(deployment.channel)) target.key_variable = channel->key_variable;
    const auto slash = deployment.name.find('/');
    if (const auto* model = catalog.find(deployment.channel, std::string_view(deployment.name).substr(slash + 1))) {
        target.mode = model->mode;
        target.retired = model->retired;
    }
    return target;
}

base::Result<> save_verification(const system::Environment& environment, const std::string& gateway_url,
                                 const std::vector<workspace::ProbeResult>& results)
{
    json::Value document = json::read_note(verification_file(environment));
    if (!document["gateways"].is_object()) document["gateways"] = json::Value::object();
    json::Value& gateway = document["gateways"][gateway_url];
    if (!gateway.is_object()) gateway = json::Value::object();
    for (const auto& result : results) {
        if (result.verdict == workspace::Verdict::interrupted) continue;
        gateway[result.alias] = {{"verdict", workspace::to_string(result.verdict)}, {"at", base::iso_now()}};
    }
    return json::write_note(verification_file(environment), document);
}

std::map<std::string, Verified> load_verification(const system::Environment& environment,
                                                  const std::string& gateway_url)
{
    std::map<std::string, Verified> verified;
    const json::Value document = json::read_note(verification_file(environment));
    const json::Value gateways = document.value("gateways", json::Value::object());
    if (!gateways.is_object() || !gateways.contains(gateway_url)) return verified;
    for (const auto& [alias, entry] : gateways[gateway_url].items()) {
        const auto verdict = json::string_at(entry, "verdict");
        const auto at = json::string_at(entry, "at");
        if (verdict && at) verified[alias] = {.verdict = *verdict, .at = *at};
    }
    return verified;
}

json::Ordered to_json(const workspace::ProbeResult& result)
{
    json::Ordered out{{"alias", result.alias},
                      {"channel", result.channel},
                      {"verdict", workspace::to_string(result.verdict)},
                      {"answers", result.verdict == workspace::Verdict::answers},
                      {"latency_ms", result.latency.count()},
                      {"detail", result.detail},
                      {"fix", result.fix}};
    out["retry_after_seconds"] = result.retry_after ? json::Ordered(result.retry_after->count()) : json::Ordered();
    out["gone_since"] = result.gone_since ? json::Ordered(*result.gone_since) : json::Ordered();
    return out;
}

} // namespace aiws::cli
