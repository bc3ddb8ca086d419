;; 300 loops in each other and 1,000 locals: wazero takes three minutes to compile these 11 KB.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop loop
    loop local.get 2 i64.const 1 i64.add local.set 2 i32.const 0 br_if 0 local.get 3 i64.const 1 i64.add local.set 3
    i32.const 0 br_if 1 local.get 4 i64.const 1 i64.add local.set 4 i32.const 0 br_if 2
    local.get 5 i64.const 1 i64.add local.set 5 i32.const 0 br_if 3 local.get 6 i64.const 1 i64.add local.set 6
    i32.const 0 br_if 4 local.get 7 i64.const 1 i64.add local.set 7 i32.const 0 br_if 5
    local.get 8 i64.const 1 i64.add local.set 8 i32.const 0 br_if 6 local.get 9 i64.const 1 i64.add local.set 9
    i32.const 0 br_if 7 local.get 10 i64.const 1 i64.add local.set 10 i32.const 0 br_if 8
    local.get 11 i64.const 1 i64.add local.set 11 i32.const 0 br_if 9 local.get 12 i64.const 1 i64.add local.set 12
    i32.const 0 br_if 10 local.get 13 i64.const 1 i64.add local.set 13 i32.const 0 br_if 11
    local.get 14 i64.const 1 i64.add local.set 14 i32.const 0 br_if 12 local.get 15 i64.const 1 i64.add local.set 15
    i32.const 0 br_if 13 local.get 16 i64.const 1 i64.add local.set 16 i32.const 0 br_if 14
    local.get 17 i64.const 1 i64.add local.set 17 i32.const 0 br_if 15 local.get 18 i64.const 1 i64.add local.set 18
    i32.const 0 br_if 16 local.get 19 i64.const 1 i64.add local.set 19 i32.const 0 br_if 17
    local.get 20 i64.const 1 i64.add local.set 20 i32.const 0 br_if 18 local.get 21 i64.const 1 i64.add local.set 21
    i32.const 0 br_if 19 local.get 22 i64.const 1 i64.add local.set 22 i32.const 0 br_if 20
    local.get 23 i64.const 1 i64.add local.set 23 i32.const 0 br_if 21 local.get 24 i64.const 1 i64.add local.set 24
    i32.const 0 br_if 22 local.get 25 i64.const 1 i64.add local.set 25 i32.const 0 br_if 23
    local.get 26 i64.const 1 i64.add local.set 26 i32.const 0 br_if 24 local.get 27 i64.const 1 i64.add local.set 27
    i32.const 0 br_if 25 local.get 28 i64.const 1 i64.add local.set 28 i32.const 0 br_if 26
    local.get 29 i64.const 1 i64.add local.set 29 i32.const 0 br_if 27 local.get 30 i64.const 1 i64.add local.set 30
    i32.const 0 br_if 28 local.get 31 i64.const 1 i64.add local.set 31 i32.const 0 br_if 29
    local.get 32 i64.const 1 i64.add local.set 32 i32.const 0 br_if 30 local.get 33 i64.const 1 i64.add local.set 33
    i32.const 0 br_if 31 local.get 34 i64.const 1 i64.add local.set 34 i32.const 0 br_if 32
    local.get 35 i64.const 1 i64.add local.set 35 i32.const 0 br_if 33 local.get 36 i64.const 1 i64.add local.set 36
    i32.const 0 br_if 34 local.get 37 i64.const 1 i64.add local.set 37 i32.const 0 br_if 35
    local.get 38 i64.const 1 i64.add local.set 38 i32.const 0 br_if 36 local.get 39 i64.const 1 i64.add local.set 39
    i32.const 0 br_if 37 local.get 40 i64.const 1 i64.add local.set 40 i32.const 0 br_if 38
    local.get 41 i64.const 1 i64.add local.set 41 i32.const 0 br_if 39 local.get 42 i64.const 1 i64.add local.set 42
    i32.const 0 br_if 40 local.get 43 i64.const 1 i64.add local.set 43 i32.const 0 br_if 41
    local.get 44 i64.const 1 i64.add local.set 44 i32.const 0 br_if 42 local.get 45 i64.const 1 i64.add local.set 45
    i32.const 0 br_if 43 local.get 46 i64.const 1 i64.add local.set 46 i32.const 0 br_if 44
    local.get 47 i64.const 1 i64.add local.set 47 i32.const 0 br_if 45 local.get 48 i64.const 1 i64.add local.set 48
    i32.const 0 br_if 46 local.get 49 i64.const 1 i64.add local.set 49 i32.const 0 br_if 47
    local.get 50 i64.const 1 i64.add local.set 50 i32.const 0 br_if 48 local.get 51 i64.const 1 i64.add local.set 51
    i32.const 0 br_if 49 local.get 52 i64.const 1 i64.add local.set 52 i32.const 0 br_if 50
    local.get 53 i64.const 1 i64.add local.set 53 i32.const 0 br_if 51 local.get 54 i64.const 1 i64.add local.set 54
    i32.const 0 br_if 52 local.get 55 i64.const 1 i64.add local.set 55 i32.const 0 br_if 53
    local.get 56 i64.const 1 i64.add local.set 56 i32.const 0 br_if 54 local.get 57 i64.const 1 i64.add local.set 57
    i32.const 0 br_if 55 local.get 58 i64.const 1 i64.add local.set 58 i32.const 0 br_if 56
    local.get 59 i64.const 1 i64.add local.set 59 i32.const 0 br_if 57 local.get 60 i64.const 1 i64.add local.set 60
    i32.const 0 br_if 58 local.get 61 i64.const 1 i64.add local.set 61 i32.const 0 br_if 59
    local.get 62 i64.const 1 i64.add local.set 62 i32.const 0 br_if 60 local.get 63 i64.const 1 i64.add local.set 63
    i32.const 0 br_if 61 local.get 64 i64.const 1 i64.add local.set 64 i32.const 0 br_if 62
    local.get 65 i64.const 1 i64.add local.set 65 i32.const 0 br_if 63 local.get 66 i64.const 1 i64.add local.set 66
    i32.const 0 br_if 64 local.get 67 i64.const 1 i64.add local.set 67 i32.const 0 br_if 65
    local.get 68 i64.const 1 i64.add local.set 68 i32.const 0 br_if 66 local.get 69 i64.const 1 i64.add local.set 69
    i32.const 0 br_if 67 local.get 70 i64.const 1 i64.add local.set 70 i32.const 0 br_if 68
    local.get 71 i64.const 1 i64.add local.set 71 i32.const 0 br_if 69 local.get 72 i64.const 1 i64.add local.set 72
    i32.const 0 br_if 70 local.get 73 i64.const 1 i64.add local.set 73 i32.const 0 br_if 71
    local.get 74 i64.const 1 i64.add local.set 74 i32.const 0 br_if 72 local.get 75 i64.const 1 i64.add local.set 75
    i32.const 0 br_if 73 local.get 76 i64.const 1 i64.add local.set 76 i32.const 0 br_if 74
    local.get 77 i64.const 1 i64.add local.set 77 i32.const 0 br_if 75 local.get 78 i64.const 1 i64.add local.set 78
    i32.const 0 br_if 76 local.get 79 i64.const 1 i64.add local.set 79 i32.const 0 br_if 77
    local.get 80 i64.const 1 i64.add local.set 80 i32.const 0 br_if 78 local.get 81 i64.const 1 i64.add local.set 81
    i32.const 0 br_if 79 local.get 82 i64.const 1 i64.add local.set 82 i32.const 0 br_if 80
    local.get 83 i64.const 1 i64.add local.set 83 i32.const 0 br_if 81 local.get 84 i64.const 1 i64.add local.set 84
    i32.const 0 br_if 82 local.get 85 i64.const 1 i64.add local.set 85 i32.const 0 br_if 83
    local.get 86 i64.const 1 i64.add local.set 86 i32.const 0 br_if 84 local.get 87 i64.const 1 i64.add local.set 87
    i32.const 0 br_if 85 local.get 88 i64.const 1 i64.add local.set 88 i32.const 0 br_if 86
    local.get 89 i64.const 1 i64.add local.set 89 i32.const 0 br_if 87 local.get 90 i64.const 1 i64.add local.set 90
    i32.const 0 br_if 88 local.get 91 i64.const 1 i64.add local.set 91 i32.const 0 br_if 89
    local.get 92 i64.const 1 i64.add local.set 92 i32.const 0 br_if 90 local.get 93 i64.const 1 i64.add local.set 93
    i32.const 0 br_if 91 local.get 94 i64.const 1 i64.add local.set 94 i32.const 0 br_if 92
    local.get 95 i64.const 1 i64.add local.set 95 i32.const 0 br_if 93 local.get 96 i64.const 1 i64.add local.set 96
    i32.const 0 br_if 94 local.get 97 i64.const 1 i64.add local.set 97 i32.const 0 br_if 95
    local.get 98 i64.const 1 i64.add local.set 98 i32.const 0 br_if 96 local.get 99 i64.const 1 i64.add local.set 99
    i32.const 0 br_if 97 local.get 100 i64.const 1 i64.add local.set 100 i32.const 0 br_if 98
    local.get 101 i64.const 1 i64.add local.set 101 i32.const 0 br_if 99
    local.get 102 i64.const 1 i64.add local.set 102 i32.const 0 br_if 100
    local.get 103 i64.const 1 i64.add local.set 103 i32.const 0 br_if 101
    local.get 104 i64.const 1 i64.add local.set 104 i32.const 0 br_if 102
    local.get 105 i64.const 1 i64.add local.set 105 i32.const 0 br_if 103
    local.get 106 i64.const 1 i64.add local.set 106 i32.const 0 br_if 104
    local.get 107 i64.const 1 i64.add local.set 107 i32.const 0 br_if 105
    local.get 108 i64.const 1 i64.add local.set 108 i32.const 0 br_if 106
    local.get 109 i64.const 1 i64.add local.set 109 i32.const 0 br_if 107
    local.get 110 i64.const 1 i64.add local.set 110 i32.const 0 br_if 108
    local.get 111 i64.const 1 i64.add local.set 111 i32.const 0 br_if 109
    local.get 112 i64.const 1 i64.add local.set 112 i32.const 0 br_if 110
    local.get 113 i64.const 1 i64.add local.set 113 i32.const 0 br_if 111
    local.get 114 i64.const 1 i64.add local.set 114 i32.const 0 br_if 112
    local.get 115 i64.const 1 i64.add local.set 115 i32.const 0 br_if 113
    local.get 116 i64.const 1 i64.add local.set 116 i32.const 0 br_if 114
    local.get 117 i64.const 1 i64.add local.set 117 i32.const 0 br_if 115
    local.get 118 i64.const 1 i64.add local.set 118 i32.const 0 br_if 116
    local.get 119 i64.const 1 i64.add local.set 119 i32.const 0 br_if 117
    local.get 120 i64.const 1 i64.add local.set 120 i32.const 0 br_if 118
    local.get 121 i64.const 1 i64.add local.set 121 i32.const 0 br_if 119
    local.get 122 i64.const 1 i64.add local.set 122 i32.const 0 br_if 120
    local.get 123 i64.const 1 i64.add local.set 123 i32.const 0 br_if 121
    local.get 124 i64.const 1 i64.add local.set 124 i32.const 0 br_if 122
    local.get 125 i64.const 1 i64.add local.set 125 i32.const 0 br_if 123
    local.get 126 i64.const 1 i64.add local.set 126 i32.const 0 br_if 124
    local.get 127 i64.const 1 i64.add local.set 127 i32.const 0 br_if 125
    local.get 128 i64.const 1 i64.add local.set 128 i32.const 0 br_if 126
    local.get 129 i64.const 1 i64.add local.set 129 i32.const 0 br_if 127
    local.get 130 i64.const 1 i64.add local.set 130 i32.const 0 br_if 128
    local.get 131 i64.const 1 i64.add local.set 131 i32.const 0 br_if 129
    local.get 132 i64.const 1 i64.add local.set 132 i32.const 0 br_if 130
    local.get 133 i64.const 1 i64.add local.set 133 i32.const 0 br_if 131
    local.get 134 i64.const 1 i64.add local.set 134 i32.const 0 br_if 132
    local.get 135 i64.const 1 i64.add local.set 135 i32.const 0 br_if 133
    local.get 136 i64.const 1 i64.add local.set 136 i32.const 0 br_if 134
    local.get 137 i64.const 1 i64.add local.set 137 i32.const 0 br_if 135
    local.get 138 i64.const 1 i64.add local.set 138 i32.const 0 br_if 136
    local.get 139 i64.const 1 i64.add local.set 139 i32.const 0 br_if 137
    local.get 140 i64.const 1 i64.add local.set 140 i32.const 0 br_if 138
    local.get 141 i64.const 1 i64.add local.set 141 i32.const 0 br_if 139
    local.get 142 i64.const 1 i64.add local.set 142 i32.const 0 br_if 140
    local.get 143 i64.const 1 i64.add local.set 143 i32.const 0 br_if 141
    local.get 144 i64.const 1 i64.add local.set 144 i32.const 0 br_if 142
    local.get 145 i64.const 1 i64.add local.set 145 i32.const 0 br_if 143
    local.get 146 i64.const 1 i64.add local.set 146 i32.const 0 br_if 144
    local.get 147 i64.const 1 i64.add local.set 147 i32.const 0 br_if 145
    local.get 148 i64.const 1 i64.add local.set 148 i32.const 0 br_if 146
    local.get 149 i64.const 1 i64.add local.set 149 i32.const 0 br_if 147
    local.get 150 i64.const 1 i64.add local.set 150 i32.const 0 br_if 148
    local.get 151 i64.const 1 i64.add local.set 151 i32.const 0 br_if 149
    local.get 152 i64.const 1 i64.add local.set 152 i32.const 0 br_if 150
    local.get 153 i64.const 1 i64.add local.set 153 i32.const 0 br_if 151
    local.get 154 i64.const 1 i64.add local.set 154 i32.const 0 br_if 152
    local.get 155 i64.const 1 i64.add local.set 155 i32.const 0 br_if 153
    local.get 156 i64.const 1 i64.add local.set 156 i32.const 0 br_if 154
    local.get 157 i64.const 1 i64.add local.set 157 i32.const 0 br_if 155
    local.get 158 i64.const 1 i64.add local.set 158 i32.const 0 br_if 156
    local.get 159 i64.const 1 i64.add local.set 159 i32.const 0 br_if 157
    local.get 160 i64.const 1 i64.add local.set 160 i32.const 0 br_if 158
    local.get 161 i64.const 1 i64.add local.set 161 i32.const 0 br_if 159
    local.get 162 i64.const 1 i64.add local.set 162 i32.const 0 br_if 160
    local.get 163 i64.const 1 i64.add local.set 163 i32.const 0 br_if 161
    local.get 164 i64.const 1 i64.add local.set 164 i32.const 0 br_if 162
    local.get 165 i64.const 1 i64.add local.set 165 i32.const 0 br_if 163
    local.get 166 i64.const 1 i64.add local.set 166 i32.const 0 br_if 164
    local.get 167 i64.const 1 i64.add local.set 167 i32.const 0 br_if 165
    local.get 168 i64.const 1 i64.add local.set 168 i32.const 0 br_if 166
    local.get 169 i64.const 1 i64.add local.set 169 i32.const 0 br_if 167
    local.get 170 i64.const 1 i64.add local.set 170 i32.const 0 br_if 168
    local.get 171 i64.const 1 i64.add local.set 171 i32.const 0 br_if 169
    local.get 172 i64.const 1 i64.add local.set 172 i32.const 0 br_if 170
    local.get 173 i64.const 1 i64.add local.set 173 i32.const 0 br_if 171
    local.get 174 i64.const 1 i64.add local.set 174 i32.const 0 br_if 172
    local.get 175 i64.const 1 i64.add local.set 175 i32.const 0 br_if 173
    local.get 176 i64.const 1 i64.add local.set 176 i32.const 0 br_if 174
    local.get 177 i64.const 1 i64.add local.set 177 i32.const 0 br_if 175
    local.get 178 i64.const 1 i64.add local.set 178 i32.const 0 br_if 176
    local.get 179 i64.const 1 i64.add local.set 179 i32.const 0 br_if 177
    local.get 180 i64.const 1 i64.add local.set 180 i32.const 0 br_if 178
    local.get 181 i64.const 1 i64.add local.set 181 i32.const 0 br_if 179
    local.get 182 i64.const 1 i64.add local.set 182 i32.const 0 br_if 180
    local.get 183 i64.const 1 i64.add local.set 183 i32.const 0 br_if 181
    local.get 184 i64.const 1 i64.add local.set 184 i32.const 0 br_if 182
    local.get 185 i64.const 1 i64.add local.set 185 i32.const 0 br_if 183
    local.get 186 i64.const 1 i64.add local.set 186 i32.const 0 br_if 184
    local.get 187 i64.const 1 i64.add local.set 187 i32.const 0 br_if 185
    local.get 188 i64.const 1 i64.add local.set 188 i32.const 0 br_if 186
    local.get 189 i64.const 1 i64.add local.set 189 i32.const 0 br_if 187
    local.get 190 i64.const 1 i64.add local.set 190 i32.const 0 br_if 188
    local.get 191 i64.const 1 i64.add local.set 191 i32.const 0 br_if 189
    local.get 192 i64.const 1 i64.add local.set 192 i32.const 0 br_if 190
    local.get 193 i64.const 1 i64.add local.set 193 i32.const 0 br_if 191
    local.get 194 i64.const 1 i64.add local.set 194 i32.const 0 br_if 192
    local.get 195 i64.const 1 i64.add local.set 195 i32.const 0 br_if 193
    local.get 196 i64.const 1 i64.add local.set 196 i32.const 0 br_if 194
    local.get 197 i64.const 1 i64.add local.set 197 i32.const 0 br_if 195
    local.get 198 i64.const 1 i64.add local.set 198 i32.const 0 br_if 196
    local.get 199 i64.const 1 i64.add local.set 199 i32.const 0 br_if 197
    local.get 200 i64.const 1 i64.add local.set 200 i32.const 0 br_if 198
    local.get 201 i64.const 1 i64.add local.set 201 i32.const 0 br_if 199
    local.get 202 i64.const 1 i64.add local.set 202 i32.const 0 br_if 200
    local.get 203 i64.const 1 i64.add local.set 203 i32.const 0 br_if 201
    local.get 204 i64.const 1 i64.add local.set 204 i32.const 0 br_if 202
    local.get 205 i64.const 1 i64.add local.set 205 i32.const 0 br_if 203
    local.get 206 i64.const 1 i64.add local.set 206 i32.const 0 br_if 204
    local.get 207 i64.const 1 i64.add local.set 207 i32.const 0 br_if 205
    local.get 208 i64.const 1 i64.add local.set 208 i32.const 0 br_if 206
    local.get 209 i64.const 1 i64.add local.set 209 i32.const 0 br_if 207
    local.get 210 i64.const 1 i64.add local.set 210 i32.const 0 br_if 208
    local.get 211 i64.const 1 i64.add local.set 211 i32.const 0 br_if 209
    local.get 212 i64.const 1 i64.add local.set 212 i32.const 0 br_if 210
    local.get 213 i64.const 1 i64.add local.set 213 i32.const 0 br_if 211
    local.get 214 i64.const 1 i64.add local.set 214 i32.const 0 br_if 212
    local.get 215 i64.const 1 i64.add local.set 215 i32.const 0 br_if 213
    local.get 216 i64.const 1 i64.add local.set 216 i32.const 0 br_if 214
    local.get 217 i64.const 1 i64.add local.set 217 i32.const 0 br_if 215
    local.get 218 i64.const 1 i64.add local.set 218 i32.const 0 br_if 216
    local.get 219 i64.const 1 i64.add local.set 219 i32.const 0 br_if 217
    local.get 220 i64.const 1 i64.add local.set 220 i32.const 0 br_if 218
    local.get 221 i64.const 1 i64.add local.set 221 i32.const 0 br_if 219
    local.get 222 i64.const 1 i64.add local.set 222 i32.const 0 br_if 220
    local.get 223 i64.const 1 i64.add local.set 223 i32.const 0 br_if 221
    local.get 224 i64.const 1 i64.add local.set 224 i32.const 0 br_if 222
    local.get 225 i64.const 1 i64.add local.set 225 i32.const 0 br_if 223
    local.get 226 i64.const 1 i64.add local.set 226 i32.const 0 br_if 224
    local.get 227 i64.const 1 i64.add local.set 227 i32.const 0 br_if 225
    local.get 228 i64.const 1 i64.add local.set 228 i32.const 0 br_if 226
    local.get 229 i64.const 1 i64.add local.set 229 i32.const 0 br_if 227
    local.get 230 i64.const 1 i64.add local.set 230 i32.const 0 br_if 228
    local.get 231 i64.const 1 i64.add local.set 231 i32.const 0 br_if 229
    local.get 232 i64.const 1 i64.add local.set 232 i32.const 0 br_if 230
    local.get 233 i64.const 1 i64.add local.set 233 i32.const 0 br_if 231
    local.get 234 i64.const 1 i64.add local.set 234 i32.const 0 br_if 232
    local.get 235 i64.const 1 i64.add local.set 235 i32.const 0 br_if 233
    local.get 236 i64.const 1 i64.add local.set 236 i32.const 0 br_if 234
    local.get 237 i64.const 1 i64.add local.set 237 i32.const 0 br_if 235
    local.get 238 i64.const 1 i64.add local.set 238 i32.const 0 br_if 236
    local.get 239 i64.const 1 i64.add local.set 239 i32.const 0 br_if 237
    local.get 240 i64.const 1 i64.add local.set 240 i32.const 0 br_if 238
    local.get 241 i64.const 1 i64.add local.set 241 i32.const 0 br_if 239
    local.get 242 i64.const 1 i64.add local.set 242 i32.const 0 br_if 240
    local.get 243 i64.const 1 i64.add local.set 243 i32.const 0 br_if 241
    local.get 244 i64.const 1 i64.add local.set 244 i32.const 0 br_if 242
    local.get 245 i64.const 1 i64.add local.set 245 i32.const 0 br_if 243
    local.get 246 i64.const 1 i64.add local.set 246 i32.const 0 br_if 244
    local.get 247 i64.const 1 i64.add local.set 247 i32.const 0 br_if 245
    local.get 248 i64.const 1 i64.add local.set 248 i32.const 0 br_if 246
    local.get 249 i64.const 1 i64.add local.set 249 i32.const 0 br_if 247
    local.get 250 i64.const 1 i64.add local.set 250 i32.const 0 br_if 248
    local.get 251 i64.const 1 i64.add local.set 251 i32.const 0 br_if 249
    local.get 252 i64.const 1 i64.add local.set 252 i32.const 0 br_if 250
    local.get 253 i64.const 1 i64.add local.set 253 i32.const 0 br_if 251
    local.get 254 i64.const 1 i64.add local.set 254 i32.const 0 br_if 252
    local.get 255 i64.const 1 i64.add local.set 255 i32.const 0 br_if 253
    local.get 256 i64.const 1 i64.add local.set 256 i32.const 0 br_if 254
    local.get 257 i64.const 1 i64.add local.set 257 i32.const 0 br_if 255
    local.get 258 i64.const 1 i64.add local.set 258 i32.const 0 br_if 256
    local.get 259 i64.const 1 i64.add local.set 259 i32.const 0 br_if 257
    local.get 260 i64.const 1 i64.add local.set 260 i32.const 0 br_if 258
    local.get 261 i64.const 1 i64.add local.set 261 i32.const 0 br_if 259
    local.get 262 i64.const 1 i64.add local.set 262 i32.const 0 br_if 260
    local.get 263 i64.const 1 i64.add local.set 263 i32.const 0 br_if 261
    local.get 264 i64.const 1 i64.add local.set 264 i32.const 0 br_if 262
    local.get 265 i64.const 1 i64.add local.set 265 i32.const 0 br_if 263
    local.get 266 i64.const 1 i64.add local.set 266 i32.const 0 br_if 264
    local.get 267 i64.const 1 i64.add local.set 267 i32.const 0 br_if 265
    local.get 268 i64.const 1 i64.add local.set 268 i32.const 0 br_if 266
    local.get 269 i64.const 1 i64.add local.set 269 i32.const 0 br_if 267
    local.get 270 i64.const 1 i64.add local.set 270 i32.const 0 br_if 268
    local.get 271 i64.const 1 i64.add local.set 271 i32.const 0 br_if 269
    local.get 272 i64.const 1 i64.add local.set 272 i32.const 0 br_if 270
    local.get 273 i64.const 1 i64.add local.set 273 i32.const 0 br_if 271
    local.get 274 i64.const 1 i64.add local.set 274 i32.const 0 br_if 272
    local.get 275 i64.const 1 i64.add local.set 275 i32.const 0 br_if 273
    local.get 276 i64.const 1 i64.add local.set 276 i32.const 0 br_if 274
    local.get 277 i64.const 1 i64.add local.set 277 i32.const 0 br_if 275
    local.get 278 i64.const 1 i64.add local.set 278 i32.const 0 br_if 276
    local.get 279 i64.const 1 i64.add local.set 279 i32.const 0 br_if 277
    local.get 280 i64.const 1 i64.add local.set 280 i32.const 0 br_if 278
    local.get 281 i64.const 1 i64.add local.set 281 i32.const 0 br_if 279
    local.get 282 i64.const 1 i64.add local.set 282 i32.const 0 br_if 280
    local.get 283 i64.const 1 i64.add local.set 283 i32.const 0 br_if 281
    local.get 284 i64.const 1 i64.add local.set 284 i32.const 0 br_if 282
    local.get 285 i64.const 1 i64.add local.set 285 i32.const 0 br_if 283
    local.get 286 i64.const 1 i64.add local.set 286 i32.const 0 br_if 284
    local.get 287 i64.const 1 i64.add local.set 287 i32.const 0 br_if 285
    local.get 288 i64.const 1 i64.add local.set 288 i32.const 0 br_if 286
    local.get 289 i64.const 1 i64.add local.set 289 i32.const 0 br_if 287
    local.get 290 i64.const 1 i64.add local.set 290 i32.const 0 br_if 288
    local.get 291 i64.const 1 i64.add local.set 291 i32.const 0 br_if 289
    local.get 292 i64.const 1 i64.add local.set 292 i32.const 0 br_if 290
    local.get 293 i64.const 1 i64.add local.set 293 i32.const 0 br_if 291
    local.get 294 i64.const 1 i64.add local.set 294 i32.const 0 br_if 292
    local.get 295 i64.const 1 i64.add local.set 295 i32.const 0 br_if 293
    local.get 296 i64.const 1 i64.add local.set 296 i32.const 0 br_if 294
    local.get 297 i64.const 1 i64.add local.set 297 i32.const 0 br_if 295
    local.get 298 i64.const 1 i64.add local.set 298 i32.const 0 br_if 296
    local.get 299 i64.const 1 i64.add local.set 299 i32.const 0 br_if 297
    local.get 300 i64.const 1 i64.add local.set 300 i32.const 0 br_if 298
    local.get 301 i64.const 1 i64.add local.set 301 i32.const 0 br_if 299
    local.get 302 i64.const 1 i64.add local.set 302 local.get 303 i64.const 1 i64.add local.set 303
    local.get 304 i64.const 1 i64.add local.set 304 local.get 305 i64.const 1 i64.add local.set 305
    local.get 306 i64.const 1 i64.add local.set 306 local.get 307 i64.const 1 i64.add local.set 307
    local.get 308 i64.const 1 i64.add local.set 308 local.get 309 i64.const 1 i64.add local.set 309
    local.get 310 i64.const 1 i64.add local.set 310 local.get 311 i64.const 1 i64.add local.set 311
    local.get 312 i64.const 1 i64.add local.set 312 local.get 313 i64.const 1 i64.add local.set 313
    local.get 314 i64.const 1 i64.add local.set 314 local.get 315 i64.const 1 i64.add local.set 315
    local.get 316 i64.const 1 i64.add local.set 316 local.get 317 i64.const 1 i64.add local.set 317
    local.get 318 i64.const 1 i64.add local.set 318 local.get 319 i64.const 1 i64.add local.set 319
    local.get 320 i64.const 1 i64.add local.set 320 local.get 321 i64.const 1 i64.add local.set 321
    local.get 322 i64.const 1 i64.add local.set 322 local.get 323 i64.const 1 i64.add local.set 323
    local.get 324 i64.const 1 i64.add local.set 324 local.get 325 i64.const 1 i64.add local.set 325
    local.get 326 i64.const 1 i64.add local.set 326 local.get 327 i64.const 1 i64.add local.set 327
    local.get 328 i64.const 1 i64.add local.set 328 local.get 329 i64.const 1 i64.add local.set 329
    local.get 330 i64.const 1 i64.add local.set 330 local.get 331 i64.const 1 i64.add local.set 331
    local.get 332 i64.const 1 i64.add local.set 332 local.get 333 i64.const 1 i64.add local.set 333
    local.get 334 i64.const 1 i64.add local.set 334 local.get 335 i64.const 1 i64.add local.set 335
    local.get 336 i64.const 1 i64.add local.set 336 local.get 337 i64.const 1 i64.add local.set 337
    local.get 338 i64.const 1 i64.add local.set 338 local.get 339 i64.const 1 i64.add local.set 339
    local.get 340 i64.const 1 i64.add local.set 340 local.get 341 i64.const 1 i64.add local.set 341
    local.get 342 i64.const 1 i64.add local.set 342 local.get 343 i64.const 1 i64.add local.set 343
    local.get 344 i64.const 1 i64.add local.set 344 local.get 345 i64.const 1 i64.add local.set 345
    local.get 346 i64.const 1 i64.add local.set 346 local.get 347 i64.const 1 i64.add local.set 347
    local.get 348 i64.const 1 i64.add local.set 348 local.get 349 i64.const 1 i64.add local.set 349
    local.get 350 i64.const 1 i64.add local.set 350 local.get 351 i64.const 1 i64.add local.set 351
    local.get 352 i64.const 1 i64.add local.set 352 local.get 353 i64.const 1 i64.add local.set 353
    local.get 354 i64.const 1 i64.add local.set 354 local.get 355 i64.const 1 i64.add local.set 355
    local.get 356 i64.const 1 i64.add local.set 356 local.get 357 i64.const 1 i64.add local.set 357
    local.get 358 i64.const 1 i64.add local.set 358 local.get 359 i64.const 1 i64.add local.set 359
    local.get 360 i64.const 1 i64.add local.set 360 local.get 361 i64.const 1 i64.add local.set 361
    local.get 362 i64.const 1 i64.add local.set 362 local.get 363 i64.const 1 i64.add local.set 363
    local.get 364 i64.const 1 i64.add local.set 364 local.get 365 i64.const 1 i64.add local.set 365
    local.get 366 i64.const 1 i64.add local.set 366 local.get 367 i64.const 1 i64.add local.set 367
    local.get 368 i64.const 1 i64.add local.set 368 local.get 369 i64.const 1 i64.add local.set 369
    local.get 370 i64.const 1 i64.add local.set 370 local.get 371 i64.const 1 i64.add local.set 371
    local.get 372 i64.const 1 i64.add local.set 372 local.get 373 i64.const 1 i64.add local.set 373
    local.get 374 i64.const 1 i64.add local.set 374 local.get 375 i64.const 1 i64.add local.set 375
    local.get 376 i64.const 1 i64.add local.set 376 local.get 377 i64.const 1 i64.add local.set 377
    local.get 378 i64.const 1 i64.add local.set 378 local.get 379 i64.const 1 i64.add local.set 379
    local.get 380 i64.const 1 i64.add local.set 380 local.get 381 i64.const 1 i64.add local.set 381
    local.get 382 i64.const 1 i64.add local.set 382 local.get 383 i64.const 1 i64.add local.set 383
    local.get 384 i64.const 1 i64.add local.set 384 local.get 385 i64.const 1 i64.add local.set 385
    local.get 386 i64.const 1 i64.add local.set 386 local.get 387 i64.const 1 i64.add local.set 387
    local.get 388 i64.const 1 i64.add local.set 388 local.get 389 i64.const 1 i64.add local.set 389
    local.get 390 i64.const 1 i64.add local.set 390 local.get 391 i64.const 1 i64.add local.set 391
    local.get 392 i64.const 1 i64.add local.set 392 local.get 393 i64.const 1 i64.add local.set 393
    local.get 394 i64.const 1 i64.add local.set 394 local.get 395 i64.const 1 i64.add local.set 395
    local.get 396 i64.const 1 i64.add local.set 396 local.get 397 i64.const 1 i64.add local.set 397
    local.get 398 i64.const 1 i64.add local.set 398 local.get 399 i64.const 1 i64.add local.set 399
    local.get 400 i64.const 1 i64.add local.set 400 local.get 401 i64.const 1 i64.add local.set 401
    local.get 402 i64.const 1 i64.add local.set 402 local.get 403 i64.const 1 i64.add local.set 403
    local.get 404 i64.const 1 i64.add local.set 404 local.get 405 i64.const 1 i64.add local.set 405
    local.get 406 i64.const 1 i64.add local.set 406 local.get 407 i64.const 1 i64.add local.set 407
    local.get 408 i64.const 1 i64.add local.set 408 local.get 409 i64.const 1 i64.add local.set 409
    local.get 410 i64.const 1 i64.add local.set 410 local.get 411 i64.const 1 i64.add local.set 411
    local.get 412 i64.const 1 i64.add local.set 412 local.get 413 i64.const 1 i64.add local.set 413
    local.get 414 i64.const 1 i64.add local.set 414 local.get 415 i64.const 1 i64.add local.set 415
    local.get 416 i64.const 1 i64.add local.set 416 local.get 417 i64.const 1 i64.add local.set 417
    local.get 418 i64.const 1 i64.add local.set 418 local.get 419 i64.const 1 i64.add local.set 419
    local.get 420 i64.const 1 i64.add local.set 420 local.get 421 i64.const 1 i64.add local.set 421
    local.get 422 i64.const 1 i64.add local.set 422 local.get 423 i64.const 1 i64.add local.set 423
    local.get 424 i64.const 1 i64.add local.set 424 local.get 425 i64.const 1 i64.add local.set 425
    local.get 426 i64.const 1 i64.add local.set 426 local.get 427 i64.const 1 i64.add local.set 427
    local.get 428 i64.const 1 i64.add local.set 428 local.get 429 i64.const 1 i64.add local.set 429
    local.get 430 i64.const 1 i64.add local.set 430 local.get 431 i64.const 1 i64.add local.set 431
    local.get 432 i64.const 1 i64.add local.set 432 local.get 433 i64.const 1 i64.add local.set 433
    local.get 434 i64.const 1 i64.add local.set 434 local.get 435 i64.const 1 i64.add local.set 435
    local.get 436 i64.const 1 i64.add local.set 436 local.get 437 i64.const 1 i64.add local.set 437
    local.get 438 i64.const 1 i64.add local.set 438 local.get 439 i64.const 1 i64.add local.set 439
    local.get 440 i64.const 1 i64.add local.set 440 local.get 441 i64.const 1 i64.add local.set 441
    local.get 442 i64.const 1 i64.add local.set 442 local.get 443 i64.const 1 i64.add local.set 443
    local.get 444 i64.const 1 i64.add local.set 444 local.get 445 i64.const 1 i64.add local.set 445
    local.get 446 i64.const 1 i64.add local.set 446 local.get 447 i64.const 1 i64.add local.set 447
    local.get 448 i64.const 1 i64.add local.set 448 local.get 449 i64.const 1 i64.add local.set 449
    local.get 450 i64.const 1 i64.add local.set 450 local.get 451 i64.const 1 i64.add local.set 451
    local.get 452 i64.const 1 i64.add local.set 452 local.get 453 i64.const 1 i64.add local.set 453
    local.get 454 i64.const 1 i64.add local.set 454 local.get 455 i64.const 1 i64.add local.set 455
    local.get 456 i64.const 1 i64.add local.set 456 local.get 457 i64.const 1 i64.add local.set 457
    local.get 458 i64.const 1 i64.add local.set 458 local.get 459 i64.const 1 i64.add local.set 459
    local.get 460 i64.const 1 i64.add local.set 460 local.get 461 i64.const 1 i64.add local.set 461
    local.get 462 i64.const 1 i64.add local.set 462 local.get 463 i64.const 1 i64.add local.set 463
    local.get 464 i64.const 1 i64.add local.set 464 local.get 465 i64.const 1 i64.add local.set 465
    local.get 466 i64.const 1 i64.add local.set 466 local.get 467 i64.const 1 i64.add local.set 467
    local.get 468 i64.const 1 i64.add local.set 468 local.get 469 i64.const 1 i64.add local.set 469
    local.get 470 i64.const 1 i64.add local.set 470 local.get 471 i64.const 1 i64.add local.set 471
    local.get 472 i64.const 1 i64.add local.set 472 local.get 473 i64.const 1 i64.add local.set 473
    local.get 474 i64.const 1 i64.add local.set 474 local.get 475 i64.const 1 i64.add local.set 475
    local.get 476 i64.const 1 i64.add local.set 476 local.get 477 i64.const 1 i64.add local.set 477
    local.get 478 i64.const 1 i64.add local.set 478 local.get 479 i64.const 1 i64.add local.set 479
    local.get 480 i64.const 1 i64.add local.set 480 local.get 481 i64.const 1 i64.add local.set 481
    local.get 482 i64.const 1 i64.add local.set 482 local.get 483 i64.const 1 i64.add local.set 483
    local.get 484 i64.const 1 i64.add local.set 484 local.get 485 i64.const 1 i64.add local.set 485
    local.get 486 i64.const 1 i64.add local.set 486 local.get 487 i64.const 1 i64.add local.set 487
    local.get 488 i64.const 1 i64.add local.set 488 local.get 489 i64.const 1 i64.add local.set 489
    local.get 490 i64.const 1 i64.add local.set 490 local.get 491 i64.const 1 i64.add local.set 491
    local.get 492 i64.const 1 i64.add local.set 492 local.get 493 i64.const 1 i64.add local.set 493
    local.get 494 i64.const 1 i64.add local.set 494 local.get 495 i64.const 1 i64.add local.set 495
    local.get 496 i64.const 1 i64.add local.set 496 local.get 497 i64.const 1 i64.add local.set 497
    local.get 498 i64.const 1 i64.add local.set 498 local.get 499 i64.const 1 i64.add local.set 499
    local.get 500 i64.const 1 i64.add local.set 500 local.get 501 i64.const 1 i64.add local.set 501
    local.get 502 i64.const 1 i64.add local.set 502 local.get 503 i64.const 1 i64.add local.set 503
    local.get 504 i64.const 1 i64.add local.set 504 local.get 505 i64.const 1 i64.add local.set 505
    local.get 506 i64.const 1 i64.add local.set 506 local.get 507 i64.const 1 i64.add local.set 507
    local.get 508 i64.const 1 i64.add local.set 508 local.get 509 i64.const 1 i64.add local.set 509
    local.get 510 i64.const 1 i64.add local.set 510 local.get 511 i64.const 1 i64.add local.set 511
    local.get 512 i64.const 1 i64.add local.set 512 local.get 513 i64.const 1 i64.add local.set 513
    local.get 514 i64.const 1 i64.add local.set 514 local.get 515 i64.const 1 i64.add local.set 515
    local.get 516 i64.const 1 i64.add local.set 516 local.get 517 i64.const 1 i64.add local.set 517
    local.get 518 i64.const 1 i64.add local.set 518 local.get 519 i64.const 1 i64.add local.set 519
    local.get 520 i64.const 1 i64.add local.set 520 local.get 521 i64.const 1 i64.add local.set 521
    local.get 522 i64.const 1 i64.add local.set 522 local.get 523 i64.const 1 i64.add local.set 523
    local.get 524 i64.const 1 i64.add local.set 524 local.get 525 i64.const 1 i64.add local.set 525
    local.get 526 i64.const 1 i64.add local.set 526 local.get 527 i64.const 1 i64.add local.set 527
    local.get 528 i64.const 1 i64.add local.set 528 local.get 529 i64.const 1 i64.add local.set 529
    local.get 530 i64.const 1 i64.add local.set 530 local.get 531 i64.const 1 i64.add local.set 531
    local.get 532 i64.const 1 i64.add local.set 532 local.get 533 i64.const 1 i64.add local.set 533
    local.get 534 i64.const 1 i64.add local.set 534 local.get 535 i64.const 1 i64.add local.set 535
    local.get 536 i64.const 1 i64.add local.set 536 local.get 537 i64.const 1 i64.add local.set 537
    local.get 538 i64.const 1 i64.add local.set 538 local.get 539 i64.const 1 i64.add local.set 539
    local.get 540 i64.const 1 i64.add local.set 540 local.get 541 i64.const 1 i64.add local.set 541
    local.get 542 i64.const 1 i64.add local.set 542 local.get 543 i64.const 1 i64.add local.set 543
    local.get 544 i64.const 1 i64.add local.set 544 local.get 545 i64.const 1 i64.add local.set 545
    local.get 546 i64.const 1 i64.add local.set 546 local.get 547 i64.const 1 i64.add local.set 547
    local.get 548 i64.const 1 i64.add local.set 548 local.get 549 i64.const 1 i64.add local.set 549
    local.get 550 i64.const 1 i64.add local.set 550 local.get 551 i64.const 1 i64.add local.set 551
    local.get 552 i64.const 1 i64.add local.set 552 local.get 553 i64.const 1 i64.add local.set 553
    local.get 554 i64.const 1 i64.add local.set 554 local.get 555 i64.const 1 i64.add local.set 555
    local.get 556 i64.const 1 i64.add local.set 556 local.get 557 i64.const 1 i64.add local.set 557
    local.get 558 i64.const 1 i64.add local.set 558 local.get 559 i64.const 1 i64.add local.set 559
    local.get 560 i64.const 1 i64.add local.set 560 local.get 561 i64.const 1 i64.add local.set 561
    local.get 562 i64.const 1 i64.add local.set 562 local.get 563 i64.const 1 i64.add local.set 563
    local.get 564 i64.const 1 i64.add local.set 564 local.get 565 i64.const 1 i64.add local.set 565
    local.get 566 i64.const 1 i64.add local.set 566 local.get 567 i64.const 1 i64.add local.set 567
    local.get 568 i64.const 1 i64.add local.set 568 local.get 569 i64.const 1 i64.add local.set 569
    local.get 570 i64.const 1 i64.add local.set 570 local.get 571 i64.const 1 i64.add local.set 571
    local.get 572 i64.const 1 i64.add local.set 572 local.get 573 i64.const 1 i64.add local.set 573
    local.get 574 i64.const 1 i64.add local.set 574 local.get 575 i64.const 1 i64.add local.set 575
    local.get 576 i64.const 1 i64.add local.set 576 local.get 577 i64.const 1 i64.add local.set 577
    local.get 578 i64.const 1 i64.add local.set 578 local.get 579 i64.const 1 i64.add local.set 579
    local.get 580 i64.const 1 i64.add local.set 580 local.get 581 i64.const 1 i64.add local.set 581
    local.get 582 i64.const 1 i64.add local.set 582 local.get 583 i64.const 1 i64.add local.set 583
    local.get 584 i64.const 1 i64.add local.set 584 local.get 585 i64.const 1 i64.add local.set 585
    local.get 586 i64.const 1 i64.add local.set 586 local.get 587 i64.const 1 i64.add local.set 587
    local.get 588 i64.const 1 i64.add local.set 588 local.get 589 i64.const 1 i64.add local.set 589
    local.get 590 i64.const 1 i64.add local.set 590 local.get 591 i64.const 1 i64.add local.set 591
    local.get 592 i64.const 1 i64.add local.set 592 local.get 593 i64.const 1 i64.add local.set 593
    local.get 594 i64.const 1 i64.add local.set 594 local.get 595 i64.const 1 i64.add local.set 595
    local.get 596 i64.const 1 i64.add local.set 596 local.get 597 i64.const 1 i64.add local.set 597
    local.get 598 i64.const 1 i64.add local.set 598 local.get 599 i64.const 1 i64.add local.set 599
    local.get 600 i64.const 1 i64.add local.set 600 local.get 601 i64.const 1 i64.add local.set 601
    local.get 602 i64.const 1 i64.add local.set 602 local.get 603 i64.const 1 i64.add local.set 603
    local.get 604 i64.const 1 i64.add local.set 604 local.get 605 i64.const 1 i64.add local.set 605
    local.get 606 i64.const 1 i64.add local.set 606 local.get 607 i64.const 1 i64.add local.set 607
    local.get 608 i64.const 1 i64.add local.set 608 local.get 609 i64.const 1 i64.add local.set 609
    local.get 610 i64.const 1 i64.add local.set 610 local.get 611 i64.const 1 i64.add local.set 611
    local.get 612 i64.const 1 i64.add local.set 612 local.get 613 i64.const 1 i64.add local.set 613
    local.get 614 i64.const 1 i64.add local.set 614 local.get 615 i64.const 1 i64.add local.set 615
    local.get 616 i64.const 1 i64.add local.set 616 local.get 617 i64.const 1 i64.add local.set 617
    local.get 618 i64.const 1 i64.add local.set 618 local.get 619 i64.const 1 i64.add local.set 619
    local.get 620 i64.const 1 i64.add local.set 620 local.get 621 i64.const 1 i64.add local.set 621
    local.get 622 i64.const 1 i64.add local.set 622 local.get 623 i64.const 1 i64.add local.set 623
    local.get 624 i64.const 1 i64.add local.set 624 local.get 625 i64.const 1 i64.add local.set 625
    local.get 626 i64.const 1 i64.add local.set 626 local.get 627 i64.const 1 i64.add local.set 627
    local.get 628 i64.const 1 i64.add local.set 628 local.get 629 i64.const 1 i64.add local.set 629
    local.get 630 i64.const 1 i64.add local.set 630 local.get 631 i64.const 1 i64.add local.set 631
    local.get 632 i64.const 1 i64.add local.set 632 local.get 633 i64.const 1 i64.add local.set 633
    local.get 634 i64.const 1 i64.add local.set 634 local.get 635 i64.const 1 i64.add local.set 635
    local.get 636 i64.const 1 i64.add local.set 636 local.get 637 i64.const 1 i64.add local.set 637
    local.get 638 i64.const 1 i64.add local.set 638 local.get 639 i64.const 1 i64.add local.set 639
    local.get 640 i64.const 1 i64.add local.set 640 local.get 641 i64.const 1 i64.add local.set 641
    local.get 642 i64.const 1 i64.add local.set 642 local.get 643 i64.const 1 i64.add local.set 643
    local.get 644 i64.const 1 i64.add local.set 644 local.get 645 i64.const 1 i64.add local.set 645
    local.get 646 i64.const 1 i64.add local.set 646 local.get 647 i64.const 1 i64.add local.set 647
    local.get 648 i64.const 1 i64.add local.set 648 local.get 649 i64.const 1 i64.add local.set 649
    local.get 650 i64.const 1 i64.add local.set 650 local.get 651 i64.const 1 i64.add local.set 651
    local.get 652 i64.const 1 i64.add local.set 652 local.get 653 i64.const 1 i64.add local.set 653
    local.get 654 i64.const 1 i64.add local.set 654 local.get 655 i64.const 1 i64.add local.set 655
    local.get 656 i64.const 1 i64.add local.set 656 local.get 657 i64.const 1 i64.add local.set 657
    local.get 658 i64.const 1 i64.add local.set 658 local.get 659 i64.const 1 i64.add local.set 659
    local.get 660 i64.const 1 i64.add local.set 660 local.get 661 i64.const 1 i64.add local.set 661
    local.get 662 i64.const 1 i64.add local.set 662 local.get 663 i64.const 1 i64.add local.set 663
    local.get 664 i64.const 1 i64.add local.set 664 local.get 665 i64.const 1 i64.add local.set 665
    local.get 666 i64.const 1 i64.add local.set 666 local.get 667 i64.const 1 i64.add local.set 667
    local.get 668 i64.const 1 i64.add local.set 668 local.get 669 i64.const 1 i64.add local.set 669
    local.get 670 i64.const 1 i64.add local.set 670 local.get 671 i64.const 1 i64.add local.set 671
    local.get 672 i64.const 1 i64.add local.set 672 local.get 673 i64.const 1 i64.add local.set 673
    local.get 674 i64.const 1 i64.add local.set 674 local.get 675 i64.const 1 i64.add local.set 675
    local.get 676 i64.const 1 i64.add local.set 676 local.get 677 i64.const 1 i64.add local.set 677
    local.get 678 i64.const 1 i64.add local.set 678 local.get 679 i64.const 1 i64.add local.set 679
    local.get 680 i64.const 1 i64.add local.set 680 local.get 681 i64.const 1 i64.add local.set 681
    local.get 682 i64.const 1 i64.add local.set 682 local.get 683 i64.const 1 i64.add local.set 683
    local.get 684 i64.const 1 i64.add local.set 684 local.get 685 i64.const 1 i64.add local.set 685
    local.get 686 i64.const 1 i64.add local.set 686 local.get 687 i64.const 1 i64.add local.set 687
    local.get 688 i64.const 1 i64.add local.set 688 local.get 689 i64.const 1 i64.add local.set 689
    local.get 690 i64.const 1 i64.add local.set 690 local.get 691 i64.const 1 i64.add local.set 691
    local.get 692 i64.const 1 i64.add local.set 692 local.get 693 i64.const 1 i64.add local.set 693
    local.get 694 i64.const 1 i64.add local.set 694 local.get 695 i64.const 1 i64.add local.set 695
    local.get 696 i64.const 1 i64.add local.set 696 local.get 697 i64.const 1 i64.add local.set 697
    local.get 698 i64.const 1 i64.add local.set 698 local.get 699 i64.const 1 i64.add local.set 699
    local.get 700 i64.const 1 i64.add local.set 700 local.get 701 i64.const 1 i64.add local.set 701
    local.get 702 i64.const 1 i64.add local.set 702 local.get 703 i64.const 1 i64.add local.set 703
    local.get 704 i64.const 1 i64.add local.set 704 local.get 705 i64.const 1 i64.add local.set 705
    local.get 706 i64.const 1 i64.add local.set 706 local.get 707 i64.const 1 i64.add local.set 707
    local.get 708 i64.const 1 i64.add local.set 708 local.get 709 i64.const 1 i64.add local.set 709
    local.get 710 i64.const 1 i64.add local.set 710 local.get 711 i64.const 1 i64.add local.set 711
    local.get 712 i64.const 1 i64.add local.set 712 local.get 713 i64.const 1 i64.add local.set 713
    local.get 714 i64.const 1 i64.add local.set 714 local.get 715 i64.const 1 i64.add local.set 715
    local.get 716 i64.const 1 i64.add local.set 716 local.get 717 i64.const 1 i64.add local.set 717
    local.get 718 i64.const 1 i64.add local.set 718 local.get 719 i64.const 1 i64.add local.set 719
    local.get 720 i64.const 1 i64.add local.set 720 local.get 721 i64.const 1 i64.add local.set 721
    local.get 722 i64.const 1 i64.add local.set 722 local.get 723 i64.const 1 i64.add local.set 723
    local.get 724 i64.const 1 i64.add local.set 724 local.get 725 i64.const 1 i64.add local.set 725
    local.get 726 i64.const 1 i64.add local.set 726 local.get 727 i64.const 1 i64.add local.set 727
    local.get 728 i64.const 1 i64.add local.set 728 local.get 729 i64.const 1 i64.add local.set 729
    local.get 730 i64.const 1 i64.add local.set 730 local.get 731 i64.const 1 i64.add local.set 731
    local.get 732 i64.const 1 i64.add local.set 732 local.get 733 i64.const 1 i64.add local.set 733
    local.get 734 i64.const 1 i64.add local.set 734 local.get 735 i64.const 1 i64.add local.set 735
    local.get 736 i64.const 1 i64.add local.set 736 local.get 737 i64.const 1 i64.add local.set 737
    local.get 738 i64.const 1 i64.add local.set 738 local.get 739 i64.const 1 i64.add local.set 739
    local.get 740 i64.const 1 i64.add local.set 740 local.get 741 i64.const 1 i64.add local.set 741
    local.get 742 i64.const 1 i64.add local.set 742 local.get 743 i64.const 1 i64.add local.set 743
    local.get 744 i64.const 1 i64.add local.set 744 local.get 745 i64.const 1 i64.add local.set 745
    local.get 746 i64.const 1 i64.add local.set 746 local.get 747 i64.const 1 i64.add local.set 747
    local.get 748 i64.const 1 i64.add local.set 748 local.get 749 i64.const 1 i64.add local.set 749
    local.get 750 i64.const 1 i64.add local.set 750 local.get 751 i64.const 1 i64.add local.set 751
    local.get 752 i64.const 1 i64.add local.set 752 local.get 753 i64.const 1 i64.add local.set 753
    local.get 754 i64.const 1 i64.add local.set 754 local.get 755 i64.const 1 i64.add local.set 755
    local.get 756 i64.const 1 i64.add local.set 756 local.get 757 i64.const 1 i64.add local.set 757
    local.get 758 i64.const 1 i64.add local.set 758 local.get 759 i64.const 1 i64.add local.set 759
    local.get 760 i64.const 1 i64.add local.set 760 local.get 761 i64.const 1 i64.add local.set 761
    local.get 762 i64.const 1 i64.add local.set 762 local.get 763 i64.const 1 i64.add local.set 763
    local.get 764 i64.const 1 i64.add local.set 764 local.get 765 i64.const 1 i64.add local.set 765
    local.get 766 i64.const 1 i64.add local.set 766 local.get 767 i64.const 1 i64.add local.set 767
    local.get 768 i64.const 1 i64.add local.set 768 local.get 769 i64.const 1 i64.add local.set 769
    local.get 770 i64.const 1 i64.add local.set 770 local.get 771 i64.const 1 i64.add local.set 771
    local.get 772 i64.const 1 i64.add local.set 772 local.get 773 i64.const 1 i64.add local.set 773
    local.get 774 i64.const 1 i64.add local.set 774 local.get 775 i64.const 1 i64.add local.set 775
    local.get 776 i64.const 1 i64.add local.set 776 local.get 777 i64.const 1 i64.add local.set 777
    local.get 778 i64.const 1 i64.add local.set 778 local.get 779 i64.const 1 i64.add local.set 779
    local.get 780 i64.const 1 i64.add local.set 780 local.get 781 i64.const 1 i64.add local.set 781
    local.get 782 i64.const 1 i64.add local.set 782 local.get 783 i64.const 1 i64.add local.set 783
    local.get 784 i64.const 1 i64.add local.set 784 local.get 785 i64.const 1 i64.add local.set 785
    local.get 786 i64.const 1 i64.add local.set 786 local.get 787 i64.const 1 i64.add local.set 787
    local.get 788 i64.const 1 i64.add local.set 788 local.get 789 i64.const 1 i64.add local.set 789
    local.get 790 i64.const 1 i64.add local.set 790 local.get 791 i64.const 1 i64.add local.set 791
    local.get 792 i64.const 1 i64.add local.set 792 local.get 793 i64.const 1 i64.add local.set 793
    local.get 794 i64.const 1 i64.add local.set 794 local.get 795 i64.const 1 i64.add local.set 795
    local.get 796 i64.const 1 i64.add local.set 796 local.get 797 i64.const 1 i64.add local.set 797
    local.get 798 i64.const 1 i64.add local.set 798 local.get 799 i64.const 1 i64.add local.set 799
    local.get 800 i64.const 1 i64.add local.set 800 local.get 801 i64.const 1 i64.add local.set 801
    local.get 802 i64.const 1 i64.add local.set 802 local.get 803 i64.const 1 i64.add local.set 803
    local.get 804 i64.const 1 i64.add local.set 804 local.get 805 i64.const 1 i64.add local.set 805
    local.get 806 i64.const 1 i64.add local.set 806 local.get 807 i64.const 1 i64.add local.set 807
    local.get 808 i64.const 1 i64.add local.set 808 local.get 809 i64.const 1 i64.add local.set 809
    local.get 810 i64.const 1 i64.add local.set 810 local.get 811 i64.const 1 i64.add local.set 811
    local.get 812 i64.const 1 i64.add local.set 812 local.get 813 i64.const 1 i64.add local.set 813
    local.get 814 i64.const 1 i64.add local.set 814 local.get 815 i64.const 1 i64.add local.set 815
    local.get 816 i64.const 1 i64.add local.set 816 local.get 817 i64.const 1 i64.add local.set 817
    local.get 818 i64.const 1 i64.add local.set 818 local.get 819 i64.const 1 i64.add local.set 819
    local.get 820 i64.const 1 i64.add local.set 820 local.get 821 i64.const 1 i64.add local.set 821
    local.get 822 i64.const 1 i64.add local.set 822 local.get 823 i64.const 1 i64.add local.set 823
    local.get 824 i64.const 1 i64.add local.set 824 local.get 825 i64.const 1 i64.add local.set 825
    local.get 826 i64.const 1 i64.add local.set 826 local.get 827 i64.const 1 i64.add local.set 827
    local.get 828 i64.const 1 i64.add local.set 828 local.get 829 i64.const 1 i64.add local.set 829
    local.get 830 i64.const 1 i64.add local.set 830 local.get 831 i64.const 1 i64.add local.set 831
    local.get 832 i64.const 1 i64.add local.set 832 local.get 833 i64.const 1 i64.add local.set 833
    local.get 834 i64.const 1 i64.add local.set 834 local.get 835 i64.const 1 i64.add local.set 835
    local.get 836 i64.const 1 i64.add local.set 836 local.get 837 i64.const 1 i64.add local.set 837
    local.get 838 i64.const 1 i64.add local.set 838 local.get 839 i64.const 1 i64.add local.set 839
    local.get 840 i64.const 1 i64.add local.set 840 local.get 841 i64.const 1 i64.add local.set 841
    local.get 842 i64.const 1 i64.add local.set 842 local.get 843 i64.const 1 i64.add local.set 843
    local.get 844 i64.const 1 i64.add local.set 844 local.get 845 i64.const 1 i64.add local.set 845
    local.get 846 i64.const 1 i64.add local.set 846 local.get 847 i64.const 1 i64.add local.set 847
    local.get 848 i64.const 1 i64.add local.set 848 local.get 849 i64.const 1 i64.add local.set 849
    local.get 850 i64.const 1 i64.add local.set 850 local.get 851 i64.const 1 i64.add local.set 851
    local.get 852 i64.const 1 i64.add local.set 852 local.get 853 i64.const 1 i64.add local.set 853
    local.get 854 i64.const 1 i64.add local.set 854 local.get 855 i64.const 1 i64.add local.set 855
    local.get 856 i64.const 1 i64.add local.set 856 local.get 857 i64.const 1 i64.add local.set 857
    local.get 858 i64.const 1 i64.add local.set 858 local.get 859 i64.const 1 i64.add local.set 859
    local.get 860 i64.const 1 i64.add local.set 860 local.get 861 i64.const 1 i64.add local.set 861
    local.get 862 i64.const 1 i64.add local.set 862 local.get 863 i64.const 1 i64.add local.set 863
    local.get 864 i64.const 1 i64.add local.set 864 local.get 865 i64.const 1 i64.add local.set 865
    local.get 866 i64.const 1 i64.add local.set 866 local.get 867 i64.const 1 i64.add local.set 867
    local.get 868 i64.const 1 i64.add local.set 868 local.get 869 i64.const 1 i64.add local.set 869
    local.get 870 i64.const 1 i64.add local.set 870 local.get 871 i64.const 1 i64.add local.set 871
    local.get 872 i64.const 1 i64.add local.set 872 local.get 873 i64.const 1 i64.add local.set 873
    local.get 874 i64.const 1 i64.add local.set 874 local.get 875 i64.const 1 i64.add local.set 875
    local.get 876 i64.const 1 i64.add local.set 876 local.get 877 i64.const 1 i64.add local.set 877
    local.get 878 i64.const 1 i64.add local.set 878 local.get 879 i64.const 1 i64.add local.set 879
    local.get 880 i64.const 1 i64.add local.set 880 local.get 881 i64.const 1 i64.add local.set 881
    local.get 882 i64.const 1 i64.add local.set 882 local.get 883 i64.const 1 i64.add local.set 883
    local.get 884 i64.const 1 i64.add local.set 884 local.get 885 i64.const 1 i64.add local.set 885
    local.get 886 i64.const 1 i64.add local.set 886 local.get 887 i64.const 1 i64.add local.set 887
    local.get 888 i64.const 1 i64.add local.set 888 local.get 889 i64.const 1 i64.add local.set 889
    local.get 890 i64.const 1 i64.add local.set 890 local.get 891 i64.const 1 i64.add local.set 891
    local.get 892 i64.const 1 i64.add local.set 892 local.get 893 i64.const 1 i64.add local.set 893
    local.get 894 i64.const 1 i64.add local.set 894 local.get 895 i64.const 1 i64.add local.set 895
    local.get 896 i64.const 1 i64.add local.set 896 local.get 897 i64.const 1 i64.add local.set 897
    local.get 898 i64.const 1 i64.add local.set 898 local.get 899 i64.const 1 i64.add local.set 899
    local.get 900 i64.const 1 i64.add local.set 900 local.get 901 i64.const 1 i64.add local.set 901
    local.get 902 i64.const 1 i64.add local.set 902 local.get 903 i64.const 1 i64.add local.set 903
    local.get 904 i64.const 1 i64.add local.set 904 local.get 905 i64.const 1 i64.add local.set 905
    local.get 906 i64.const 1 i64.add local.set 906 local.get 907 i64.const 1 i64.add local.set 907
    local.get 908 i64.const 1 i64.add local.set 908 local.get 909 i64.const 1 i64.add local.set 909
    local.get 910 i64.const 1 i64.add local.set 910 local.get 911 i64.const 1 i64.add local.set 911
    local.get 912 i64.const 1 i64.add local.set 912 local.get 913 i64.const 1 i64.add local.set 913
    local.get 914 i64.const 1 i64.add local.set 914 local.get 915 i64.const 1 i64.add local.set 915
    local.get 916 i64.const 1 i64.add local.set 916 local.get 917 i64.const 1 i64.add local.set 917
    local.get 918 i64.const 1 i64.add local.set 918 local.get 919 i64.const 1 i64.add local.set 919
    local.get 920 i64.const 1 i64.add local.set 920 local.get 921 i64.const 1 i64.add local.set 921
    local.get 922 i64.const 1 i64.add local.set 922 local.get 923 i64.const 1 i64.add local.set 923
    local.get 924 i64.const 1 i64.add local.set 924 local.get 925 i64.const 1 i64.add local.set 925
    local.get 926 i64.const 1 i64.add local.set 926 local.get 927 i64.const 1 i64.add local.set 927
    local.get 928 i64.const 1 i64.add local.set 928 local.get 929 i64.const 1 i64.add local.set 929
    local.get 930 i64.const 1 i64.add local.set 930 local.get 931 i64.const 1 i64.add local.set 931
    local.get 932 i64.const 1 i64.add local.set 932 local.get 933 i64.const 1 i64.add local.set 933
    local.get 934 i64.const 1 i64.add local.set 934 local.get 935 i64.const 1 i64.add local.set 935
    local.get 936 i64.const 1 i64.add local.set 936 local.get 937 i64.const 1 i64.add local.set 937
    local.get 938 i64.const 1 i64.add local.set 938 local.get 939 i64.const 1 i64.add local.set 939
    local.get 940 i64.const 1 i64.add local.set 940 local.get 941 i64.const 1 i64.add local.set 941
    local.get 942 i64.const 1 i64.add local.set 942 local.get 943 i64.const 1 i64.add local.set 943
    local.get 944 i64.const 1 i64.add local.set 944 local.get 945 i64.const 1 i64.add local.set 945
    local.get 946 i64.const 1 i64.add local.set 946 local.get 947 i64.const 1 i64.add local.set 947
    local.get 948 i64.const 1 i64.add local.set 948 local.get 949 i64.const 1 i64.add local.set 949
    local.get 950 i64.const 1 i64.add local.set 950 local.get 951 i64.const 1 i64.add local.set 951
    local.get 952 i64.const 1 i64.add local.set 952 local.get 953 i64.const 1 i64.add local.set 953
    local.get 954 i64.const 1 i64.add local.set 954 local.get 955 i64.const 1 i64.add local.set 955
    local.get 956 i64.const 1 i64.add local.set 956 local.get 957 i64.const 1 i64.add local.set 957
    local.get 958 i64.const 1 i64.add local.set 958 local.get 959 i64.const 1 i64.add local.set 959
    local.get 960 i64.const 1 i64.add local.set 960 local.get 961 i64.const 1 i64.add local.set 961
    local.get 962 i64.const 1 i64.add local.set 962 local.get 963 i64.const 1 i64.add local.set 963
    local.get 964 i64.const 1 i64.add local.set 964 local.get 965 i64.const 1 i64.add local.set 965
    local.get 966 i64.const 1 i64.add local.set 966 local.get 967 i64.const 1 i64.add local.set 967
    local.get 968 i64.const 1 i64.add local.set 968 local.get 969 i64.const 1 i64.add local.set 969
    local.get 970 i64.const 1 i64.add local.set 970 local.get 971 i64.const 1 i64.add local.set 971
    local.get 972 i64.const 1 i64.add local.set 972 local.get 973 i64.const 1 i64.add local.set 973
    local.get 974 i64.const 1 i64.add local.set 974 local.get 975 i64.const 1 i64.add local.set 975
    local.get 976 i64.const 1 i64.add local.set 976 local.get 977 i64.const 1 i64.add local.set 977
    local.get 978 i64.const 1 i64.add local.set 978 local.get 979 i64.const 1 i64.add local.set 979
    local.get 980 i64.const 1 i64.add local.set 980 local.get 981 i64.const 1 i64.add local.set 981
    local.get 982 i64.const 1 i64.add local.set 982 local.get 983 i64.const 1 i64.add local.set 983
    local.get 984 i64.const 1 i64.add local.set 984 local.get 985 i64.const 1 i64.add local.set 985
    local.get 986 i64.const 1 i64.add local.set 986 local.get 987 i64.const 1 i64.add local.set 987
    local.get 988 i64.const 1 i64.add local.set 988 local.get 989 i64.const 1 i64.add local.set 989
    local.get 990 i64.const 1 i64.add local.set 990 local.get 991 i64.const 1 i64.add local.set 991
    local.get 992 i64.const 1 i64.add local.set 992 local.get 993 i64.const 1 i64.add local.set 993
    local.get 994 i64.const 1 i64.add local.set 994 local.get 995 i64.const 1 i64.add local.set 995
    local.get 996 i64.const 1 i64.add local.set 996 local.get 997 i64.const 1 i64.add local.set 997
    local.get 998 i64.const 1 i64.add local.set 998 local.get 999 i64.const 1 i64.add local.set 999
    local.get 1000 i64.const 1 i64.add local.set 1000 local.get 1001 i64.const 1 i64.add local.set 1001 end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end end end end end end end end end end end end
    end end end end end end end end end end end end end end end end end
    i64.const 0))
