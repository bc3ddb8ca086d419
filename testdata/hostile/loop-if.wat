;; A loop that goes on in both arms of an if.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (loop $l (if (local.get 0) (then (br $l)) (else (br $l))))
    (i64.const 0)))
