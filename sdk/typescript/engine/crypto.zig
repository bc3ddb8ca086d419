//! The cryptography behind crypto.subtle: Zig's standard library, as C functions. crypto.c gives them to JavaScript.
const std = @import("std");
const sha2 = std.crypto.hash.sha2;
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
export fn crypto_hmac(
    hash: Hash,
    key: [*]const u8,
    key_length: usize,
    data: [*]const u8,
    length: usize,
    out: *[64]u8,
) usize {
    switch (hash) {
        inline else => |h| {
            const Hmac = std.crypto.auth.hmac.Hmac(Of(h));
            Hmac.create(out[0..Hmac.mac_length], data[0..length], key[0..key_length]);
            return Hmac.mac_length;
        },
    }
}

const Modulus = std.crypto.ff.Modulus(4096);

/// What stands before the digest in a signature. Source: RFC 8017, section 9.2, note 1.
fn digestInfo(hash: Hash) []const u8 {
    return switch (hash) {
        .sha1 => "\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14",
        .sha256 => "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
        .sha384 => "\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
        .sha512 => "\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
    };
}

/// Writes 00 01 FF … FF 00 DigestInfo digest. Source: RFC 8017, section 9.2 (EMSA-PKCS1-v1_5).
fn encodeDigest(hash: Hash, data: []const u8, out: []u8) void {
    var digest: [64]u8 = undefined;
    const size = crypto_digest(hash, data.ptr, data.len, &digest);
    const info = digestInfo(hash);
    const padding = out.len - 3 - info.len - size;
    @memset(out[0 .. padding + 2], 0xff);
    out[0] = 0;
    out[1] = 1;
    out[padding + 2] = 0;
    @memcpy(out[padding + 3 ..][0..info.len], info);
    @memcpy(out[padding + 3 + info.len ..], digest[0..size]);
}

/// Verifies RSASSA-PKCS1-v1_5. Returns 1 for a good signature, 0 for another, -1 for a key that is not supported: its
/// modulus must have 1024 to 4096 bits and its exponent at most 32.
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
    if (n_length < 128 or n_length > 512 or e_length < 1 or e_length > 4) return -1;
    if (signature_length != n_length) return 0;
    const modulus = Modulus.fromBytes(n[0..n_length], .big) catch return -1;
    const base = Modulus.Fe.fromBytes(modulus, signature[0..n_length], .big) catch return 0;
    const power = modulus.powWithEncodedPublicExponent(base, e[0..e_length], .big) catch return -1;
    var found: [512]u8 = undefined;
    var wanted: [512]u8 = undefined;
    power.toBytes(found[0..n_length], .big) catch return -1;
    encodeDigest(hash, data[0..length], wanted[0..n_length]);
    return @intFromBool(std.mem.eql(u8, found[0..n_length], wanted[0..n_length]));
}

/// Verifies ECDSA: P-256 with SHA-256, or P-384 with SHA-384. The key is the point in SEC 1's encoding, the signature r and
/// s, one behind the other. Returns as crypto_rsa_verify does.
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
    const p = point[0..point_length];
    const s = signature[0..signature_length];
    if (bits == 256 and hash == .sha256) return ecdsaVerify(ecdsa.EcdsaP256Sha256, p, s, data[0..length]);
    if (bits == 384 and hash == .sha384) return ecdsaVerify(ecdsa.EcdsaP384Sha384, p, s, data[0..length]);
    return -1;
}

fn ecdsaVerify(comptime Scheme: type, point: []const u8, signature: []const u8, data: []const u8) i32 {
    const key = Scheme.PublicKey.fromSec1(point) catch return -1;
    if (signature.len != Scheme.Signature.encoded_length) return 0;
    const parsed = Scheme.Signature.fromBytes(signature[0..Scheme.Signature.encoded_length].*);
    parsed.verify(data, key) catch return 0;
    return 1;
}
