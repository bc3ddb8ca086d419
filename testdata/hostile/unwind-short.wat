;; Recursion of thousands of frames, again and again. Behind each call there is as much code as goes unchecked.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (global $x (mut i64) (i64.const 1))
  (func $f (param i32)
    (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))))
    (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))) (global.set $x (i64.mul (global.get $x) (i64.const 3))))
  (func (export "identify") (param i32 i32) (result i64)
    (loop $l (call $f (i32.const 5000)) (br $l))
    (i64.const 0)))
