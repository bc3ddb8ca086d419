package sdk

// An Identity is who a caller is. A nil *Identity is an anonymous caller.
//
// The zero value is not a valid identity: UserID is required.
type Identity struct {
	// UserID is the user's unique identifier. Required, not empty.
	UserID string `json:"userId"`
	// UserName is a name to show. Empty means that there is none.
	UserName string `json:"userName,omitempty"`
	// UserData is whatever else is known of the user: a role, an organization, a tier. Numbers in it are
	// float64, as encoding/json reads them into an any. Nil and empty mean that there is none.
	UserData map[string]any `json:"userData,omitempty"`
}
