// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.hpp"

#include <curl/curl.h>

#include <deque>
#include <memory>
#include <string>

namespace aiws::http {

struct EasyCleanup {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct MultiCleanup {
    void operator()(CURLM* handle) const noexcept { curl_multi_cleanup(handle); }
};
struct UrlCleanup {
    void operator()(CURLU* handle) const noexcept { curl_url_cleanup(handle); }
};
struct CurlFree {
    void operator()(char* text) const noexcept { curl_free(text); }
};

using EasyHandle = std::unique_ptr<CURL, EasyCleanup>;
using MultiHandle = std::unique_ptr<CURLM, MultiCleanup>;
using UrlHandle = std::unique_ptr<CURLU, UrlCleanup>;
using CurlText = std::unique_ptr<char, CurlFree>;

/// Header lines for CURLOPT_HTTPHEADER. libcurl only reads the list, so its nodes and bytes stay ours: they may hold
/// a token and are wiped when the list goes.
class HeaderList {
  public:
    HeaderList() = default;
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    ~HeaderList()
    {
        for (auto& line : m_lines) base::wipe(line);
    }

    void add(std::string line)
    {
        m_lines.push_back(std::move(line));
        m_nodes.push_back({.data = m_lines.back().data(), .next = nullptr});
        if (m_nodes.size() > 1) m_nodes[m_nodes.size() - 2].next = &m_nodes.back();
    }
    [[nodiscard]] curl_slist* get() { return m_nodes.empty() ? nullptr : &m_nodes.front(); }

  private:
    std::deque<std::string> m_lines; // a deque: what is in it never moves
    std::deque<curl_slist> m_nodes;
};

} // namespace aiws::http
