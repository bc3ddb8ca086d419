// API key identification: the key in the tool's arguments belongs to an account, which an account service knows. What
// it said is kept for a while, so that it is not asked for each session.
import { config, kv, track } from "whowasm";

track({}, "proj_abc123xyz", {
	identify: async (request) => {
		const apiKey = request.params?.arguments?.apiKey;
		if (!apiKey) return null; // an anonymous session

		const account = await getAccountByApiKey(apiKey);
		if (!account) return null;
		return {
			userId: account.id,
			userName: account.organizationName,
			userData: { tier: account.tier, monthlyUsage: account.currentUsage, region: account.region },
		};
	},
});

// The account service: see policy.yaml.
const accounts = config("accounts")!;

// The store holds a digest of the key, and not the key.
async function getAccountByApiKey(apiKey: string) {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(apiKey));
	const name = "account:" + Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
	const known = await kv.get(name);
	if (known !== undefined) return JSON.parse(known);
	const response = await fetch(accounts, { headers: { "x-api-key": apiKey } });
	if (response.status === 404) return null; // a key that it does not know
	if (!response.ok) throw new Error(`the account service answered with status ${response.status}`);
	const account = await response.json();
	await kv.set(name, JSON.stringify(account), { ttlMs: 60_000 });
	return account;
}
