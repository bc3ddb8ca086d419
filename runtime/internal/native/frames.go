package native

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"os"
	goruntime "runtime"
)

// nativeFrames reads from a file of wazero's cache how many bytes of stack a call of each function takes. wazero keeps
// every value that it cannot hold in a register in a slot of its own, so that what a function takes cannot be told from
// its WebAssembly; but each function begins by making sure that there is so much.
func nativeFrames(path string) ([]int64, error) {
	required := map[string]func([]byte) (int64, error){"amd64": requiredAMD64, "arm64": requiredARM64}[goruntime.GOARCH]
	if required == nil {
		return nil, fmt.Errorf("no way to read machine code of %s", goruntime.GOARCH)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	offsets, code, err := parseNative(text)
	if err != nil {
		return nil, err
	}
	frames := make([]int64, len(offsets))
	for i, offset := range offsets {
		if frames[i], err = required(code[offset:]); err != nil {
			return nil, fmt.Errorf("function %d: %w", i, err)
		}
	}
	return frames, nil
}

var errNativeFormat = errors.New("not a file of wazero's cache as it is known here")

// parseNative returns where each function begins, and the machine code. The format is wazero's own: a magic word, a
// version with its length in one byte, the number of functions in four, their offsets in eight each, and the code after
// its length in eight.
func parseNative(text []byte) (offsets []uint64, code []byte, err error) {
	rest, ok := bytes.CutPrefix(text, []byte("WAZEVO"))
	if !ok || len(rest) == 0 || len(rest) < 1+int(rest[0])+4 {
		return nil, nil, errNativeFormat
	}
	rest = rest[1+int(rest[0]):]
	count := uint64(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if uint64(len(rest)) < 8*count+8 {
		return nil, nil, errNativeFormat
	}
	for range count {
		offsets = append(offsets, binary.LittleEndian.Uint64(rest))
		rest = rest[8:]
	}
	size := binary.LittleEndian.Uint64(rest)
	code = rest[8:]
	if uint64(len(code)) < size {
		return nil, nil, errNativeFormat
	}
	code = code[:size]
	for _, offset := range offsets {
		if offset >= size {
			return nil, nil, errNativeFormat
		}
	}
	return offsets, code, nil
}

// errPrologue is a function that does not begin as wazero's do.
var errPrologue = errors.New("it does not begin by looking whether there is enough stack")

// requiredAMD64 reads the stack that a function makes sure of: PUSH RBP; MOV RBP, RSP; SUB RSP, size.
func requiredAMD64(code []byte) (int64, error) {
	rest, ok := bytes.CutPrefix(code, []byte{0x55, 0x48, 0x89, 0xe5, 0x48})
	switch {
	case ok && len(rest) >= 6 && rest[0] == 0x81 && rest[1] == 0xec:
		return int64(binary.LittleEndian.Uint32(rest[2:])), nil
	case ok && len(rest) >= 3 && rest[0] == 0x83 && rest[1] == 0xec:
		return int64(rest[2]), nil
	}
	return 0, errPrologue
}

// requiredARM64 is requiredAMD64 for SUB X27, SP, size, where size may have been put into X27 before. What comes before
// that makes room for results and saves the return address.
// Source: Arm Architecture Reference Manual for A-profile, "A64 Base Instructions".
func requiredARM64(code []byte) (int64, error) {
	x27 := uint64(0)
	for range 12 {
		if len(code) < 4 {
			break
		}
		op := binary.LittleEndian.Uint32(code)
		code = code[4:]
		immediate, shift := uint64(op>>5&0xffff), op>>21&3*16
		switch {
		case op&^uint32(0x7ffc00) == 0xd10003fb: // SUB X27, SP, #size, possibly shifted by 12
			return int64(op>>10&0xfff) << (op >> 22 & 1 * 12), nil
		case op == 0xcb3b63fb: // SUB X27, SP, X27
			return int64(x27), nil
		case op&0xff80001f == 0xd280001b: // MOVZ X27
			x27 = immediate << shift
		case op&0xff80001f == 0xf280001b: // MOVK X27
			x27 = x27&^(0xffff<<shift) | immediate<<shift
		case op&0xffc003ff == 0xb24003fb: // ORR X27, XZR, #a run of ones
			ones, right := op>>10&63+1, op>>16&63
			x27 = bits.RotateLeft64(1<<ones-1, -int(right))
		}
	}
	return 0, errPrologue
}
