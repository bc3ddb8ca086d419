// error: limit reached: fuel
__whowasm.register(() => {
  for (;;);
});
