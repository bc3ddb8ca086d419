;; Tells the client that it looks, asks for its roots, and answers with them as the user's data: the user is "roots", or
;; "none" where the client cannot be asked.
(module
  (import "whowasm" "notify" (func $notify (param i32 i32) (result i32)))
  (import "whowasm" "request" (func $request (param i32 i32) (result i64)))
  (import "whowasm" "read" (func $read (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 512) "{\22method\22:\22notifications/message\22,\22params\22:{\22level\22:\22info\22,\22data\22:\22who are you?\22}}") ;; 82 bytes
  (data (i32.const 768) "{\22method\22:\22roots/list\22}")                 ;; 23 bytes
  (data (i32.const 896) "{\22userId\22: \22none\22}")                      ;; 18 bytes
  (data (i32.const 1024) "{\22userId\22:\22roots\22,\22userData\22:")      ;; 29 bytes
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 8192))
  (func (export "identify") (param i32 i32) (result i64)
    (local $size i32)
    (drop (call $notify (i32.const 512) (i32.const 82)))
    (if (i64.lt_s (call $request (i32.const 768) (i32.const 23)) (i64.const 0))
      (then (return (i64.const 0x38000000012)))) ;; 18 bytes at 896
    (local.set $size (call $read (i32.const 1053) (i32.const 4096)))
    (i32.store8 (i32.add (i32.const 1053) (local.get $size)) (i32.const 125)) ;; "}"
    (i64.or (i64.const 0x40000000000) (i64.extend_i32_u (i32.add (local.get $size) (i32.const 30))))))
