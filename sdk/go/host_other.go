//go:build !wasip1

package identify

import (
	"unsafe"

	"github.com/whowasm/whowasm/sdk"
)

// Outside of a host nothing is permitted: a module's own tests run there.

func hostLog(uint32, unsafe.Pointer, uint32)     {}
func hostDeadline() int64                        { return 1 << 40 }
func hostAborted() uint32                        { return 0 }
func hostRead(unsafe.Pointer, uint32) int32      { return 0 }
func hostConfigGet(unsafe.Pointer, uint32) int64 { return sdk.CodeNotPermitted }
func hostHTTPSend(unsafe.Pointer, uint32) int64  { return sdk.CodeNotPermitted }
func hostKVGet(unsafe.Pointer, uint32) int64     { return sdk.CodeNotPermitted }
func hostKVSet(unsafe.Pointer, uint32, unsafe.Pointer, uint32, int64) int32 {
	return sdk.CodeNotPermitted
}
func hostJWTVerify(unsafe.Pointer, uint32) int64 { return sdk.CodeNotPermitted }
func hostNotify(unsafe.Pointer, uint32) int32    { return sdk.CodeNotPermitted }
func hostRequest(unsafe.Pointer, uint32) int64   { return sdk.CodeNotPermitted }
