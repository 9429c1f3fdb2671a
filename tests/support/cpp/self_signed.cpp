// SPDX-License-Identifier: Apache-2.0
#include "support/cpp/self_signed.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace aiws::test {
namespace {

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION, X509_EXTENSION_free>>;
using File = std::unique_ptr<BIO, Release<BIO, BIO_free_all>>;

constexpr long k_lifetime = 60L * 60 * 24;

void expect(bool fine)
{
    if (!fine) throw std::runtime_error("no certificate for the test");
}

Certificate make_certificate(EVP_PKEY* key, const std::string& name)
{
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -k_lifetime);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), k_lifetime);
    X509_set_pubkey(certificate.get(), key);
    const unsigned char common_name[] = "aiws test";
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, common_name, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    const bool numeric = name.find_first_not_of("0123456789.") == std::string::npos;
    const Extension names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ((numeric ? "IP:" : "DNS:") + name).c_str()));
    expect(names && X509_add_ext(certificate.get(), names.get(), -1) == 1);
    expect(X509_sign(certificate.get(), key, EVP_sha256()) != 0);
    return certificate;
}

} // namespace

TlsIdentity make_self_signed(const std::filesystem::path& folder, const std::string& name)
{
    const Key key(EVP_EC_gen("P-256"));
    expect(key != nullptr);
    const Certificate certificate = make_certificate(key.get(), name);
    TlsIdentity identity{.certificate = folder / (name + ".crt"), .key = folder / (name + ".key")};
    const File certificate_file(BIO_new_file(identity.certificate.c_str(), "w"));
    expect(certificate_file && PEM_write_bio_X509(certificate_file.get(), certificate.get()) == 1);
    const File key_file(BIO_new_file(identity.key.c_str(), "w"));
    expect(key_file && PEM_write_bio_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return identity;
}

} // namespace aiws::test
