;; Exports functions, but none of the contract.
(module (memory (export "memory") 1) (func (export "main")) (func (export "add") (param i32 i32) (result i32) (i32.const 0)))
