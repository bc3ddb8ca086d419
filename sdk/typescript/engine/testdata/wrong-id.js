// error: userId must be a non-empty string, got number
__whowasm.register(() => ({ userId: 7 }));
