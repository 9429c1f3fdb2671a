# SPDX-License-Identifier: Apache-2.0
"""OpenSSL and libcurl from source, as static libraries for one target."""

import hashlib
import os
import shutil
from pathlib import Path

from releasing.programs import jobs, need, run
from releasing.targets import DEPENDENCIES, ROOT, Target

SOURCES = ROOT / "tools" / "releasing" / "sources"
VENDOR = DEPENDENCIES / "sources"
OPENSSL = VENDOR / "openssl-src" / "openssl"
CURL = VENDOR / "curl-sys" / "curl"

# What TLS 1.2 and 1.3 to a gateway need stays; no-async because musl has no makecontext().
OPENSSL_OPTIONS = """
    no-shared no-module no-dso no-engine no-legacy no-tests no-apps no-docs no-async no-ui-console no-comp
    no-ssl3 no-dtls no-quic no-srp no-http no-cmp no-cms no-ts no-ct no-ocsp
    no-aria no-bf no-camellia no-cast no-des no-dsa no-idea no-md4 no-mdc2 no-rc2 no-rc4 no-rmd160 no-seed
    no-sm2 no-sm3 no-sm4 no-whirlpool no-filenames
    --libdir=lib --openssldir=/etc/ssl
"""

# No CA store is built in: lib/http looks for the system's when it runs. Perl would only build curl's manual.
CURL_OPTIONS = """
    BUILD_SHARED_LIBS=OFF BUILD_STATIC_LIBS=ON BUILD_CURL_EXE=OFF BUILD_TESTING=OFF BUILD_EXAMPLES=OFF
    BUILD_LIBCURL_DOCS=OFF BUILD_MISC_DOCS=OFF ENABLE_CURL_MANUAL=OFF CMAKE_DISABLE_FIND_PACKAGE_Perl=ON
    HTTP_ONLY=ON ENABLE_IPV6=ON ENABLE_THREADED_RESOLVER=ON CURL_USE_OPENSSL=ON
    CURL_CA_BUNDLE=none CURL_CA_PATH=none CURL_USE_LIBPSL=OFF CURL_USE_LIBSSH2=OFF USE_LIBIDN2=OFF USE_NGHTTP2=OFF
    CURL_ZLIB=OFF CURL_BROTLI=OFF CURL_ZSTD=OFF CMAKE_BUILD_TYPE=Release
"""


def _fetch_sources() -> None:
    log = DEPENDENCIES / "cargo.log"
    log.unlink(missing_ok=True)
    cargo = need("cargo", "cargo-web")
    run([cargo, "vendor", "--locked", "--manifest-path", SOURCES / "Cargo.toml", VENDOR], log)


def _build_openssl(target: Target, work: Path) -> None:
    log = target.folder / "openssl.log"
    log.unlink(missing_ok=True)
    work.mkdir(parents=True)
    # libcrypto remembers how it was called, where it is to be and when it was made: the same on every machine.
    environment = {"PATH": f"{target.programs}:{os.environ['PATH']}", "SOURCE_DATE_EPOCH": "0"}
    environment |= {"CC": "cc", "AR": "ar", "RANLIB": "ranlib"}
    configure = [need("perl", "perl"), OPENSSL / "Configure", target.openssl, f"--prefix=/{target.prefix.name}"]
    run([*configure, *OPENSSL_OPTIONS.split()], log, work, **environment)
    make = need("make", "make")
    run([make, f"-j{jobs()}", "build_libs"], log, work, **environment)
    run([make, "install_dev", f"DESTDIR={target.folder}"], log, work, **environment)


def _build_curl(target: Target, work: Path) -> None:
    log = target.folder / "curl.log"
    log.unlink(missing_ok=True)
    defines = [f"-DCMAKE_TOOLCHAIN_FILE={target.toolchain}", f"-DCMAKE_INSTALL_PREFIX={target.prefix}"]
    defines += [f"-D{option}" for option in CURL_OPTIONS.split()]
    cmake = need("cmake", "cmake")
    run([cmake, "-G", "Ninja", "-S", CURL, "-B", work, *defines], log)
    run([cmake, "--build", work, "--target", "install", "--parallel", jobs()], log)


def _wanted(target: Target) -> str:
    """Changes with everything that the libraries are made from."""
    digest = hashlib.sha256()
    zig = ROOT / "tools" / "releasing" / "requirements.txt"
    toolchain = (target.toolchain, target.toolchain.with_name("zig.cmake"))
    for path in (Path(__file__), SOURCES / "Cargo.lock", zig, *toolchain):
        digest.update(path.read_bytes())
    digest.update(f"{target.zig} {target.openssl}".encode())
    return digest.hexdigest()


def build(target: Target) -> None:
    """Nothing to do when the stamp, which is written last, says that they are there."""
    stamp = target.folder / "stamp"
    if stamp.exists() and stamp.read_text() == _wanted(target) and OPENSSL.exists():
        return
    stamp.unlink(missing_ok=True)
    _fetch_sources()
    shutil.rmtree(target.prefix, ignore_errors=True)
    work = target.folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    _build_openssl(target, work / "openssl")
    _build_curl(target, work / "curl")
    shutil.rmtree(work)
    stamp.write_text(_wanted(target))
