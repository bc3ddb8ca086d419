;; A recursion as deep as the stack allows. Five reads follow the call in each frame, each of which waits for memory, so that
;; they take long when it ends.
(module
  (memory (export "memory") 1000)
  (global $g (mut i32) (i32.const 65536))
  ;; pointers: line i holds the address of another line, a permutation by i -> i*5+3 mod 2^19 (32 MiB) lines
  (func $fill (local $i i32)
    (loop $l
      (i32.store (i32.add (i32.const 65536) (i32.shl (local.get $i) (i32.const 6)))
        (i32.add (i32.const 65536) (i32.shl (i32.and (i32.add (i32.mul (local.get $i) (i32.const 421397)) (i32.const 12345)) (i32.const 0x7ffff)) (i32.const 6))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $l (i32.lt_u (local.get $i) (i32.const 0x80000)))))
  (func $f (param $n i32)
    (if (local.get $n) (then
      (call $f (i32.sub (local.get $n) (i32.const 1)))
      (global.set $g (i32.load (i32.load (i32.load (i32.load (i32.load (global.get $g))))))))))
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (call $fill)
    (loop $l (call $f (i32.const 20000)) (br $l))
    (i64.const 0)))
