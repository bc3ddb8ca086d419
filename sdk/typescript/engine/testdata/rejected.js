// error: RangeError: no user has this token (rejected.js:3:13)
async function find() {
  throw new RangeError("no user has this token");
}

__whowasm.register(async () => ({ userId: (await find()).id }));
