// crypto.zig's functions for the prelude. Bytes are Uint8Arrays, hashes the numbers of crypto.zig.
#include "engine.h"

size_t crypto_digest(uint32_t hash, const uint8_t *data, size_t length, uint8_t out[64]);
size_t crypto_hmac(uint32_t hash, const uint8_t *key, size_t key_length, const uint8_t *data, size_t length,
	uint8_t out[64]);
int32_t crypto_rsa_verify(uint32_t hash, const uint8_t *n, size_t n_length, const uint8_t *e, size_t e_length,
	const uint8_t *signature, size_t signature_length, const uint8_t *data, size_t length);
int32_t crypto_ecdsa_verify(uint32_t bits, uint32_t hash, const uint8_t *point, size_t point_length,
	const uint8_t *signature, size_t signature_length, const uint8_t *data, size_t length);

struct bytes {
	const uint8_t *at;
	size_t length;
};

// get reads Uint8Arrays. False: one is none, and an exception waits.
static bool get(JSContext *ctx, JSValueConst *argv, struct bytes *b, int count) {
	for (int i = 0; i < count; i++)
		if (!(b[i].at = JS_GetUint8Array(ctx, &b[i].length, argv[i])))
			return false;
	return true;
}

// digest(hash, data)
static JSValue js_digest(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	uint32_t hash;
	struct bytes data;
	uint8_t out[64];
	if (JS_ToUint32(ctx, &hash, argv[0]) || hash > 3 || !get(ctx, argv + 1, &data, 1))
		return JS_EXCEPTION;
	return JS_NewArrayBufferCopy(ctx, out, crypto_digest(hash, data.at, data.length, out));
}

// hmac(hash, key, data)
static JSValue js_hmac(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	uint32_t hash;
	struct bytes b[2];
	uint8_t out[64];
	if (JS_ToUint32(ctx, &hash, argv[0]) || hash > 3 || !get(ctx, argv + 1, b, 2))
		return JS_EXCEPTION;
	return JS_NewArrayBufferCopy(ctx, out, crypto_hmac(hash, b[0].at, b[0].length, b[1].at, b[1].length, out));
}

// rsaVerify(hash, n, e, signature, data): 1, 0, or -1 for a key that is not supported
static JSValue js_rsa_verify(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	uint32_t hash;
	struct bytes b[4];
	if (JS_ToUint32(ctx, &hash, argv[0]) || hash > 3 || !get(ctx, argv + 1, b, 4))
		return JS_EXCEPTION;
	return JS_NewInt32(ctx, crypto_rsa_verify(hash, b[0].at, b[0].length, b[1].at, b[1].length,
		b[2].at, b[2].length, b[3].at, b[3].length));
}

// ecdsaVerify(bits, hash, point, signature, data): as rsaVerify
static JSValue js_ecdsa_verify(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv) {
	(void)self, (void)argc;
	uint32_t bits, hash;
	struct bytes b[3];
	if (JS_ToUint32(ctx, &bits, argv[0]) || JS_ToUint32(ctx, &hash, argv[1]) || hash > 3 || !get(ctx, argv + 2, b, 3))
		return JS_EXCEPTION;
	return JS_NewInt32(ctx, crypto_ecdsa_verify(bits, hash, b[0].at, b[0].length, b[1].at, b[1].length,
		b[2].at, b[2].length));
}

void crypto_install(JSContext *ctx, JSValueConst host) {
	JS_SetPropertyStr(ctx, host, "digest", JS_NewCFunction(ctx, js_digest, "digest", 2));
	JS_SetPropertyStr(ctx, host, "hmac", JS_NewCFunction(ctx, js_hmac, "hmac", 3));
	JS_SetPropertyStr(ctx, host, "rsaVerify", JS_NewCFunction(ctx, js_rsa_verify, "rsaVerify", 5));
	JS_SetPropertyStr(ctx, host, "ecdsaVerify", JS_NewCFunction(ctx, js_ecdsa_verify, "ecdsaVerify", 5));
}
