;; Adds up what the steps from one byte to the next cost around bytes beyond ASCII: see odd-steps.ts. After a change:
;; node packages/inventory/src/stock-file/testing/assemble-modules.ts
(module
  (memory (export "memory") 4)

  ;; At address 0 there are the costs of steps, of two bytes each, by the byte before and the byte after.
  ;;
  ;; from: there is a byte before it, and 16 behind the text, all of them ASCII.
  ;; places: where the first byte beyond ASCII is written of each group of such bytes whose steps cost more than
  ;; nothing, or that may begin a character of UTF-8.
  ;; Returns how many there are.
  (func (export "find") (param $from i32) (param $length i32) (param $places i32) (result i32)
    (local $at i32) (local $end i32) (local $out i32) (local $mask i32) (local $first i32) (local $before i32)
    (local $byte i32) (local $sum i32)
    (local.set $at (local.get $from))
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (local.set $out (local.get $places))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $mask (i8x16.bitmask (v128.load (local.get $at))))
        (if (i32.eqz (local.get $mask))
          (then
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br $next)))
        (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
        (local.set $first (local.get $at))
        (local.set $before (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
        (local.set $sum (i32.const 0))
        (block $summed
          (loop $step
            (local.set $byte (i32.load8_u (local.get $at)))
            (local.set $sum
              (i32.add
                (local.get $sum)
                (i32.load16_s
                  (i32.or
                    (i32.shl (local.get $before) (i32.const 9))
                    (i32.shl (local.get $byte) (i32.const 1))))))
            (br_if $summed (i32.lt_u (local.get $byte) (i32.const 0x80)))
            (local.set $before (local.get $byte))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $step)))
        (if (i32.or
            (i32.gt_s (local.get $sum) (i32.const 0))
            ;; A lead byte, and a later one.
            (i32.and
              (i32.lt_u
                (i32.sub (i32.load8_u (local.get $first)) (i32.const 0xc2))
                (i32.const 0x33))
              (i32.eq
                (i32.and (i32.load8_u offset=1 (local.get $first)) (i32.const 0xc0))
                (i32.const 0x80))))
          (then
            (i32.store (local.get $out) (i32.sub (local.get $first) (local.get $from)))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))))
        (br $next)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $places)) (i32.const 2))))
