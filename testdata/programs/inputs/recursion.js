// A wide recursion and a deep one.
function fib(n) {
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
function depth(n) {
	return n === 0 ? 0 : 1 + depth(n - 1);
}
print(fib(20));
print(depth(800));
print([3, 1, 2].map((x) => depth(x * 50)).join());
