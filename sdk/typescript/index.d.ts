/** Who made a request. */
export interface UserIdentity {
  /** Unique identifier. Not empty, at most 1,024 bytes unless the server's policy says otherwise. */
  userId: string;
  /** Display name. Absent for none. */
  userName?: string;
  /** Whatever else the server's handlers may want to know. It must be possible to write it as JSON. */
  userData?: Record<string, any>;
}

/** The MCP request that is to be identified, in the form of JSON-RPC. */
export interface Request {
  /** The protocol's method, as a rule "tools/call". */
  method: string;
  params?: {
    _meta?: RequestMeta;
    /** The tool, or the prompt. */
    name?: string;
    /** The tool's arguments, as the client sent them: claims that nobody has checked. */
    arguments?: { [key: string]: any };
    [key: string]: any;
  };
}

/** Metadata of a request. */
export interface RequestMeta {
  progressToken?: string | number;
  [key: string]: unknown;
}

/** An access token that the server has verified. */
export interface AuthInfo {
  /** The raw token. Absent where the Authorization header's scheme is neither Bearer nor DPoP. */
  token?: string;
  clientId?: string;
  scopes: string[];
  /** Seconds since the Unix epoch. */
  expiresAt?: number;
  /** Whatever else the server's verifier said. */
  extra?: Record<string, unknown>;
}

/** The JSON-RPC id of a request. */
export type RequestId = string | number;

/** What the server knows of the HTTP request. Absent over other transports. */
export interface RequestInfo {
  /** Names are in lower case, several values joined by ", ". */
  headers: Record<string, string>;
  method?: string;
  url?: URL;
}

export interface Notification {
  method: string;
  params?: Record<string, unknown>;
}

/** What the server knows of a request beside itself. */
export interface RequestHandlerExtra {
  /** Turns aborted when the caller has given up. */
  signal: AbortSignal;
  /** Absent where the server verified no token. */
  authInfo?: AuthInfo;
  /** The transport's session id. Absent for stdio and where there are no sessions. */
  sessionId?: string;
  _meta?: RequestMeta;
  /** Absent where the server does not show it. */
  requestId?: RequestId;
  requestInfo?: RequestInfo;
  /** Sends a notification to the client, if the policy grants the method. Rejects with a HostError. */
  sendNotification(notification: Notification): Promise<void>;
  /** Sends a request to the client. A schema with a parse method is applied to the result. Rejects with a HostError. */
  sendRequest<T>(
    request: Notification,
    resultSchema: { parse(result: unknown): T },
    options?: RequestOptions,
  ): Promise<T>;
  sendRequest(request: Notification, resultSchema?: unknown, options?: RequestOptions): Promise<any>;
}

export interface RequestOptions {
  /** The request is not sent if this is aborted. */
  signal?: AbortSignal;
}

/** What is known of the connection. */
export interface IdentifyContext {
  session: {
    client_params?: { protocolVersion?: string; clientInfo?: { name: string; version: string } };
  };
  /** The application's own storage. Absent where the server has none. */
  lifespan_context?: Record<string, unknown>;
}

/**
 * Says who made a request. null and undefined are an anonymous session. What it throws is a failure, about which the
 * server's policy decides.
 */
export type Identify = (
  request: Request,
  extra: RequestHandlerExtra,
  context: IdentifyContext,
) => UserIdentity | null | undefined | Promise<UserIdentity | null | undefined>;

export interface TrackOptions {
  /** Without it all sessions are anonymous. */
  identify?: Identify | null;
}

/** Hands over the callback. The server may be anything, and is returned. */
export function track<Server>(server: Server, projectId: string, options?: TrackOptions): Server;

/** Returns a value of the policy's config, undefined where there is none. Throws a HostError where none is granted. */
export function config(key: string): string | undefined;

/** Values that outlive a call. All callers share them: a key must say whose value it is. */
export const kv: {
  /** Resolves to undefined for a value that is not there, or not any longer. */
  get(key: string): Promise<string | undefined>;
  /** Stores a value, not "". ttlMs is in milliseconds; 0, the default, is as long as the policy allows. */
  set(key: string, value: string, options?: { ttlMs?: number }): Promise<void>;
  delete(key: string): Promise<void>;
};

/** A token that the host has verified. */
export interface VerifiedToken {
  issuer: string;
  subject: string;
  audience: string[];
  /** Seconds since the Unix epoch. */
  expiresAt?: number;
  claims: Record<string, any>;
}

/** Has the host verify a token. Rejects with a HostError, of the code "rejected" for a token that is not good. */
export function verifyJwt(token: string): Promise<VerifiedToken>;

/** Why the host did not do what it was asked for. The message is its sentence. */
export class HostError extends Error {
  constructor(code: HostErrorCode, message: string);
  readonly code: HostErrorCode;
}

export type HostErrorCode = "not_permitted" | "invalid" | "limit" | "not_found" | "unavailable" | "rejected";
