;; Requests of 64 MiB.
(module
  (import "whowasm" "http_send" (func $http_send (param i32 i32) (result i64)))
  (import "whowasm" "jwt_verify" (func $jwt_verify (param i32 i32) (result i64)))
  (import "whowasm" "notify" (func $notify (param i32 i32) (result i32)))
  (import "whowasm" "request" (func $request (param i32 i32) (result i64)))
  (import "whowasm" "read" (func $read (param i32 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $again
      (drop (call $http_send (i32.const 0) (i32.const 67108864)))
      (drop (call $jwt_verify (i32.const 0) (i32.const 67108864)))
      (drop (call $notify (i32.const 0) (i32.const 67108864)))
      (drop (call $request (i32.const 0) (i32.const 67108864)))
      (drop (call $read (i32.const 0) (i32.const 67108864)))
      (br $again))
    (i64.const 0)))
