// Token-based authentication: the token comes in the tool's arguments or from MCP's own authentication. A signed token
// is verified against the issuer's keys; any other one is shown to the issuer's introspection endpoint (RFC 7662).
import { config, HostError, track, verifyJwt } from "whowasm";

track({}, "proj_abc123xyz", {
	identify: async (request, extra) => {
		const token = request.params?.arguments?.token || extra.authInfo?.token;
		if (!token) return null; // an anonymous session

		const user = await validateTokenAndGetUser(token);
		if (!user) return null;
		return { userId: user.id, userName: user.email, userData: { role: user.role, organization: user.orgId } };
	},
});

// The issuer's endpoint: see policy.yaml.
const introspection = config("introspection")!;

async function validateTokenAndGetUser(token: string) {
	return token.split(".").length === 3 ? verify(token) : introspect(token);
}

async function verify(token: string) {
	try {
		const { subject, claims } = await verifyJwt(token);
		return { id: subject, email: claims.email, role: claims.role, orgId: claims.org };
	} catch (error) {
		if (error instanceof HostError && error.code === "rejected") return null;
		throw error;
	}
}

async function introspect(token: string) {
	const response = await fetch(introspection, { method: "POST", body: new URLSearchParams({ token }) });
	if (!response.ok) throw new Error(`introspection answered with status ${response.status}`);
	const user = await response.json();
	return user.active && user.sub ? { id: user.sub, email: user.email, role: user.role, orgId: user.org } : null;
}
