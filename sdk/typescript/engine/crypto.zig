//! The cryptography behind crypto.subtle: Zig's standard library, as C functions. crypto.c gives them to JavaScript.
const std = @import("std");
const sha2 = std.crypto.hash.sha2;
const rsa = std.crypto.Certificate.rsa;
const ecdsa = std.crypto.sign.ecdsa;

/// The hashes, in the order of the prelude's list.
const Hash = enum(u32) { sha1, sha256, sha384, sha512 };

fn Of(comptime hash: Hash) type {
    return switch (hash) {
        .sha1 => std.crypto.hash.Sha1,
        .sha256 => sha2.Sha256,
        .sha384 => sha2.Sha384,
        .sha512 => sha2.Sha512,
    };
}

/// Writes the digest, of at most 64 bytes, and returns its size.
export fn crypto_digest(hash: Hash, data: [*]const u8, length: usize, out: *[64]u8) usize {
    switch (hash) {
        inline else => |h| {
            const H = Of(h);
            H.hash(data[0..length], out[0..H.digest_length], .{});
            return H.digest_length;
        },
    }
}

/// Writes the HMAC, of at most 64 bytes, and returns its size.
export fn crypto_hmac(hash: Hash, key: [*]const u8, key_length: usize, data: [*]const u8, length: usize, out: *[64]u8) usize {
    switch (hash) {
        inline else => |h| {
            const Hmac = std.crypto.auth.hmac.Hmac(Of(h));
            Hmac.create(out[0..Hmac.mac_length], data[0..length], key[0..key_length]);
            return Hmac.mac_length;
        },
    }
}

/// Verifies RSASSA-PKCS1-v1_5. Returns 1 for a good signature, 0 for another, -1 for a key that is not supported: its
/// modulus must have 1024, 2048, 3072 or 4096 bits and its exponent at most 32.
export fn crypto_rsa_verify(
    hash: Hash,
    n: [*]const u8,
    n_length: usize,
    e: [*]const u8,
    e_length: usize,
    signature: [*]const u8,
    signature_length: usize,
    data: [*]const u8,
    length: usize,
) i32 {
    const key = rsa.PublicKey.fromBytes(e[0..e_length], n[0..n_length]) catch return -1;
    switch (n_length) {
        inline 128, 256, 384, 512 => |size| {
            if (signature_length != size) return 0;
            switch (hash) {
                inline else => |h| rsa.PKCS1v1_5Signature.verify(size, signature[0..size], data[0..length], key, Of(h)) catch return 0,
            }
            return 1;
        },
        else => return -1,
    }
}

/// Verifies ECDSA over P-256 or P-384 with SHA-256 or SHA-384. The key is the point in SEC 1's encoding, the signature r
/// and s, one behind the other. Returns as crypto_rsa_verify does.
export fn crypto_ecdsa_verify(
    bits: u32,
    hash: Hash,
    point: [*]const u8,
    point_length: usize,
    signature: [*]const u8,
    signature_length: usize,
    data: [*]const u8,
    length: usize,
) i32 {
    if (bits == 256 and hash == .sha256) return ecdsaVerify(ecdsa.EcdsaP256Sha256, point[0..point_length], signature[0..signature_length], data[0..length]);
    if (bits == 384 and hash == .sha384) return ecdsaVerify(ecdsa.EcdsaP384Sha384, point[0..point_length], signature[0..signature_length], data[0..length]);
    return -1;
}

fn ecdsaVerify(comptime Scheme: type, point: []const u8, signature: []const u8, data: []const u8) i32 {
    const key = Scheme.PublicKey.fromSec1(point) catch return -1;
    if (signature.len != Scheme.Signature.encoded_length) return 0;
    const parsed = Scheme.Signature.fromBytes(signature[0..Scheme.Signature.encoded_length].*);
    parsed.verify(data, key) catch return 0;
    return 1;
}
