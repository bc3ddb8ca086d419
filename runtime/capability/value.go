package capability

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/whowasm/whowasm/runtime/quote"
)

// A Value is a text of a policy: given as it is, or by naming where it is. It is read once, when the module is loaded.
type Value struct {
	// One of these says where the value is: Text itself, the environment variable Env, or the file File, whose last
	// line break does not count. What comes from Env and File is a secret: it is removed from all messages.
	Text, Env, File string
	// Prefix stands before what comes from Env and File, such as "Bearer ".
	Prefix string
}

// String names the source and shows no secret.
func (v Value) String() string {
	switch {
	case v.Env != "":
		return "environment variable " + v.Env
	case v.File != "":
		return "file " + v.File
	}
	return v.Text
}

// maxValueBytes bounds a value that comes from a file.
const maxValueBytes = 64 << 10

// resolve reads a value, and keeps it in mind if it is a secret.
func (s *Set) resolve(v Value) (string, error) {
	text, err := v.Read()
	if err == nil && v.Env+v.File != "" {
		s.secrets = append(s.secrets, strings.TrimPrefix(text, v.Prefix))
	}
	return text, err
}

// Read reads the value from where it is. The error names that and shows no secret.
func (v Value) Read() (string, error) {
	text, err := v.read()
	if err == nil && v.Env+v.File != "" {
		text = v.Prefix + text
	}
	return text, err
}

func (v Value) read() (string, error) {
	switch {
	case v.Env != "" && v.File != "" || v.Text != "" && v.Env+v.File != "":
		return "", errors.New("give one of a text, env and file")
	case v.Env != "":
		text, ok := os.LookupEnv(v.Env)
		if !ok || text == "" {
			return "", fmt.Errorf("the environment variable %s is not set", quote.Name(v.Env))
		}
		return text, nil
	case v.File != "":
		info, err := os.Stat(v.File)
		if err != nil {
			return "", quote.Error(err)
		}
		if !info.Mode().IsRegular() || info.Size() > maxValueBytes {
			return "", fmt.Errorf("%s: want a file of at most %d bytes", quote.Name(v.File), maxValueBytes)
		}
		text, err := os.ReadFile(v.File)
		if err != nil {
			return "", quote.Error(err)
		}
		secret := strings.TrimRight(string(text), "\r\n")
		if secret == "" {
			return "", fmt.Errorf("%s: the file is empty", quote.Name(v.File))
		}
		return secret, nil
	case v.Prefix != "":
		return "", errors.New("a prefix without env or file")
	}
	return v.Text, nil
}
