// Makes, writes, reads and searches a document; regular expressions beside it.
function once(n) {
	const people = Array.from({ length: 500 }, (_, i) => ({
		id: i * n,
		name: "user-" + i,
		email: `user${i}@example.com`,
		groups: ["a", "b", "c"].slice(0, i % 4),
		address: { street: "Main " + i, zip: String(10000 + i) },
	}));
	const text = JSON.stringify({ people });
	const again = JSON.parse(text);
	const matches = text.match(/user(\d+)5@example\.com/g);
	print(text.length, again.people.length, matches.length, JSON.stringify(again) === text);
}
for (let n = 0; n < 10; n++) once(n);
