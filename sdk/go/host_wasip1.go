package identify

import "unsafe"

// The host functions (ABI.md). Strings are an address and a length.

//go:wasmimport whowasm log
func hostLog(level uint32, ptr unsafe.Pointer, size uint32)

//go:wasmimport whowasm deadline_ms
func hostDeadline() int64

//go:wasmimport whowasm aborted
func hostAborted() uint32

//go:wasmimport whowasm read
func hostRead(ptr unsafe.Pointer, size uint32) int32

//go:wasmimport whowasm config_get
func hostConfigGet(ptr unsafe.Pointer, size uint32) int64

//go:wasmimport whowasm http_send
func hostHTTPSend(ptr unsafe.Pointer, size uint32) int64

//go:wasmimport whowasm kv_get
func hostKVGet(ptr unsafe.Pointer, size uint32) int64

//go:wasmimport whowasm kv_set
func hostKVSet(key unsafe.Pointer, keySize uint32, value unsafe.Pointer, valueSize uint32, milliseconds int64) int32

//go:wasmimport whowasm jwt_verify
func hostJWTVerify(ptr unsafe.Pointer, size uint32) int64

//go:wasmimport whowasm notify
func hostNotify(ptr unsafe.Pointer, size uint32) int32

//go:wasmimport whowasm request
func hostRequest(ptr unsafe.Pointer, size uint32) int64
