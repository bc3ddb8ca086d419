// The prelude: what a bundle finds beside the language. Modules that keep originals come before anything runs.
import "./host.js";
import "./process.js";
import "./events.js";
import "./encoding.js";
import "./url.js";
import "./console.js";
import "./fetch.js";
import "./crypto.js";
import "./api.js";
import structuredClone from "@ungap/structured-clone";
import { expose } from "./host.js";

expose({ structuredClone: (value) => structuredClone(value) });
for (const name of ["global", "self"]) expose({ [name]: globalThis });
