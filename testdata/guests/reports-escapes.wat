;; Reports an error that would clear the screen: in JSON the escape is \u001b, and 1,100 characters follow.
(module
  (memory (export "memory") 1)
  (data (i32.const 1024) "{\"error\":\"\\u001b[2J\\u202e")
  (data (i32.const 2124) "\"}")
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (memory.fill (i32.const 1049) (i32.const 0x78) (i32.const 1075))
    (i64.or (i64.shl (i64.const 1024) (i64.const 32)) (i64.const 1102))))
