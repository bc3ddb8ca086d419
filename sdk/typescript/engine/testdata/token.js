// want: {"userId":"u-alice","userName":"alice@example.com","userData":{"role":"admin","organization":"org-1"}}
const users = {
  "tok-alice-5f2c": { id: "u-alice", email: "alice@example.com", role: "admin", orgId: "org-1" },
};

async function validateTokenAndGetUser(token) {
  const user = users[token];
  if (!user) throw new Error("no user has this token");
  return user;
}

mcpcat.track({}, "proj_abc123xyz", {
  identify: async (request, extra) => {
    // Get token from request arguments or auth info
    const token = request.params?.arguments?.token ||
      extra.authInfo?.token;

    // Validate token and fetch user
    const user = await validateTokenAndGetUser(token);

    return {
      userId: user.id,
      userName: user.email,
      userData: { role: user.role, organization: user.orgId },
    };
  },
});
