// want: {"userId":"RangeError: Maximum call stack size exceeded"}
const deeper = (n) => deeper(n + 1) + 1;

__whowasm.register(() => {
  try {
    return deeper(0);
  } catch (error) {
    return { userId: String(error) };
  }
});
