;; Five nested loops of 2^30 rounds each.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func $identify (export "identify") (param i32 i32) (result i64)
    (local $a i32)(local $b i32)(local $c i32)(local $d i32)(local $e i32)
    (local.set $a (i32.const 1073741824)) (loop $la
    (local.set $b (i32.const 1073741824)) (loop $lb
    (local.set $c (i32.const 1073741824)) (loop $lc
    (local.set $d (i32.const 1073741824)) (loop $ld
    (local.set $e (i32.const 1073741824)) (loop $le
    (br_if $le (local.tee $e (i32.sub (local.get $e) (i32.const 1)))))
    (br_if $ld (local.tee $d (i32.sub (local.get $d) (i32.const 1)))))
    (br_if $lc (local.tee $c (i32.sub (local.get $c) (i32.const 1)))))
    (br_if $lb (local.tee $b (i32.sub (local.get $b) (i32.const 1)))))
    (br_if $la (local.tee $a (i32.sub (local.get $a) (i32.const 1)))))

    (i64.const 0)))
