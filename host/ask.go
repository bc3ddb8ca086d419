package host

import (
	"context"
	"errors"
	"fmt"

	"github.com/whowasm/whowasm/runtime/panics"
	"github.com/whowasm/whowasm/runtime/quote"
)

// ask puts a question to the identifier. Whatever goes wrong there, also a panic, becomes an error without
// credentials.
func (t *Tracker) ask(ctx context.Context, in *Input) (a answer) {
	defer func() {
		if reason := recover(); reason != nil {
			_ = panics.Caught(t.options.Logger, "asking the identifier", reason)
			a = answer{err: errors.New(quote.Text(in.Redactor().Redact(fmt.Sprint("the identifier panicked: ", reason))))}
		}
	}()
	if measurer, ok := t.identifier.(Measurer); ok {
		a.identity, a.usage, a.err = measurer.Measure(ctx, in)
	} else {
		a.identity, a.err = t.identifier.Identify(ctx, in)
	}
	if a.err != nil {
		a.identity, a.err = nil, redact(a.err, in)
	} else if a.identity != nil && a.identity.UserID == "" {
		a.identity = nil
		a.err = errors.New("the identifier returned an identity with an empty UserID; nil is an anonymous caller")
	}
	return a
}

// redact hides the credentials of a call in the text of an error.
func redact(err error, in *Input) error {
	text := err.Error()
	if clean := in.Redactor().Redact(text); clean != text {
		return &redactedError{text: clean, original: err}
	}
	return err
}

// A redactedError can be tested with errors.Is as the original can, and shows nothing of it. It does not
// unwrap: the original holds a credential.
type redactedError struct {
	text     string
	original error
}

func (e *redactedError) Error() string        { return e.text }
func (e *redactedError) Is(target error) bool { return errors.Is(e.original, target) }
