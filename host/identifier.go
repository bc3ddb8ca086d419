package host

import (
	"context"
	"time"

	"github.com/whowasm/whowasm/runtime"
	"github.com/whowasm/whowasm/sdk"
)

// Identity is who a caller is. Handlers share it: do not change it.
type Identity = sdk.Identity

// Input is the request that an Identifier is asked about.
type Input = sdk.Input

// An Identifier says who made a request. A nil identity with a nil error is an anonymous caller; an error is
// a failure, which [Options.OnFailure] decides about. It must be safe for use by several goroutines, and
// return soon after the context ends.
//
// A module of package runtime is an Identifier.
type Identifier interface {
	Identify(ctx context.Context, in *Input) (*Identity, error)
}

// A Measurer is an Identifier that says what its answer took, also where it fails. A module of package runtime is one.
// What wraps an Identifier need not be one; if it is, [Identified] has the usage.
type Measurer interface {
	Identifier
	Measure(ctx context.Context, in *Input) (*Identity, runtime.Usage, error)
}

// An IdentifierFunc is a Go function used as an Identifier.
type IdentifierFunc func(ctx context.Context, in *Input) (*Identity, error)

// Identify calls f.
func (f IdentifierFunc) Identify(ctx context.Context, in *Input) (*Identity, error) {
	return f(ctx, in)
}

// An Outcome says how the identity of one call came about.
type Outcome struct {
	// Identity is nil for an anonymous caller and after a failure.
	Identity *Identity
	// Err is why identification failed, nil otherwise. Credentials are removed from its message.
	Err error
	// Cached is true when the call did not wait for an identification: the answer was known.
	Cached bool
	// Duration is how long the identification took that gave this answer.
	Duration time.Duration
}
