;; 900 loops and 500 locals: each local becomes a value of its own in each loop, which takes memory to compile.
(module
  (memory (export "memory") 1)
  (func (export "whowasm_alloc") (param i32) (result i32) (i32.const 4096))
  (func (export "identify") (param i32 i32) (result i64)
    (local i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64)
    loop local.get 2 local.set 3 end loop local.get 3 local.set 4 end loop local.get 4 local.set 5 end
    loop local.get 5 local.set 6 end loop local.get 6 local.set 7 end loop local.get 7 local.set 8 end
    loop local.get 8 local.set 9 end loop local.get 9 local.set 10 end loop local.get 10 local.set 11 end
    loop local.get 11 local.set 12 end loop local.get 12 local.set 13 end loop local.get 13 local.set 14 end
    loop local.get 14 local.set 15 end loop local.get 15 local.set 16 end loop local.get 16 local.set 17 end
    loop local.get 17 local.set 18 end loop local.get 18 local.set 19 end loop local.get 19 local.set 20 end
    loop local.get 20 local.set 21 end loop local.get 21 local.set 22 end loop local.get 22 local.set 23 end
    loop local.get 23 local.set 24 end loop local.get 24 local.set 25 end loop local.get 25 local.set 26 end
    loop local.get 26 local.set 27 end loop local.get 27 local.set 28 end loop local.get 28 local.set 29 end
    loop local.get 29 local.set 30 end loop local.get 30 local.set 31 end loop local.get 31 local.set 32 end
    loop local.get 32 local.set 33 end loop local.get 33 local.set 34 end loop local.get 34 local.set 35 end
    loop local.get 35 local.set 36 end loop local.get 36 local.set 37 end loop local.get 37 local.set 38 end
    loop local.get 38 local.set 39 end loop local.get 39 local.set 40 end loop local.get 40 local.set 41 end
    loop local.get 41 local.set 42 end loop local.get 42 local.set 43 end loop local.get 43 local.set 44 end
    loop local.get 44 local.set 45 end loop local.get 45 local.set 46 end loop local.get 46 local.set 47 end
    loop local.get 47 local.set 48 end loop local.get 48 local.set 49 end loop local.get 49 local.set 50 end
    loop local.get 50 local.set 51 end loop local.get 51 local.set 52 end loop local.get 52 local.set 53 end
    loop local.get 53 local.set 54 end loop local.get 54 local.set 55 end loop local.get 55 local.set 56 end
    loop local.get 56 local.set 57 end loop local.get 57 local.set 58 end loop local.get 58 local.set 59 end
    loop local.get 59 local.set 60 end loop local.get 60 local.set 61 end loop local.get 61 local.set 62 end
    loop local.get 62 local.set 63 end loop local.get 63 local.set 64 end loop local.get 64 local.set 65 end
    loop local.get 65 local.set 66 end loop local.get 66 local.set 67 end loop local.get 67 local.set 68 end
    loop local.get 68 local.set 69 end loop local.get 69 local.set 70 end loop local.get 70 local.set 71 end
    loop local.get 71 local.set 72 end loop local.get 72 local.set 73 end loop local.get 73 local.set 74 end
    loop local.get 74 local.set 75 end loop local.get 75 local.set 76 end loop local.get 76 local.set 77 end
    loop local.get 77 local.set 78 end loop local.get 78 local.set 79 end loop local.get 79 local.set 80 end
    loop local.get 80 local.set 81 end loop local.get 81 local.set 82 end loop local.get 82 local.set 83 end
    loop local.get 83 local.set 84 end loop local.get 84 local.set 85 end loop local.get 85 local.set 86 end
    loop local.get 86 local.set 87 end loop local.get 87 local.set 88 end loop local.get 88 local.set 89 end
    loop local.get 89 local.set 90 end loop local.get 90 local.set 91 end loop local.get 91 local.set 92 end
    loop local.get 92 local.set 93 end loop local.get 93 local.set 94 end loop local.get 94 local.set 95 end
    loop local.get 95 local.set 96 end loop local.get 96 local.set 97 end loop local.get 97 local.set 98 end
    loop local.get 98 local.set 99 end loop local.get 99 local.set 100 end
    loop local.get 100 local.set 101 end loop local.get 101 local.set 102 end
    loop local.get 102 local.set 103 end loop local.get 103 local.set 104 end
    loop local.get 104 local.set 105 end loop local.get 105 local.set 106 end
    loop local.get 106 local.set 107 end loop local.get 107 local.set 108 end
    loop local.get 108 local.set 109 end loop local.get 109 local.set 110 end
    loop local.get 110 local.set 111 end loop local.get 111 local.set 112 end
    loop local.get 112 local.set 113 end loop local.get 113 local.set 114 end
    loop local.get 114 local.set 115 end loop local.get 115 local.set 116 end
    loop local.get 116 local.set 117 end loop local.get 117 local.set 118 end
    loop local.get 118 local.set 119 end loop local.get 119 local.set 120 end
    loop local.get 120 local.set 121 end loop local.get 121 local.set 122 end
    loop local.get 122 local.set 123 end loop local.get 123 local.set 124 end
    loop local.get 124 local.set 125 end loop local.get 125 local.set 126 end
    loop local.get 126 local.set 127 end loop local.get 127 local.set 128 end
    loop local.get 128 local.set 129 end loop local.get 129 local.set 130 end
    loop local.get 130 local.set 131 end loop local.get 131 local.set 132 end
    loop local.get 132 local.set 133 end loop local.get 133 local.set 134 end
    loop local.get 134 local.set 135 end loop local.get 135 local.set 136 end
    loop local.get 136 local.set 137 end loop local.get 137 local.set 138 end
    loop local.get 138 local.set 139 end loop local.get 139 local.set 140 end
    loop local.get 140 local.set 141 end loop local.get 141 local.set 142 end
    loop local.get 142 local.set 143 end loop local.get 143 local.set 144 end
    loop local.get 144 local.set 145 end loop local.get 145 local.set 146 end
    loop local.get 146 local.set 147 end loop local.get 147 local.set 148 end
    loop local.get 148 local.set 149 end loop local.get 149 local.set 150 end
    loop local.get 150 local.set 151 end loop local.get 151 local.set 152 end
    loop local.get 152 local.set 153 end loop local.get 153 local.set 154 end
    loop local.get 154 local.set 155 end loop local.get 155 local.set 156 end
    loop local.get 156 local.set 157 end loop local.get 157 local.set 158 end
    loop local.get 158 local.set 159 end loop local.get 159 local.set 160 end
    loop local.get 160 local.set 161 end loop local.get 161 local.set 162 end
    loop local.get 162 local.set 163 end loop local.get 163 local.set 164 end
    loop local.get 164 local.set 165 end loop local.get 165 local.set 166 end
    loop local.get 166 local.set 167 end loop local.get 167 local.set 168 end
    loop local.get 168 local.set 169 end loop local.get 169 local.set 170 end
    loop local.get 170 local.set 171 end loop local.get 171 local.set 172 end
    loop local.get 172 local.set 173 end loop local.get 173 local.set 174 end
    loop local.get 174 local.set 175 end loop local.get 175 local.set 176 end
    loop local.get 176 local.set 177 end loop local.get 177 local.set 178 end
    loop local.get 178 local.set 179 end loop local.get 179 local.set 180 end
    loop local.get 180 local.set 181 end loop local.get 181 local.set 182 end
    loop local.get 182 local.set 183 end loop local.get 183 local.set 184 end
    loop local.get 184 local.set 185 end loop local.get 185 local.set 186 end
    loop local.get 186 local.set 187 end loop local.get 187 local.set 188 end
    loop local.get 188 local.set 189 end loop local.get 189 local.set 190 end
    loop local.get 190 local.set 191 end loop local.get 191 local.set 192 end
    loop local.get 192 local.set 193 end loop local.get 193 local.set 194 end
    loop local.get 194 local.set 195 end loop local.get 195 local.set 196 end
    loop local.get 196 local.set 197 end loop local.get 197 local.set 198 end
    loop local.get 198 local.set 199 end loop local.get 199 local.set 200 end
    loop local.get 200 local.set 201 end loop local.get 201 local.set 202 end
    loop local.get 202 local.set 203 end loop local.get 203 local.set 204 end
    loop local.get 204 local.set 205 end loop local.get 205 local.set 206 end
    loop local.get 206 local.set 207 end loop local.get 207 local.set 208 end
    loop local.get 208 local.set 209 end loop local.get 209 local.set 210 end
    loop local.get 210 local.set 211 end loop local.get 211 local.set 212 end
    loop local.get 212 local.set 213 end loop local.get 213 local.set 214 end
    loop local.get 214 local.set 215 end loop local.get 215 local.set 216 end
    loop local.get 216 local.set 217 end loop local.get 217 local.set 218 end
    loop local.get 218 local.set 219 end loop local.get 219 local.set 220 end
    loop local.get 220 local.set 221 end loop local.get 221 local.set 222 end
    loop local.get 222 local.set 223 end loop local.get 223 local.set 224 end
    loop local.get 224 local.set 225 end loop local.get 225 local.set 226 end
    loop local.get 226 local.set 227 end loop local.get 227 local.set 228 end
    loop local.get 228 local.set 229 end loop local.get 229 local.set 230 end
    loop local.get 230 local.set 231 end loop local.get 231 local.set 232 end
    loop local.get 232 local.set 233 end loop local.get 233 local.set 234 end
    loop local.get 234 local.set 235 end loop local.get 235 local.set 236 end
    loop local.get 236 local.set 237 end loop local.get 237 local.set 238 end
    loop local.get 238 local.set 239 end loop local.get 239 local.set 240 end
    loop local.get 240 local.set 241 end loop local.get 241 local.set 242 end
    loop local.get 242 local.set 243 end loop local.get 243 local.set 244 end
    loop local.get 244 local.set 245 end loop local.get 245 local.set 246 end
    loop local.get 246 local.set 247 end loop local.get 247 local.set 248 end
    loop local.get 248 local.set 249 end loop local.get 249 local.set 250 end
    loop local.get 250 local.set 251 end loop local.get 251 local.set 252 end
    loop local.get 252 local.set 253 end loop local.get 253 local.set 254 end
    loop local.get 254 local.set 255 end loop local.get 255 local.set 256 end
    loop local.get 256 local.set 257 end loop local.get 257 local.set 258 end
    loop local.get 258 local.set 259 end loop local.get 259 local.set 260 end
    loop local.get 260 local.set 261 end loop local.get 261 local.set 262 end
    loop local.get 262 local.set 263 end loop local.get 263 local.set 264 end
    loop local.get 264 local.set 265 end loop local.get 265 local.set 266 end
    loop local.get 266 local.set 267 end loop local.get 267 local.set 268 end
    loop local.get 268 local.set 269 end loop local.get 269 local.set 270 end
    loop local.get 270 local.set 271 end loop local.get 271 local.set 272 end
    loop local.get 272 local.set 273 end loop local.get 273 local.set 274 end
    loop local.get 274 local.set 275 end loop local.get 275 local.set 276 end
    loop local.get 276 local.set 277 end loop local.get 277 local.set 278 end
    loop local.get 278 local.set 279 end loop local.get 279 local.set 280 end
    loop local.get 280 local.set 281 end loop local.get 281 local.set 282 end
    loop local.get 282 local.set 283 end loop local.get 283 local.set 284 end
    loop local.get 284 local.set 285 end loop local.get 285 local.set 286 end
    loop local.get 286 local.set 287 end loop local.get 287 local.set 288 end
    loop local.get 288 local.set 289 end loop local.get 289 local.set 290 end
    loop local.get 290 local.set 291 end loop local.get 291 local.set 292 end
    loop local.get 292 local.set 293 end loop local.get 293 local.set 294 end
    loop local.get 294 local.set 295 end loop local.get 295 local.set 296 end
    loop local.get 296 local.set 297 end loop local.get 297 local.set 298 end
    loop local.get 298 local.set 299 end loop local.get 299 local.set 300 end
    loop local.get 300 local.set 301 end loop local.get 301 local.set 302 end
    loop local.get 302 local.set 303 end loop local.get 303 local.set 304 end
    loop local.get 304 local.set 305 end loop local.get 305 local.set 306 end
    loop local.get 306 local.set 307 end loop local.get 307 local.set 308 end
    loop local.get 308 local.set 309 end loop local.get 309 local.set 310 end
    loop local.get 310 local.set 311 end loop local.get 311 local.set 312 end
    loop local.get 312 local.set 313 end loop local.get 313 local.set 314 end
    loop local.get 314 local.set 315 end loop local.get 315 local.set 316 end
    loop local.get 316 local.set 317 end loop local.get 317 local.set 318 end
    loop local.get 318 local.set 319 end loop local.get 319 local.set 320 end
    loop local.get 320 local.set 321 end loop local.get 321 local.set 322 end
    loop local.get 322 local.set 323 end loop local.get 323 local.set 324 end
    loop local.get 324 local.set 325 end loop local.get 325 local.set 326 end
    loop local.get 326 local.set 327 end loop local.get 327 local.set 328 end
    loop local.get 328 local.set 329 end loop local.get 329 local.set 330 end
    loop local.get 330 local.set 331 end loop local.get 331 local.set 332 end
    loop local.get 332 local.set 333 end loop local.get 333 local.set 334 end
    loop local.get 334 local.set 335 end loop local.get 335 local.set 336 end
    loop local.get 336 local.set 337 end loop local.get 337 local.set 338 end
    loop local.get 338 local.set 339 end loop local.get 339 local.set 340 end
    loop local.get 340 local.set 341 end loop local.get 341 local.set 342 end
    loop local.get 342 local.set 343 end loop local.get 343 local.set 344 end
    loop local.get 344 local.set 345 end loop local.get 345 local.set 346 end
    loop local.get 346 local.set 347 end loop local.get 347 local.set 348 end
    loop local.get 348 local.set 349 end loop local.get 349 local.set 350 end
    loop local.get 350 local.set 351 end loop local.get 351 local.set 352 end
    loop local.get 352 local.set 353 end loop local.get 353 local.set 354 end
    loop local.get 354 local.set 355 end loop local.get 355 local.set 356 end
    loop local.get 356 local.set 357 end loop local.get 357 local.set 358 end
    loop local.get 358 local.set 359 end loop local.get 359 local.set 360 end
    loop local.get 360 local.set 361 end loop local.get 361 local.set 362 end
    loop local.get 362 local.set 363 end loop local.get 363 local.set 364 end
    loop local.get 364 local.set 365 end loop local.get 365 local.set 366 end
    loop local.get 366 local.set 367 end loop local.get 367 local.set 368 end
    loop local.get 368 local.set 369 end loop local.get 369 local.set 370 end
    loop local.get 370 local.set 371 end loop local.get 371 local.set 372 end
    loop local.get 372 local.set 373 end loop local.get 373 local.set 374 end
    loop local.get 374 local.set 375 end loop local.get 375 local.set 376 end
    loop local.get 376 local.set 377 end loop local.get 377 local.set 378 end
    loop local.get 378 local.set 379 end loop local.get 379 local.set 380 end
    loop local.get 380 local.set 381 end loop local.get 381 local.set 382 end
    loop local.get 382 local.set 383 end loop local.get 383 local.set 384 end
    loop local.get 384 local.set 385 end loop local.get 385 local.set 386 end
    loop local.get 386 local.set 387 end loop local.get 387 local.set 388 end
    loop local.get 388 local.set 389 end loop local.get 389 local.set 390 end
    loop local.get 390 local.set 391 end loop local.get 391 local.set 392 end
    loop local.get 392 local.set 393 end loop local.get 393 local.set 394 end
    loop local.get 394 local.set 395 end loop local.get 395 local.set 396 end
    loop local.get 396 local.set 397 end loop local.get 397 local.set 398 end
    loop local.get 398 local.set 399 end loop local.get 399 local.set 400 end
    loop local.get 400 local.set 401 end loop local.get 401 local.set 402 end
    loop local.get 402 local.set 403 end loop local.get 403 local.set 404 end
    loop local.get 404 local.set 405 end loop local.get 405 local.set 406 end
    loop local.get 406 local.set 407 end loop local.get 407 local.set 408 end
    loop local.get 408 local.set 409 end loop local.get 409 local.set 410 end
    loop local.get 410 local.set 411 end loop local.get 411 local.set 412 end
    loop local.get 412 local.set 413 end loop local.get 413 local.set 414 end
    loop local.get 414 local.set 415 end loop local.get 415 local.set 416 end
    loop local.get 416 local.set 417 end loop local.get 417 local.set 418 end
    loop local.get 418 local.set 419 end loop local.get 419 local.set 420 end
    loop local.get 420 local.set 421 end loop local.get 421 local.set 422 end
    loop local.get 422 local.set 423 end loop local.get 423 local.set 424 end
    loop local.get 424 local.set 425 end loop local.get 425 local.set 426 end
    loop local.get 426 local.set 427 end loop local.get 427 local.set 428 end
    loop local.get 428 local.set 429 end loop local.get 429 local.set 430 end
    loop local.get 430 local.set 431 end loop local.get 431 local.set 432 end
    loop local.get 432 local.set 433 end loop local.get 433 local.set 434 end
    loop local.get 434 local.set 435 end loop local.get 435 local.set 436 end
    loop local.get 436 local.set 437 end loop local.get 437 local.set 438 end
    loop local.get 438 local.set 439 end loop local.get 439 local.set 440 end
    loop local.get 440 local.set 441 end loop local.get 441 local.set 442 end
    loop local.get 442 local.set 443 end loop local.get 443 local.set 444 end
    loop local.get 444 local.set 445 end loop local.get 445 local.set 446 end
    loop local.get 446 local.set 447 end loop local.get 447 local.set 448 end
    loop local.get 448 local.set 449 end loop local.get 449 local.set 450 end
    loop local.get 450 local.set 451 end loop local.get 451 local.set 452 end
    loop local.get 452 local.set 453 end loop local.get 453 local.set 454 end
    loop local.get 454 local.set 455 end loop local.get 455 local.set 456 end
    loop local.get 456 local.set 457 end loop local.get 457 local.set 458 end
    loop local.get 458 local.set 459 end loop local.get 459 local.set 460 end
    loop local.get 460 local.set 461 end loop local.get 461 local.set 462 end
    loop local.get 462 local.set 463 end loop local.get 463 local.set 464 end
    loop local.get 464 local.set 465 end loop local.get 465 local.set 466 end
    loop local.get 466 local.set 467 end loop local.get 467 local.set 468 end
    loop local.get 468 local.set 469 end loop local.get 469 local.set 470 end
    loop local.get 470 local.set 471 end loop local.get 471 local.set 472 end
    loop local.get 472 local.set 473 end loop local.get 473 local.set 474 end
    loop local.get 474 local.set 475 end loop local.get 475 local.set 476 end
    loop local.get 476 local.set 477 end loop local.get 477 local.set 478 end
    loop local.get 478 local.set 479 end loop local.get 479 local.set 480 end
    loop local.get 480 local.set 481 end loop local.get 481 local.set 482 end
    loop local.get 482 local.set 483 end loop local.get 483 local.set 484 end
    loop local.get 484 local.set 485 end loop local.get 485 local.set 486 end
    loop local.get 486 local.set 487 end loop local.get 487 local.set 488 end
    loop local.get 488 local.set 489 end loop local.get 489 local.set 490 end
    loop local.get 490 local.set 491 end loop local.get 491 local.set 492 end
    loop local.get 492 local.set 493 end loop local.get 493 local.set 494 end
    loop local.get 494 local.set 495 end loop local.get 495 local.set 496 end
    loop local.get 496 local.set 497 end loop local.get 497 local.set 498 end
    loop local.get 498 local.set 499 end loop local.get 499 local.set 500 end
    loop local.get 500 local.set 501 end loop local.get 501 local.set 2 end loop local.get 2 local.set 3 end
    loop local.get 3 local.set 4 end loop local.get 4 local.set 5 end loop local.get 5 local.set 6 end
    loop local.get 6 local.set 7 end loop local.get 7 local.set 8 end loop local.get 8 local.set 9 end
    loop local.get 9 local.set 10 end loop local.get 10 local.set 11 end loop local.get 11 local.set 12 end
    loop local.get 12 local.set 13 end loop local.get 13 local.set 14 end loop local.get 14 local.set 15 end
    loop local.get 15 local.set 16 end loop local.get 16 local.set 17 end loop local.get 17 local.set 18 end
    loop local.get 18 local.set 19 end loop local.get 19 local.set 20 end loop local.get 20 local.set 21 end
    loop local.get 21 local.set 22 end loop local.get 22 local.set 23 end loop local.get 23 local.set 24 end
    loop local.get 24 local.set 25 end loop local.get 25 local.set 26 end loop local.get 26 local.set 27 end
    loop local.get 27 local.set 28 end loop local.get 28 local.set 29 end loop local.get 29 local.set 30 end
    loop local.get 30 local.set 31 end loop local.get 31 local.set 32 end loop local.get 32 local.set 33 end
    loop local.get 33 local.set 34 end loop local.get 34 local.set 35 end loop local.get 35 local.set 36 end
    loop local.get 36 local.set 37 end loop local.get 37 local.set 38 end loop local.get 38 local.set 39 end
    loop local.get 39 local.set 40 end loop local.get 40 local.set 41 end loop local.get 41 local.set 42 end
    loop local.get 42 local.set 43 end loop local.get 43 local.set 44 end loop local.get 44 local.set 45 end
    loop local.get 45 local.set 46 end loop local.get 46 local.set 47 end loop local.get 47 local.set 48 end
    loop local.get 48 local.set 49 end loop local.get 49 local.set 50 end loop local.get 50 local.set 51 end
    loop local.get 51 local.set 52 end loop local.get 52 local.set 53 end loop local.get 53 local.set 54 end
    loop local.get 54 local.set 55 end loop local.get 55 local.set 56 end loop local.get 56 local.set 57 end
    loop local.get 57 local.set 58 end loop local.get 58 local.set 59 end loop local.get 59 local.set 60 end
    loop local.get 60 local.set 61 end loop local.get 61 local.set 62 end loop local.get 62 local.set 63 end
    loop local.get 63 local.set 64 end loop local.get 64 local.set 65 end loop local.get 65 local.set 66 end
    loop local.get 66 local.set 67 end loop local.get 67 local.set 68 end loop local.get 68 local.set 69 end
    loop local.get 69 local.set 70 end loop local.get 70 local.set 71 end loop local.get 71 local.set 72 end
    loop local.get 72 local.set 73 end loop local.get 73 local.set 74 end loop local.get 74 local.set 75 end
    loop local.get 75 local.set 76 end loop local.get 76 local.set 77 end loop local.get 77 local.set 78 end
    loop local.get 78 local.set 79 end loop local.get 79 local.set 80 end loop local.get 80 local.set 81 end
    loop local.get 81 local.set 82 end loop local.get 82 local.set 83 end loop local.get 83 local.set 84 end
    loop local.get 84 local.set 85 end loop local.get 85 local.set 86 end loop local.get 86 local.set 87 end
    loop local.get 87 local.set 88 end loop local.get 88 local.set 89 end loop local.get 89 local.set 90 end
    loop local.get 90 local.set 91 end loop local.get 91 local.set 92 end loop local.get 92 local.set 93 end
    loop local.get 93 local.set 94 end loop local.get 94 local.set 95 end loop local.get 95 local.set 96 end
    loop local.get 96 local.set 97 end loop local.get 97 local.set 98 end loop local.get 98 local.set 99 end
    loop local.get 99 local.set 100 end loop local.get 100 local.set 101 end
    loop local.get 101 local.set 102 end loop local.get 102 local.set 103 end
    loop local.get 103 local.set 104 end loop local.get 104 local.set 105 end
    loop local.get 105 local.set 106 end loop local.get 106 local.set 107 end
    loop local.get 107 local.set 108 end loop local.get 108 local.set 109 end
    loop local.get 109 local.set 110 end loop local.get 110 local.set 111 end
    loop local.get 111 local.set 112 end loop local.get 112 local.set 113 end
    loop local.get 113 local.set 114 end loop local.get 114 local.set 115 end
    loop local.get 115 local.set 116 end loop local.get 116 local.set 117 end
    loop local.get 117 local.set 118 end loop local.get 118 local.set 119 end
    loop local.get 119 local.set 120 end loop local.get 120 local.set 121 end
    loop local.get 121 local.set 122 end loop local.get 122 local.set 123 end
    loop local.get 123 local.set 124 end loop local.get 124 local.set 125 end
    loop local.get 125 local.set 126 end loop local.get 126 local.set 127 end
    loop local.get 127 local.set 128 end loop local.get 128 local.set 129 end
    loop local.get 129 local.set 130 end loop local.get 130 local.set 131 end
    loop local.get 131 local.set 132 end loop local.get 132 local.set 133 end
    loop local.get 133 local.set 134 end loop local.get 134 local.set 135 end
    loop local.get 135 local.set 136 end loop local.get 136 local.set 137 end
    loop local.get 137 local.set 138 end loop local.get 138 local.set 139 end
    loop local.get 139 local.set 140 end loop local.get 140 local.set 141 end
    loop local.get 141 local.set 142 end loop local.get 142 local.set 143 end
    loop local.get 143 local.set 144 end loop local.get 144 local.set 145 end
    loop local.get 145 local.set 146 end loop local.get 146 local.set 147 end
    loop local.get 147 local.set 148 end loop local.get 148 local.set 149 end
    loop local.get 149 local.set 150 end loop local.get 150 local.set 151 end
    loop local.get 151 local.set 152 end loop local.get 152 local.set 153 end
    loop local.get 153 local.set 154 end loop local.get 154 local.set 155 end
    loop local.get 155 local.set 156 end loop local.get 156 local.set 157 end
    loop local.get 157 local.set 158 end loop local.get 158 local.set 159 end
    loop local.get 159 local.set 160 end loop local.get 160 local.set 161 end
    loop local.get 161 local.set 162 end loop local.get 162 local.set 163 end
    loop local.get 163 local.set 164 end loop local.get 164 local.set 165 end
    loop local.get 165 local.set 166 end loop local.get 166 local.set 167 end
    loop local.get 167 local.set 168 end loop local.get 168 local.set 169 end
    loop local.get 169 local.set 170 end loop local.get 170 local.set 171 end
    loop local.get 171 local.set 172 end loop local.get 172 local.set 173 end
    loop local.get 173 local.set 174 end loop local.get 174 local.set 175 end
    loop local.get 175 local.set 176 end loop local.get 176 local.set 177 end
    loop local.get 177 local.set 178 end loop local.get 178 local.set 179 end
    loop local.get 179 local.set 180 end loop local.get 180 local.set 181 end
    loop local.get 181 local.set 182 end loop local.get 182 local.set 183 end
    loop local.get 183 local.set 184 end loop local.get 184 local.set 185 end
    loop local.get 185 local.set 186 end loop local.get 186 local.set 187 end
    loop local.get 187 local.set 188 end loop local.get 188 local.set 189 end
    loop local.get 189 local.set 190 end loop local.get 190 local.set 191 end
    loop local.get 191 local.set 192 end loop local.get 192 local.set 193 end
    loop local.get 193 local.set 194 end loop local.get 194 local.set 195 end
    loop local.get 195 local.set 196 end loop local.get 196 local.set 197 end
    loop local.get 197 local.set 198 end loop local.get 198 local.set 199 end
    loop local.get 199 local.set 200 end loop local.get 200 local.set 201 end
    loop local.get 201 local.set 202 end loop local.get 202 local.set 203 end
    loop local.get 203 local.set 204 end loop local.get 204 local.set 205 end
    loop local.get 205 local.set 206 end loop local.get 206 local.set 207 end
    loop local.get 207 local.set 208 end loop local.get 208 local.set 209 end
    loop local.get 209 local.set 210 end loop local.get 210 local.set 211 end
    loop local.get 211 local.set 212 end loop local.get 212 local.set 213 end
    loop local.get 213 local.set 214 end loop local.get 214 local.set 215 end
    loop local.get 215 local.set 216 end loop local.get 216 local.set 217 end
    loop local.get 217 local.set 218 end loop local.get 218 local.set 219 end
    loop local.get 219 local.set 220 end loop local.get 220 local.set 221 end
    loop local.get 221 local.set 222 end loop local.get 222 local.set 223 end
    loop local.get 223 local.set 224 end loop local.get 224 local.set 225 end
    loop local.get 225 local.set 226 end loop local.get 226 local.set 227 end
    loop local.get 227 local.set 228 end loop local.get 228 local.set 229 end
    loop local.get 229 local.set 230 end loop local.get 230 local.set 231 end
    loop local.get 231 local.set 232 end loop local.get 232 local.set 233 end
    loop local.get 233 local.set 234 end loop local.get 234 local.set 235 end
    loop local.get 235 local.set 236 end loop local.get 236 local.set 237 end
    loop local.get 237 local.set 238 end loop local.get 238 local.set 239 end
    loop local.get 239 local.set 240 end loop local.get 240 local.set 241 end
    loop local.get 241 local.set 242 end loop local.get 242 local.set 243 end
    loop local.get 243 local.set 244 end loop local.get 244 local.set 245 end
    loop local.get 245 local.set 246 end loop local.get 246 local.set 247 end
    loop local.get 247 local.set 248 end loop local.get 248 local.set 249 end
    loop local.get 249 local.set 250 end loop local.get 250 local.set 251 end
    loop local.get 251 local.set 252 end loop local.get 252 local.set 253 end
    loop local.get 253 local.set 254 end loop local.get 254 local.set 255 end
    loop local.get 255 local.set 256 end loop local.get 256 local.set 257 end
    loop local.get 257 local.set 258 end loop local.get 258 local.set 259 end
    loop local.get 259 local.set 260 end loop local.get 260 local.set 261 end
    loop local.get 261 local.set 262 end loop local.get 262 local.set 263 end
    loop local.get 263 local.set 264 end loop local.get 264 local.set 265 end
    loop local.get 265 local.set 266 end loop local.get 266 local.set 267 end
    loop local.get 267 local.set 268 end loop local.get 268 local.set 269 end
    loop local.get 269 local.set 270 end loop local.get 270 local.set 271 end
    loop local.get 271 local.set 272 end loop local.get 272 local.set 273 end
    loop local.get 273 local.set 274 end loop local.get 274 local.set 275 end
    loop local.get 275 local.set 276 end loop local.get 276 local.set 277 end
    loop local.get 277 local.set 278 end loop local.get 278 local.set 279 end
    loop local.get 279 local.set 280 end loop local.get 280 local.set 281 end
    loop local.get 281 local.set 282 end loop local.get 282 local.set 283 end
    loop local.get 283 local.set 284 end loop local.get 284 local.set 285 end
    loop local.get 285 local.set 286 end loop local.get 286 local.set 287 end
    loop local.get 287 local.set 288 end loop local.get 288 local.set 289 end
    loop local.get 289 local.set 290 end loop local.get 290 local.set 291 end
    loop local.get 291 local.set 292 end loop local.get 292 local.set 293 end
    loop local.get 293 local.set 294 end loop local.get 294 local.set 295 end
    loop local.get 295 local.set 296 end loop local.get 296 local.set 297 end
    loop local.get 297 local.set 298 end loop local.get 298 local.set 299 end
    loop local.get 299 local.set 300 end loop local.get 300 local.set 301 end
    loop local.get 301 local.set 302 end loop local.get 302 local.set 303 end
    loop local.get 303 local.set 304 end loop local.get 304 local.set 305 end
    loop local.get 305 local.set 306 end loop local.get 306 local.set 307 end
    loop local.get 307 local.set 308 end loop local.get 308 local.set 309 end
    loop local.get 309 local.set 310 end loop local.get 310 local.set 311 end
    loop local.get 311 local.set 312 end loop local.get 312 local.set 313 end
    loop local.get 313 local.set 314 end loop local.get 314 local.set 315 end
    loop local.get 315 local.set 316 end loop local.get 316 local.set 317 end
    loop local.get 317 local.set 318 end loop local.get 318 local.set 319 end
    loop local.get 319 local.set 320 end loop local.get 320 local.set 321 end
    loop local.get 321 local.set 322 end loop local.get 322 local.set 323 end
    loop local.get 323 local.set 324 end loop local.get 324 local.set 325 end
    loop local.get 325 local.set 326 end loop local.get 326 local.set 327 end
    loop local.get 327 local.set 328 end loop local.get 328 local.set 329 end
    loop local.get 329 local.set 330 end loop local.get 330 local.set 331 end
    loop local.get 331 local.set 332 end loop local.get 332 local.set 333 end
    loop local.get 333 local.set 334 end loop local.get 334 local.set 335 end
    loop local.get 335 local.set 336 end loop local.get 336 local.set 337 end
    loop local.get 337 local.set 338 end loop local.get 338 local.set 339 end
    loop local.get 339 local.set 340 end loop local.get 340 local.set 341 end
    loop local.get 341 local.set 342 end loop local.get 342 local.set 343 end
    loop local.get 343 local.set 344 end loop local.get 344 local.set 345 end
    loop local.get 345 local.set 346 end loop local.get 346 local.set 347 end
    loop local.get 347 local.set 348 end loop local.get 348 local.set 349 end
    loop local.get 349 local.set 350 end loop local.get 350 local.set 351 end
    loop local.get 351 local.set 352 end loop local.get 352 local.set 353 end
    loop local.get 353 local.set 354 end loop local.get 354 local.set 355 end
    loop local.get 355 local.set 356 end loop local.get 356 local.set 357 end
    loop local.get 357 local.set 358 end loop local.get 358 local.set 359 end
    loop local.get 359 local.set 360 end loop local.get 360 local.set 361 end
    loop local.get 361 local.set 362 end loop local.get 362 local.set 363 end
    loop local.get 363 local.set 364 end loop local.get 364 local.set 365 end
    loop local.get 365 local.set 366 end loop local.get 366 local.set 367 end
    loop local.get 367 local.set 368 end loop local.get 368 local.set 369 end
    loop local.get 369 local.set 370 end loop local.get 370 local.set 371 end
    loop local.get 371 local.set 372 end loop local.get 372 local.set 373 end
    loop local.get 373 local.set 374 end loop local.get 374 local.set 375 end
    loop local.get 375 local.set 376 end loop local.get 376 local.set 377 end
    loop local.get 377 local.set 378 end loop local.get 378 local.set 379 end
    loop local.get 379 local.set 380 end loop local.get 380 local.set 381 end
    loop local.get 381 local.set 382 end loop local.get 382 local.set 383 end
    loop local.get 383 local.set 384 end loop local.get 384 local.set 385 end
    loop local.get 385 local.set 386 end loop local.get 386 local.set 387 end
    loop local.get 387 local.set 388 end loop local.get 388 local.set 389 end
    loop local.get 389 local.set 390 end loop local.get 390 local.set 391 end
    loop local.get 391 local.set 392 end loop local.get 392 local.set 393 end
    loop local.get 393 local.set 394 end loop local.get 394 local.set 395 end
    loop local.get 395 local.set 396 end loop local.get 396 local.set 397 end
    loop local.get 397 local.set 398 end loop local.get 398 local.set 399 end
    loop local.get 399 local.set 400 end loop local.get 400 local.set 401 end
    loop local.get 401 local.set 402 end
    i64.const 0))
