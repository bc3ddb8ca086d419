// want: {"userId":"u-1","userData":{"scopes":["read"]}}
// What a bundle overwrites is its own affair: the answer does not depend on it.
Object.prototype.toJSON = () => "overwritten";
Promise.prototype.then = () => {
  throw new Error("overwritten");
};
for (const name of ["JSON", "Promise", "Object", "Map"]) globalThis[name] = undefined;
Array.prototype[Symbol.iterator] = undefined;

__whowasm.register(async () => {
  await null;
  return { userId: "u-1", userData: { scopes: ["read"] } };
});
