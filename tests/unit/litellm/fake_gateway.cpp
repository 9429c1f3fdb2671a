// SPDX-License-Identifier: Apache-2.0
#include "fake_gateway.hpp"

#include "recorded.hpp"

namespace aiws::test {
namespace {

constexpr std::string_view k_credentials = "/credentials";

std::string ok(const json::Value& body)
{
    return http_reply(200, body.dump());
}

std::string failure(int status, const std::string& message)
{
    return http_reply(status, error_body(message));
}

std::string parameter(const std::string& query, const std::string& name)
{
    const auto start = ("&" + query).find("&" + name + "=");
    if (start == std::string::npos) return {};
    const std::string value = query.substr(start + name.size() + 1);
    return value.substr(0, value.find('&'));
}

std::string path_of(const Seen& seen)
{
    return seen.target.substr(0, seen.target.find('?'));
}

void merge(json::Value& into, const json::Value& from)
{
    for (const auto& [name, value] : from.items())
        if (!value.is_null()) into[name] = value;
}

} // namespace

FakeGateway::FakeGateway() : m_server([this](const Seen& seen, Peer& peer) { answer(seen, peer); }) {}

void FakeGateway::spoil(const std::string& start, std::string bytes, Act act, int times)
{
    const std::scoped_lock lock(m_mutex);
    m_spoilt.push_back({.start = start, .bytes = std::move(bytes), .act = act, .left = times});
}

void FakeGateway::add_row(const std::string& alias, const std::string& id, json::Value params, json::Value info)
{
    const std::scoped_lock lock(m_mutex);
    json::Value made{
        {"model_name", alias}, {"litellm_params", {{"model", "openai/v/m"}}}, {"model_info", {{"id", id}}}};
    merge(made["litellm_params"], params);
    merge(made["model_info"], info);
    m_rows[id] = std::move(made);
}

std::vector<std::string> FakeGateway::writes() const
{
    std::vector<std::string> out;
    for (const auto& seen : m_server.seen())
        if (seen.method != "GET") out.push_back(seen.method + " " + path_of(seen));
    return out;
}

std::map<std::string, json::Value> FakeGateway::rows() const
{
    const std::scoped_lock lock(m_mutex);
    return m_rows;
}

std::map<std::string, json::Value> FakeGateway::credentials() const
{
    const std::scoped_lock lock(m_mutex);
    return m_credentials;
}

void FakeGateway::answer(const Seen& seen, Peer& peer)
{
    const std::scoped_lock lock(m_mutex);
    for (auto& spoilt : m_spoilt) {
        if (spoilt.left == 0 || !(seen.method + " " + seen.target).starts_with(spoilt.start)) continue;
        --spoilt.left;
        if (spoilt.act == Act::yes) route(seen);
        if (spoilt.bytes.empty()) return peer.reset();
        peer.send(spoilt.bytes);
        return;
    }
    peer.send(route(seen));
}

std::string FakeGateway::route(const Seen& seen)
{
    const std::string path = path_of(seen);
    const auto body = seen.body.empty() ? json::Value{} : json::Value::parse(seen.body);
    if (path == "/health/readiness") return ok({{"status", "healthy"}, {"db", database}});
    if (seen.header("authorization") != "Bearer sk-test") return failure(401, "Authentication Error, Invalid token");
    if (path == "/health/readiness/details") return ok({{"status", "healthy"}, {"litellm_version", version}});
    if (path == "/v2/model/info") return list(seen.target.substr(path.size() + 1));
    if (path == "/model/new") return add(body);
    if (path == "/model/delete")
        return m_rows.erase(body["id"].get<std::string>()) == 1 ? ok({{"message", "deleted"}})
                                                                : failure(400, "{'error': 'Model not found in db'}");
    if (path.starts_with("/model/")) return change(path.substr(7, path.rfind('/') - 7), body);
    if (!has_credentials || !path.starts_with(k_credentials)) return http_reply(404, R"({"detail":"Not Found"})");
    if (seen.method == "GET") return show_credentials();
    return write_credential(seen, seen.method == "POST" ? body["credential_name"].get<std::string>()
                                                        : path.substr(k_credentials.size() + 1));
}

std::string FakeGateway::list(const std::string& query) const
{
    const std::string only = parameter(query, "modelId");
    const std::size_t number = std::stoul(parameter(query, "page"));
    const std::size_t size = std::stoul(parameter(query, "size"));
    json::Value found = json::Value::array();
    std::size_t count = 0;
    for (const auto& [id, made] : m_rows) {
        if (!only.empty() && only != id) continue;
        ++count;
        if ((count - 1) / size + 1 != number) continue;
        found.push_back(made);
        found.back()["litellm_params"].erase("api_key");
        if (!found.back()["model_info"].contains("db_model")) found.back()["model_info"]["db_model"] = true;
    }
    return ok({{"data", found}, {"total_count", count}, {"total_pages", (count + size - 1) / size}});
}

std::string FakeGateway::add(const json::Value& body)
{
    const std::string id = body["model_info"]["id"].get<std::string>();
    if (m_rows.contains(id)) return failure(500, "{'error': 'Failed to add model to db. Check your server logs'}");
    m_rows[id] = body;
    if (id == unloadable)
        return failure(500, "Model create was saved to the database, but the model id(s) ['" + id +
                                "'] are not live in this pod's router after the reload.");
    return ok(body);
}

std::string FakeGateway::change(const std::string& id, const json::Value& body)
{
    if (!m_rows.contains(id)) return failure(404, "Model " + id + " not found on proxy.");
    for (const auto* part : {"litellm_params", "model_info"})
        if (body.contains(part)) merge(m_rows[id][part], body[part]);
    return ok(m_rows[id]);
}

std::string FakeGateway::write_credential(const Seen& seen, const std::string& name)
{
    const bool there = m_credentials.contains(name);
    if (seen.method == "POST" && there) return failure(409, "Credential '" + name + "' already exists.");
    if (seen.method != "POST" && !there) return failure(404, "Credential not found in DB.");
    if (seen.method == "DELETE") {
        m_credentials.erase(name);
        return ok({{"success", true}});
    }
    const auto body = json::Value::parse(seen.body);
    for (const auto* part : {"credential_values", "credential_info"})
        if (body.contains(part)) merge(m_credentials[name][part], body[part]);
    return ok({{"success", true}});
}

std::string FakeGateway::show_credentials() const
{
    json::Value list = json::Value::array();
    for (const auto& [name, stored] : m_credentials) {
        list.push_back(stored);
        list.back()["credential_name"] = name;
        auto& key = list.back()["credential_values"]["api_key"];
        if (key.is_string()) {
            const std::string plain = key.get<std::string>();
            key = plain.substr(0, 2) + "****" + plain.substr(plain.size() - 2);
        }
    }
    return ok({{"success", true}, {"credentials", list}});
}

} // namespace aiws::test
