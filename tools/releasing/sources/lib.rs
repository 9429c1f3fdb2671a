// SPDX-License-Identifier: Apache-2.0
// Empty: cargo wants one. The crates of Cargo.toml are taken for the C sources that they carry.
