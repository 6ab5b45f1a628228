;; Finds what may end a cell in a text, sixteen bytes at a time: see cell-ends.ts. After a change:
;; node packages/inventory/src/stock-file/testing/assemble-modules.ts
(module
  (memory (export "memory") 21)

  ;; The 128 bytes beyond ASCII that are marked as well, at address 0: of the byte with low half l, bit h - 8 of the
  ;; l-th byte is for the high half h.
  ;;
  ;; from: a multiple of 16; up to 15 bytes behind the text are read, and ignored.
  ;; marks: where pairs of numbers are written: the place of a mark, and how many bytes before it were counted.
  ;; isUtf8: whether later bytes of characters are counted, less one for each character of four bytes; else all bytes
  ;; beyond ASCII are.
  ;; Returns how many marks there are.
  (func (export "find")
    (param $from i32) (param $length i32) (param $delimiter i32) (param $isUtf8 i32) (param $marks i32)
    (result i32)
    (local $at i32) (local $out i32) (local $bytes v128) (local $marked i32) (local $blanks i32) (local $before i32)
    (local $counted i32) (local $uncounted i32) (local $count i32) (local $below i32)
    (local.set $out (local.get $marks))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $bytes (v128.load (i32.add (local.get $from) (local.get $at))))
        ;; Control characters, delimiters, quotes, and the bytes in the table.
        (local.set $marked
          (i8x16.bitmask
            (v128.or
              (v128.or
                (i8x16.lt_u (local.get $bytes) (i8x16.splat (i32.const 0x20)))
                (i8x16.eq (local.get $bytes) (i8x16.splat (local.get $delimiter))))
              (v128.or
                (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x22)))
                (i8x16.ne
                  (v128.and
                    (i8x16.swizzle
                      (v128.load (i32.const 0))
                      (v128.and (local.get $bytes) (i8x16.splat (i32.const 0x0f))))
                    (i8x16.swizzle
                      (v128.const i8x16 0 0 0 0 0 0 0 0 1 2 4 8 16 32 64 128)
                      (i8x16.shr_u (local.get $bytes) (i32.const 4))))
                  (v128.const i64x2 0 0))))))
        ;; The second one of two blanks.
        (local.set $blanks (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 0x20)))))
        (local.set $marked
          (i32.or
            (local.get $marked)
            (i32.and
              (local.get $blanks)
              (i32.or (i32.shl (local.get $blanks) (i32.const 1)) (local.get $before)))))
        (local.set $before (i32.shr_u (local.get $blanks) (i32.const 15)))
        (if (local.get $isUtf8)
          (then
            (local.set $counted
              (i8x16.bitmask
                (i8x16.eq
                  (v128.and (local.get $bytes) (i8x16.splat (i32.const 0xc0)))
                  (i8x16.splat (i32.const 0x80)))))
            (local.set $uncounted
              (i8x16.bitmask (i8x16.ge_u (local.get $bytes) (i8x16.splat (i32.const 0xf0))))))
          (else (local.set $counted (i8x16.bitmask (local.get $bytes)))))
        ;; What is behind the text.
        (if (i32.lt_u (i32.sub (local.get $length) (local.get $at)) (i32.const 16))
          (then
            (local.set $marked
              (i32.and
                (local.get $marked)
                (i32.sub
                  (i32.shl (i32.const 1) (i32.sub (local.get $length) (local.get $at)))
                  (i32.const 1))))))
        (block $written
          (loop $write
            (br_if $written (i32.eqz (local.get $marked)))
            (local.set $below
              (i32.sub (i32.and (local.get $marked) (i32.sub (i32.const 0) (local.get $marked))) (i32.const 1)))
            (i32.store (local.get $out) (i32.add (local.get $at) (i32.ctz (local.get $marked))))
            (i32.store offset=4
              (local.get $out)
              (i32.sub
                (i32.add (local.get $count) (i32.popcnt (i32.and (local.get $counted) (local.get $below))))
                (i32.popcnt (i32.and (local.get $uncounted) (local.get $below)))))
            (local.set $out (i32.add (local.get $out) (i32.const 8)))
            (local.set $marked (i32.and (local.get $marked) (i32.sub (local.get $marked) (i32.const 1))))
            (br $write)))
        (local.set $count
          (i32.sub
            (i32.add (local.get $count) (i32.popcnt (local.get $counted)))
            (i32.popcnt (local.get $uncounted))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $marks)) (i32.const 3))))
