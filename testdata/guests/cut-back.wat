;; Begins with as many pages of memory as the configuration's "pages" says. Each call looks whether memory is as it was
;; then. The first number of the input says what the call does next: 0 reads 8 bytes, of which the last one lies beyond
;; memory; 1 has the host write there; a larger one grows memory by so many pages, looks whether they are zero, and
;; fills them.
;;
;; Answers as userId what it found: "good"; "size" for memory of another size; "kept" for what another call wrote; "full"
;; for no more memory; "used" for new memory that is not zero; "told" where the host has written beyond memory.
(module
  (import "whowasm" "config_get" (func $config (param i32 i32) (result i64)))
  (import "whowasm" "read" (func $read (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1 256)
  (global $size (mut i32) (i32.const 0)) ;; that it begins with
  (data (i32.const 16) "pages")
  (data (i32.const 32) "goodsizekeptfullusedtold")
  (data (i32.const 64) "{\22userId\22: \22    \22}")

  ;; number reads the first decimal number from an address on
  (func $number (param $at i32) (result i32) (local $n i32) (local $digit i32)
    (loop $search
      (local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $search (i32.gt_u (local.get $digit) (i32.const 9))))
    (loop $digits
      (local.set $n (i32.add (i32.mul (local.get $n) (i32.const 10)) (local.get $digit)))
      (local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $digits (i32.le_u (local.get $digit) (i32.const 9))))
    (local.get $n))

  ;; end is the first address beyond memory
  (func $end (result i32) (i32.mul (memory.size) (i32.const 65536)))

  ;; all reports whether all of memory between two addresses has a value
  (func $all (param $at i32) (param $end i32) (param $value i64) (result i32)
    (loop $next
      (if (i64.ne (i64.load (local.get $at)) (local.get $value)) (then (return (i32.const 0))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end))))
    (i32.const 1))

  (func $answer (param $word i32) (result i64)
    (i32.store (i32.const 76) (i32.load (local.get $word)))
    (i64.const 0x4000000012))

  (func (export "_initialize")
    (drop (call $config (i32.const 16) (i32.const 5)))
    (drop (call $read (i32.const 128) (i32.const 8)))
    (drop (memory.grow (i32.sub (call $number (i32.const 128)) (i32.const 1))))
    (memory.fill (i32.sub (call $end) (i32.const 32768)) (i32.const 7) (i32.const 32768))
    (global.set $size (memory.size)))

  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 1024))

  (func (export "identify") (param $at i32) (param $len i32) (result i64) (local $n i32) (local $from i32)
    (local.set $n (call $number (local.get $at)))
    (local.set $from (call $end))
    (if (i32.ne (memory.size) (global.get $size))
      (then (return (call $answer (i32.const 36)))))
    (if (i32.eqz
        (call $all (i32.sub (local.get $from) (i32.const 32768)) (local.get $from) (i64.const 0x0707070707070707)))
      (then (return (call $answer (i32.const 40)))))
    (memory.fill (i32.sub (local.get $from) (i32.const 5000)) (i32.const 9) (i32.const 5000))
    (if (i32.eqz (local.get $n))
      (then (drop (i64.load (i32.sub (local.get $from) (i32.const 7))))))
    (if (i32.eq (local.get $n) (i32.const 1))
      (then
        (if (i32.eqz (call $random (i32.sub (local.get $from) (i32.const 7)) (i32.const 8)))
          (then (return (call $answer (i32.const 52)))))
        (return (call $answer (i32.const 32)))))
    (if (i32.eq (memory.grow (local.get $n)) (i32.const -1))
      (then (return (call $answer (i32.const 44)))))
    (if (i32.eqz (call $all (local.get $from) (call $end) (i64.const 0)))
      (then (return (call $answer (i32.const 48)))))
    (memory.fill (local.get $from) (i32.const 0xa5) (i32.sub (call $end) (local.get $from)))
    (call $answer (i32.const 32))))
