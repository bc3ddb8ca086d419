// load: syntax.js:2:18: SyntaxError
const identify = = null;
