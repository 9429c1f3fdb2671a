// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/cpp/loopback_server.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace aiws::test {

enum class Act : std::uint8_t { no, yes };

/// A LiteLLM with 1.106.2's rules for rows and credentials, whose replies can be spoilt.
class FakeGateway {
  public:
    FakeGateway();

    /// The next `times` requests that begin like that ("POST /model/new") get these bytes in place of the proper
    /// reply, or a reset for ""; with Act::yes they are carried out all the same.
    void spoil(const std::string& start, std::string bytes, Act act = Act::no, int times = 1);
    void add_row(const std::string& alias, const std::string& id, json::Value params = {}, json::Value info = {});

    [[nodiscard]] std::string url() const { return m_server.url(""); }
    /// "POST /model/new", without what follows a question mark; reading is left out.
    [[nodiscard]] std::vector<std::string> writes() const;
    [[nodiscard]] std::vector<Seen> seen() const { return m_server.seen(); }
    [[nodiscard]] std::map<std::string, json::Value> rows() const;
    [[nodiscard]] std::map<std::string, json::Value> credentials() const;

    std::string version = "1.106.2"; ///< set before the first request, as are the others
    std::string database = "connected";
    bool has_credentials = true;
    std::string unloadable; ///< the id of a row that is saved, but not served

  private:
    struct Spoilt {
        std::string start;
        std::string bytes;
        Act act = Act::no;
        int left = 0;
    };
    void answer(const Seen& seen, Peer& peer);
    std::string route(const Seen& seen);
    std::string list(const std::string& query) const;
    std::string write_credential(const Seen& seen, const std::string& name);
    std::string show_credentials() const;
    std::string add(const json::Value& body);
    std::string change(const std::string& id, const json::Value& body);

    mutable std::mutex m_mutex;
    std::vector<Spoilt> m_spoilt;
    std::map<std::string, json::Value> m_rows;
    std::map<std::string, json::Value> m_credentials;
    LoopbackServer m_server; // last: it answers from the others
};

} // namespace aiws::test
