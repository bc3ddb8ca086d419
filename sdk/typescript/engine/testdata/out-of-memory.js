// want: {"userId":"InternalError: out of memory"}
__whowasm.register(() => {
  const kept = [];
  try {
    for (;;) kept.push(new Uint8Array(1 << 20));
  } catch (error) {
    return { userId: String(error) };
  }
});
