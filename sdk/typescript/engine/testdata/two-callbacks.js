// load: two callbacks: identify is registered at two-callbacks.js:2:11 and at two-callbacks.js:3:11
__whowasm.register(() => null);
__whowasm.register(() => null);
