// error: the promise of identify never settles: it waits for a timer of 999999 ms, and
__whowasm.register(() => new Promise((resolve) => setTimeout(resolve, 1e6)));
