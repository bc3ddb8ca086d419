;; Exports a global under the name of the fuel.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (global (export "whowasm:fuel") (mut i64) (i64.const 0))
  (func $identify (export "identify") (param i32 i32) (result i64)

    (i64.const 0)))
