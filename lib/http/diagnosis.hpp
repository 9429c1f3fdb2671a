// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.hpp"

#include <curl/curl.h>

#include <chrono>
#include <string>

namespace aiws::http {

/// What is known about a transfer that libcurl ended with an error.
struct Circumstances {
    std::string words;              ///< libcurl's error buffer
    std::string host;               ///< of the URL
    long os_error = 0;              ///< errno of the failed connect, or 0
    long proxy_status = 0;          ///< the proxy's answer to CONNECT, or 0
    bool issued = false;            ///< the request, or a part of it, may have been sent
    bool dialled_elsewhere = false; ///< the address dialled was not the URL's, so a proxy's
    bool no_ca_store = false;       ///< neither the user nor the system says whom to trust
    std::chrono::milliseconds connect_timeout{};
    std::chrono::milliseconds timeout{};
};

Failure diagnose(CURLcode code, const Circumstances& seen);

} // namespace aiws::http
