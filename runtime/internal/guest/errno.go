package guest

// An errno is what functions of WASI return.
type errno = int64

// WASI error numbers. Source: WASI preview 1, "errno".
const (
	wasiSuccess      = 0
	wasiBadFile      = 8
	wasiFault        = 21
	wasiInvalid      = 28
	wasiNoSystem     = 52
	wasiNotDirectory = 54
	wasiNotSocket    = 57
	wasiNotSupported = 58
	wasiSeek         = 70
)

// streams is how many descriptors there are: standard input, output and error.
const streams = 3

func streamOr(descriptor uint32, always errno) errno {
	if descriptor >= streams {
		return wasiBadFile
	}
	return always
}
