// want: {"userId":"u-1"}
const id = await new Promise((resolve) => setTimeout(() => resolve("u-1"), 1));

__whowasm.register(() => ({ userId: id }));
