;; Functions that are a loop around a switch, as compilers write them, and what comes near it. Each returns the places that it
;; passed, as the digits of a number.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64) (i64.const 0))

  (global $trace (mut i64) (i64.const 0))
  (func $pass (param $place i64)
    (global.set $trace (i64.add (i64.mul (global.get $trace) (i64.const 10)) (local.get $place))))
  (func $passed (result i64) (local $trace i64)
    (local.set $trace (global.get $trace))
    (global.set $trace (i64.const 0))
    (local.get $trace))

  (func (export "ahead") (result i64) (local $next i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (if (local.get $next) (then (unreachable)) (else (i32.const 2) (local.set $next) (br $head))))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "back") (result i64) (local $next i32) (local $times i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1)))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3))
      (local.set $times (i32.add (local.get $times) (i32.const 1)))
      (if (i32.lt_u (local.get $times) (i32.const 3)) (then (i32.const 1) (local.set $next) (br $head))))
    (call $passed))

  (func (export "to-itself") (result i64) (local $next i32) (local $times i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1)))
        (call $pass (i64.const 2))
        (block $another ;; as deep as $b was
          (local.set $times (i32.add (local.get $times) (i32.const 1)))
          (br_if $another (i32.ge_u (local.get $times) (i32.const 3)))
          (i32.const 1) (local.set $next) (br $head)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "beyond-the-table") (result i64) (local $next i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (i32.const 99) (local.set $next) (br $head))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "negative") (result i64) (local $next i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (i32.const -64) (local.set $next) (br $head)) ;; 64 without its sign
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "another-local") (result i64) (local $next i32) (local $other i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (local.set $next (i32.const 1))
          (i32.const 2) (local.set $other) (br $head))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "not-a-constant") (result i64) (local $next i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (i32.const 1) (i32.const 1) (i32.add) (local.set $next) (br $head))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "out-of-the-loop") (result i64) (local $next i32)
    (block $out
      (loop $head
        (block $c (block $b (block $a (br_table $a $b $out $c (local.get $next)))
            (call $pass (i64.const 1))
            (i32.const 2) (local.set $next) (br $head))
          (call $pass (i64.const 2)))
        (call $pass (i64.const 3))))
    (call $passed))

  (func (export "from-a-loop") (result i64) (local $next i32) (local $times i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (loop $again
            (call $pass (i64.const 1))
            (local.set $times (i32.add (local.get $times) (i32.const 1)))
            (br_if $again (i32.lt_u (local.get $times) (i32.const 3)))
            (i32.const 2) (local.set $next) (br $head)))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "with-values") (result i64) (local $next i32)
    (loop $head
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (i64.const 7) (f32.const 7) (i32.const 2) (local.set $next) (br $head))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3)))
    (call $passed))

  (func (export "unsettled") (result i64) (local $next i32) (local $value i64)
    (loop $head (result i64)
      (block $c (block $b (block $a (br_table $a $b $c (local.get $next)))
          (call $pass (i64.const 1))
          (i32.const 2) (local.set $next) (br $head))
        (call $pass (i64.const 2)))
      (call $pass (i64.const 3))
      (i64.const 4))
    (drop)
    (call $passed)))
