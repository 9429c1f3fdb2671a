// SPDX-License-Identifier: Apache-2.0
#include "http/ca_store.hpp"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace aiws::http {
namespace {

std::string text(const char* value)
{
    return value != nullptr ? value : "";
}

/// A distribution's libcurl knows the place; ours, linked in, knows none.
std::vector<std::string> usual_places()
{
    std::vector<std::string> places{
        "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Arch, Alpine, Gentoo, NixOS
        "/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL up to 9
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL, and all that follow
        "/etc/ssl/ca-bundle.pem",                            // openSUSE
        "/var/lib/ca-certificates/ca-bundle.pem",            // openSUSE without the compatible link
        "/etc/pki/tls/cacert.pem",                           // OpenELEC
        "/etc/ssl/cert.pem",                                 // Alpine without ca-certificates, the BSDs
        "/usr/local/share/certs/ca-root-nss.crt",            // FreeBSD's
    };
    if (const char* built_in = curl_version_info(CURLVERSION_NOW)->cainfo; built_in != nullptr)
        places.emplace(places.begin(), built_in);
    return places;
}

} // namespace

CaStore choose_ca_store(const char* cert_file, const char* cert_dir, std::span<const std::string> usual)
{
    CaStore named{.file = text(cert_file), .folder = text(cert_dir)};
    if (!named.empty()) return named;
    const auto found =
        std::ranges::find_if(usual, [](const std::string& place) { return access(place.c_str(), R_OK) == 0; });
    return {.file = found != usual.end() ? *found : "", .folder = ""};
}

CaStore system_ca_store()
{
    static const std::vector<std::string> k_usual = usual_places();
    return choose_ca_store(std::getenv("SSL_CERT_FILE"), std::getenv("SSL_CERT_DIR"), k_usual);
}

} // namespace aiws::http
