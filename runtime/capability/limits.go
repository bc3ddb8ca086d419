package capability

// Limits are how many bytes of what a guest asks for are read, by kind. What is longer is refused by its length,
// unread: a guest's memory is far larger, and to copy or hash all of it would hold up the garbage collector. They are 0
// for what is not granted.
type Limits struct {
	ConfigName   int // the longest name that is configured
	Key          int // of the store
	Value        int // of the store
	HTTPRequest  int
	TokenRequest int
	Message      int // to the client
}

// setLimits is called when the rest of the set is made.
func (s *Set) setLimits() {
	for name := range s.config {
		s.limits.ConfigName = max(s.limits.ConfigName, len(name))
	}
	if s.kv != nil {
		s.limits.Key, s.limits.Value = maxKeyBytes, int(s.kv.policy.ValueBytes)
	}
	if s.http != nil {
		s.limits.HTTPRequest = int(requestLimit(s.http.policy.RequestBytes))
	}
	if s.jwt != nil {
		s.limits.TokenRequest = maxTokenRequest
	}
	if len(s.notify)+len(s.request) > 0 {
		s.limits.Message = maxMessageBytes
	}
}

// Limits are those of the call.
func (c *Call) Limits() *Limits { return &c.set.limits }

// copyStep is how much is copied at a time: the garbage collector cannot interrupt one copy.
const copyStep = 64 << 10

// clone copies what a guest gave.
func clone(bytes []byte) []byte {
	made := make([]byte, len(bytes))
	for at := 0; at < len(bytes); at += copyStep {
		copy(made[at:], bytes[at:min(at+copyStep, len(bytes))])
	}
	return made
}
