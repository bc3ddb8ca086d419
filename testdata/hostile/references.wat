;; Makes references to a function without an end: wazero keeps each of them as long as the instance lives.
(module
  (memory (export "memory") 1)
  (func $f (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (loop $l (drop (ref.func $f)) (br $l)) (unreachable)))
