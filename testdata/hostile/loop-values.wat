;; Loops within loops that take four values along.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (type $t (func (param i32 i64 f64 i32) (result i32 i64 f64 i32)))
  (func (export "identify") (param i32 i32) (result i64)
    (i32.const 1) (i64.const 2) (f64.const 3) (i32.const 4)
    (loop $a (type $t)
      (loop $b (type $t)
        (loop $c (type $t)
          (i32.const 3) i32.add
          (br_if $c (i32.and (i32.const 7) (i32.load (i32.const 0))))
          (br_if $b (i32.const 1)))
        (br_if $a (i32.const 1)))
      (br $a))
    unreachable))
