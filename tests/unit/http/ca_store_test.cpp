// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "http/ca_store.hpp"
#include "system/temporary_folder.hpp"

#include <vector>

using namespace aiws::http;
using namespace aiws::test;

namespace {

struct CaStoreTest {
    TemporaryFolder folder;
    std::vector<std::string> usual{folder / "debian.crt", folder / "fedora.crt", folder / "suse.pem"};
};

} // namespace

TEST_CASE_METHOD(CaStoreTest, "the CA store is the first of the usual places that there is")
{
    CHECK(choose_ca_store(nullptr, nullptr, usual).empty());
    write(folder / "suse.pem", "");
    CHECK(choose_ca_store(nullptr, nullptr, usual) == CaStore{.file = usual[2], .folder = ""});
    write(folder / "fedora.crt", "");
    CHECK(choose_ca_store(nullptr, nullptr, usual) == CaStore{.file = usual[1], .folder = ""});
}

TEST_CASE_METHOD(CaStoreTest, "SSL_CERT_FILE and SSL_CERT_DIR replace the usual places, also where they are wrong")
{
    write(folder / "debian.crt", "");
    CHECK(choose_ca_store("/no/such.pem", nullptr, usual) == CaStore{.file = "/no/such.pem", .folder = ""});
    CHECK(choose_ca_store(nullptr, "/certs", usual) == CaStore{.file = "", .folder = "/certs"});
    CHECK(choose_ca_store("/own.pem", "/certs", usual) == CaStore{.file = "/own.pem", .folder = "/certs"});
    CHECK(choose_ca_store("", "", usual) == CaStore{.file = usual[0], .folder = ""});
}
