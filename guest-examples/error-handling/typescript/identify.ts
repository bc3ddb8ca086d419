// Error handling: when the look-up fails, the session goes on anonymously and the reason goes to the log. An error that
// is thrown is the host's to decide about instead, and asked about again after a pause.
import { config, track, type Request } from "whowasm";

track({}, "proj_abc123xyz", {
	identify: async (request) => {
		try {
			const user = await fetchUserInfo(request);
			return { userId: user.id, userName: user.name };
		} catch (error) {
			console.error("user identification failed:", (error as Error).message);
			return null; // continue with anonymous tracking
		}
	},
});

// The user service: see policy.yaml.
const users = config("users")!;

async function fetchUserInfo(request: Request) {
	const response = await fetch(users + encodeURIComponent(request.params?.arguments?.userId));
	if (!response.ok) throw new Error(`user service: status ${response.status}`);
	return response.json();
}
