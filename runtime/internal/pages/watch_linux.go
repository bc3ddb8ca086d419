//go:build amd64 || arm64

package pages

import (
	"fmt"
	"os"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Pages are protected against writing, and the kernel lifts the protection of each when it is written first, which
// takes about a microsecond and which the process does not notice. Source: "Userfaultfd" and "Examining Process Page
// Tables" in the administration guide of Linux, since 6.7; include/uapi/linux/userfaultfd.h and fs.h.
const (
	ioctlAPI      = 0xc018aa3f // UFFDIO_API
	ioctlRegister = 0xc020aa00 // UFFDIO_REGISTER
	ioctlScan     = 0xc0606610 // PAGEMAP_SCAN

	userModeOnly   = 1       // UFFD_USER_MODE_ONLY: without it the process would need a privilege
	version        = 0xaa    // UFFD_API
	asynchronous   = 1 << 15 // UFFD_FEATURE_WP_ASYNC
	writeProtect   = 1 << 1  // UFFDIO_REGISTER_MODE_WP
	protectMatches = 1 << 0  // PM_SCAN_WP_MATCHING
	checkProtected = 1 << 1  // PM_SCAN_CHECK_WPASYNC: an error where memory is not watched
	written        = 1 << 1  // PAGE_IS_WRITTEN
)

type uffdioAPI struct{ api, features, ioctls uint64 }

type uffdioRegister struct{ start, length, mode, ioctls uint64 }

type pageRegion struct{ start, end, categories uint64 }

type pmScanArg struct {
	size, flags, start, end, walkEnd                          uint64
	vec                                                       unsafe.Pointer // to page_region, 64 bits wide
	vecLen, maxPages                                          uint64
	categoryInverted, categoryMask, categoryAnyof, returnMask uint64
}

// kernel are the files through which the process asks, open as long as it runs.
var kernel = sync.OnceValues(func() (files struct{ faults, pagemap int }, err error) {
	fd, _, errno := unix.Syscall(unix.SYS_USERFAULTFD, unix.O_CLOEXEC|unix.O_NONBLOCK|userModeOnly, 0, 0)
	if errno != 0 {
		return files, fmt.Errorf("%w: userfaultfd: %w", ErrUnsupported, errno)
	}
	files.faults = int(fd)
	if err := ioctl(files.faults, ioctlAPI, unsafe.Pointer(&uffdioAPI{api: version, features: asynchronous})); err != nil {
		_ = unix.Close(files.faults)
		return files, fmt.Errorf("%w: UFFDIO_API: %w", ErrUnsupported, err)
	}
	if files.pagemap, err = unix.Open("/proc/self/pagemap", unix.O_RDONLY|unix.O_CLOEXEC, 0); err != nil {
		_ = unix.Close(files.faults)
		return files, fmt.Errorf("%w: %w", ErrUnsupported, &os.PathError{Op: "open", Path: "/proc/self/pagemap", Err: err})
	}
	return files, nil
})

func ioctl(fd int, request uintptr, argument unsafe.Pointer) error {
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), request, uintptr(argument)); errno != 0 {
		return errno
	}
	return nil
}

// Supported returns nil where memory can be watched, and otherwise why it cannot: an error that wraps ErrUnsupported.
func Supported() error {
	_, err := kernel()
	return err
}

// Watched is memory of which the kernel tells which pages were written. It is not safe for use by several goroutines.
type Watched struct {
	memory []byte
}

// Watch begins to watch memory that was reserved and populated, until that is released. All of it counts as written
// before the first Reset. The error wraps ErrUnsupported where that is the reason.
func Watch(memory []byte) (*Watched, error) {
	files, err := kernel()
	if err != nil {
		return nil, err
	}
	register := uffdioRegister{start: address(memory), length: uint64(len(memory)), mode: writeProtect}
	if err := ioctl(files.faults, ioctlRegister, unsafe.Pointer(&register)); err != nil {
		return nil, fmt.Errorf("UFFDIO_REGISTER of %d bytes: %w", len(memory), err)
	}
	return &Watched{memory}, nil
}

func address(memory []byte) uint64 {
	return uint64(uintptr(unsafe.Pointer(unsafe.SliceData(memory))))
}

// Reset makes all pages count as not written.
func (w *Watched) Reset() error {
	_, _, err := w.scan(0, protectMatches, nil)
	return err
}

// Written appends what was written since Reset, in the order of addresses. The ranges consist of whole pages.
func (w *Watched) Written(ranges []Range) ([]Range, error) {
	var regions [64]pageRegion
	for from := 0; from < len(w.memory); {
		found, walked, err := w.scan(from, 0, regions[:])
		if err != nil {
			return nil, err
		}
		first := address(w.memory)
		for _, r := range regions[:found] {
			ranges = append(ranges, Range{int(r.start - first), int(r.end - first)})
		}
		if walked <= from {
			return nil, fmt.Errorf("PAGEMAP_SCAN stopped at %d of %d bytes", from, len(w.memory))
		}
		from = walked
	}
	return ranges, nil
}

// scan looks at the pages from an address on. It returns how many regions it found and where it stopped.
func (w *Watched) scan(from int, flags uint64, regions []pageRegion) (found, walked int, err error) {
	files, err := kernel()
	if err != nil {
		return 0, 0, err
	}
	first := address(w.memory)
	argument := pmScanArg{
		flags: flags | checkProtected, start: first + uint64(from), end: first + uint64(len(w.memory)),
		vec: unsafe.Pointer(unsafe.SliceData(regions)), vecLen: uint64(len(regions)),
		categoryMask: written, returnMask: written,
	}
	argument.size = uint64(unsafe.Sizeof(argument))
	n, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(files.pagemap), ioctlScan, uintptr(unsafe.Pointer(&argument)))
	if errno != 0 {
		return 0, 0, fmt.Errorf("PAGEMAP_SCAN: %w", errno)
	}
	return int(n), int(argument.walkEnd - first), nil
}
