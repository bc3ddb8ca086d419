;; Exports no function.
(module (memory (export "memory") 1))
