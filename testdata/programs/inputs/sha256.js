// SHA-256 of 4 KiB in plain JavaScript, ten times.
const primes = [];
for (let n = 2; primes.length < 64; n++) {
	if (primes.every((p) => n % p)) primes.push(n);
}
const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const K = primes.map((p) => fraction(Math.cbrt(p)));
const start = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const rotate = (x, n) => (x >>> n) | (x << (32 - n));

function pad(bytes) {
	const padded = [...bytes, 0x80];
	while (padded.length % 64 !== 56) padded.push(0);
	const bits = bytes.length * 8;
	return padded.concat([0, 0, 0, 0], [24, 16, 8, 0].map((s) => (bits >>> s) & 0xff));
}

function round(state, block) {
	const w = [];
	for (let i = 0; i < 16; i++) {
		w[i] = (block[i * 4] << 24) | (block[i * 4 + 1] << 16) | (block[i * 4 + 2] << 8) | block[i * 4 + 3];
	}
	for (let i = 16; i < 64; i++) {
		const a = w[i - 15], b = w[i - 2];
		const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
		const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
		w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
	}
	let [a, b, c, d, e, f, g, h] = state;
	for (let i = 0; i < 64; i++) {
		const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
		const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
	}
	return [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) | 0);
}

function sha256(bytes) {
	const padded = pad(bytes);
	let state = start;
	for (let i = 0; i < padded.length; i += 64) state = round(state, padded.slice(i, i + 64));
	return state.map((x) => (x >>> 0).toString(16).padStart(8, "0")).join("");
}

print(sha256(Array.from("abc", (c) => c.charCodeAt(0))));
for (let n = 0; n < 10; n++) print(sha256(Array.from({ length: 4096 }, (_, i) => (i * 7 + n) & 0xff)));
