;; Paths of 60 MiB, of streams and of descriptors that there are not.
(module
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $path_filestat_get (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $path_open (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 62914560) (i32.const 0) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const 67108856)))
      (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 62914560) (i32.const 0) (i64.const -1) (i64.const -1) (i32.const 0) (i32.const 67108856)))
      (drop (call $path_filestat_get (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 62914560) (i32.const 67108800)))
      (drop (call $path_rename (i32.const 0) (i32.const 0) (i32.const 62914560) (i32.const 0) (i32.const 0) (i32.const 62914560)))
      (drop (call $path_symlink (i32.const 0) (i32.const 62914560) (i32.const 0) (i32.const 0) (i32.const 62914560)))
      (br $again))
    (i64.const 0)))
