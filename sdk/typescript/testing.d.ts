import type {
  Identify, IdentifyContext, Notification, Request, RequestHandlerExtra, UserIdentity, VerifiedToken,
} from "./index.js";

/** What a test gives a callback, and grants it. What is absent is not granted: its use throws a HostError. */
export interface World {
  /** The callback. Absent: the one that was handed over by track. */
  callback?: Identify;
  extra?: Partial<Omit<RequestHandlerExtra, "sendNotification" | "sendRequest">>;
  context?: Partial<IdentifyContext>;
  /** The values of config. config() gives undefined for others. */
  config?: Record<string, string>;
  /** The store. A Map does. */
  kv?: Map<string, string>;
  /** Verifies a token. Throw a HostError of the code "rejected" for one that is not good. */
  verifyJwt?: (token: string) => VerifiedToken | Promise<VerifiedToken>;
  /** Is told each notification. */
  notify?: (notification: Notification) => void;
  /** Answers requests to the client. */
  request?: (request: Notification) => unknown;
}

/**
 * Asks a callback who made a request, as a module is asked, and returns the identity as the server gets it: written as
 * JSON and read again. Rejects with what the callback throws, and with the engine's message for an answer that is none.
 */
export function identify(request?: Partial<Request>, world?: World): Promise<UserIdentity | null>;
