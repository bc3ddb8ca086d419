package guest

import (
	"encoding/binary"
	"math"

	"github.com/tetratelabs/wazero/api"
)

// maxVectors is how many buffers one fd_read or fd_write may name, as IOV_MAX is on most systems, and how many
// events one poll_oneoff.
const maxVectors = 1024

// fuelVector is the price of each buffer of an fd_read or fd_write, and of each subscription of a poll_oneoff, to which
// a unit for each byte comes.
const fuelVector = 16

// fdWrite writes to standard output or standard error.
func fdWrite(c *Call, memory api.Memory, p params) errno {
	switch p.u32(0) {
	case 1:
		return c.eachVector(memory, p, c.stdout.Write)
	case 2:
		return c.eachVector(memory, p, c.writeStderr)
	}
	return wasiBadFile
}

// fdRead reads from standard input.
func fdRead(c *Call, memory api.Memory, p params) errno {
	if p.u32(0) != 0 {
		return wasiBadFile
	}
	return c.eachVector(memory, p, c.stdin.Read)
}

// eachVector calls move with each buffer that an fd_read or fd_write names, and stores how many bytes were moved.
// Nothing is moved unless there is room for that number, and it can hold the bytes of all buffers.
func (c *Call) eachVector(memory api.Memory, p params, move func([]byte) (int, error)) errno {
	first, count, result := p.u32(1), p.u32(2), p.u32(3)
	if count > maxVectors {
		return wasiInvalid
	}
	c.Charge(int64(count) * fuelVector)
	vectors, ok := memory.Read(first, 8*count)
	if _, ok2 := memory.Read(result, 4); !ok || !ok2 {
		return wasiFault
	}
	if vectorBytes(vectors) > math.MaxUint32 {
		return wasiInvalid
	}
	moved := uint32(0)
	for ; len(vectors) > 0; vectors = vectors[8:] {
		buffer, ok := memory.Read(binary.LittleEndian.Uint32(vectors), binary.LittleEndian.Uint32(vectors[4:]))
		if !ok {
			return wasiFault
		}
		n, all := c.move(buffer, move)
		moved += n
		if !all {
			break
		}
	}
	memory.WriteUint32Le(result, moved)
	return wasiSuccess
}

// vectorBytes is how many bytes the buffers have together.
func vectorBytes(vectors []byte) (n uint64) {
	for ; len(vectors) > 0; vectors = vectors[8:] {
		n += uint64(binary.LittleEndian.Uint32(vectors[4:]))
	}
	return n
}

// move moves a buffer in steps, and charges for each. It reports false where the input ended before the buffer did.
func (c *Call) move(buffer []byte, move func([]byte) (int, error)) (moved uint32, all bool) {
	for len(buffer) > 0 {
		step := buffer[:min(len(buffer), bulkBytes)]
		n, err := move(step)
		c.Charge(int64(n))
		moved += uint32(n)
		if err != nil || n < len(step) {
			return moved, false
		}
		buffer = buffer[n:]
	}
	return moved, true
}

// fdAdvise takes advice of any known kind, and does nothing with it.
func fdAdvise(_ *Call, _ api.Memory, p params) errno {
	const kinds = 6
	if p.u32(0) < streams && p.u32(3) >= kinds {
		return wasiInvalid
	}
	return streamOr(p.u32(0), wasiSuccess)
}

// What a standard stream is: no terminal, so that toolchains buffer what they write. The rights are those that
// toolchains have been told all along. Source: WASI preview 1, "filetype" and "rights".
const (
	streamType   = 1 // a block device
	streamRights = 0x08e001ff
)

// fdStat tells what a descriptor is. Source: WASI preview 1, "fdstat".
func fdStat(_ *Call, memory api.Memory, p params) errno {
	stat, problem := statRoom(memory, p, 24)
	if problem == wasiSuccess {
		stat[0] = streamType
		binary.LittleEndian.PutUint64(stat[8:], streamRights)
	}
	return problem
}

// fdFileStat tells what a descriptor's file is. Source: WASI preview 1, "filestat".
func fdFileStat(_ *Call, memory api.Memory, p params) errno {
	stat, problem := statRoom(memory, p, 64)
	if problem == wasiSuccess {
		stat[16] = streamType
		stat[24] = 1 // link
	}
	return problem
}

// statRoom returns so many bytes of memory, cleared, for what is told of a stream.
func statRoom(memory api.Memory, p params, size uint32) ([]byte, errno) {
	if p.u32(0) >= streams {
		return nil, wasiBadFile
	}
	room, ok := memory.Read(p.u32(1), size)
	if !ok {
		return nil, wasiFault
	}
	clear(room)
	return room, wasiSuccess
}
