// The names that a callback finds without an import: /// <reference types="whowasm/globals" />
import type { track } from "./index.js";

declare global {
  const mcpcat: { track: typeof track };
  const agentcat: { track: typeof track };
  const whowasm: { track: typeof track };
}
