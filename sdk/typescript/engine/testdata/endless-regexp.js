// error: limit reached: fuel
__whowasm.register(() => /^(a+)+$/.test("a".repeat(40) + "b"));
