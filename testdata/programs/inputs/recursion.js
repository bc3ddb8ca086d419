// A wide recursion and deep ones.
function fib(n) {
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
function depth(n) {
	return n === 0 ? 0 : 1 + depth(n - 1);
}
print(fib(24));
print(depth(800));
for (let n = 0; n < 50; n++) print([3, 1, 2].map((x) => depth(x * 200 + n)).join());
