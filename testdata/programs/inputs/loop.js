// A loop of 200,000 rounds with numbers, an array and an object.
const seen = {};
const row = [];
let sum = 0;
for (let i = 0; i < 200000; i++) {
	sum = (sum * 31 + i) % 1000003;
	row.push(sum & 0xff);
	seen["k" + (sum % 97)] = i;
}
print(sum, row.length, Object.keys(seen).length, row.slice(-5).join());
