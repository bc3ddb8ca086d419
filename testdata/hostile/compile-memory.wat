;; 8,000 loads, each from where the last one said, and then 4,000 empty blocks: wazero takes a GiB to compile these 40 KB.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    i32.const 0 i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load
    i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load i32.load drop block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end block end block end block end block end block end block end
    block end block end block end block end block end
    i64.const 0))
