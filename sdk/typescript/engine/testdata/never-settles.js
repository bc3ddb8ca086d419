// error: the promise of identify never settles: nothing is left that it waits for
__whowasm.register(() => new Promise(() => {}));
