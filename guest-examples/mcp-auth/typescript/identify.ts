// MCP authentication: the server has verified a bearer token (authInfo), and the issuer's userinfo endpoint says whose
// it is.
import { config, track } from "whowasm";

track({}, "proj_abc123xyz", {
	identify: async (request, extra) => {
		const authToken = extra.authInfo?.token;
		const scopes = extra.authInfo?.scopes ?? [];
		if (!authToken || !scopes.includes("read")) return null; // an anonymous session

		const user = await getUserFromMCPToken(authToken);
		return {
			userId: user.sub,
			userName: user.email,
			userData: { authProvider: "mcp", scopes },
		};
	},
});

// The issuer's endpoint: see policy.yaml.
const userinfo = config("userinfo")!;

async function getUserFromMCPToken(token: string) {
	const response = await fetch(userinfo, { headers: { authorization: `Bearer ${token}` } });
	if (!response.ok) throw new Error(`userinfo answered with status ${response.status}`);
	return response.json();
}
