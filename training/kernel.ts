import {
  ADD,
  F32,
  type Fn,
  get,
  I32,
  increase,
  instantiate,
  int,
  LESS,
  load32,
  loop,
  MUL,
  range,
  SPLAT,
  SQRT,
  set,
  V128,
  VADD,
  VDIV,
  VMUL,
  VSUB,
  vload,
  vsplat,
  vstore,
  ZERO,
} from '../src/retrieval/assembler.ts';

/**
 * The three inner loops of training as WebAssembly with 128-bit vectors, assembled here, for no compiler may be needed: about ten times the speed
 * of the same loops over typed arrays. Multiplication and addition stay apart (no fused multiply-add), so every machine gives the same bits.
 *
 * All addresses are bytes in one shared memory; `width` is bytes of a row and a multiple of 192, that is 48 numbers of 32 bits.
 */
export type Kernel = {
  /** out = sum of rows of `table` named by `count` 32-bit positions at `list`. */
  gather: (out: number, table: number, list: number, count: number, width: number) => void;
  /** Four rows of C = A·B for one panel of 8 columns: A rows are `k` numbers long, the panel is k × 8 numbers, C rows `cWidth` bytes. */
  product: (a: number, panel: number, c: number, k: number, cWidth: number) => void;
  /** One row of Adagrad: its gradient is the sum of the rows of `gradients` named by the list. */
  adagrad: (
    row: number,
    squares: number,
    gradients: number,
    list: number,
    count: number,
    width: number,
    rate: number,
  ) => void;
};

const VECTORS = 12;

/** Sums 12 vectors of the listed rows into locals acc…acc+11. Uses `at` and `end` for the list, `offset` for the place in the row. */
function sumRows(p: {
  table: number;
  list: number;
  count: number;
  width: number;
  offset: number;
  at: number;
  row: number;
  acc: number;
}): number[] {
  const body = [
    ...get(p.at),
    ...load32(),
    ...get(p.width),
    ...MUL,
    ...get(p.table),
    ...ADD,
    ...get(p.offset),
    ...ADD,
    ...set(p.row),
    ...range(VECTORS).flatMap((v) => [...get(p.acc + v), ...get(p.row), ...vload(16 * v), ...VADD, ...set(p.acc + v)]),
    ...increase(p.at, 4),
  ];
  const more = [...get(p.at), ...get(p.list), ...get(p.count), ...int(4), ...MUL, ...ADD, ...LESS];
  const clear = range(VECTORS).flatMap((v) => [...ZERO, ...set(p.acc + v)]);
  // A text without features sums to zero: the loop is left out.
  return [...clear, ...get(p.list), ...set(p.at), ...get(p.count), 0x04, 0x40, ...loop(body, more), 0x0b];
}

function gather(): number[] {
  const [out, table, list, count, width, offset, at, row, acc] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const body = [
    ...sumRows({ table, list, count, width, offset, at, row, acc }),
    ...range(VECTORS).flatMap((v) => [...get(out), ...get(offset), ...ADD, ...get(acc + v), ...vstore(16 * v)]),
    ...increase(offset, 192),
  ];
  return loop(body, [...get(offset), ...get(width), ...LESS]);
}

function adagrad(): number[] {
  const [weights, squares, table, list, count, width, rate, offset, at, row, acc, square] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22,
  ];
  const body = [
    ...sumRows({ table, list, count, width, offset, at, row, acc }),
    ...range(VECTORS).flatMap((v) => [
      ...get(squares),
      ...get(offset),
      ...ADD,
      ...vload(16 * v),
      ...get(acc + v),
      ...get(acc + v),
      ...VMUL,
      ...VADD,
      ...set(square),
      ...get(squares),
      ...get(offset),
      ...ADD,
      ...get(square),
      ...vstore(16 * v),
      ...get(weights),
      ...get(offset),
      ...ADD,
      ...get(weights),
      ...get(offset),
      ...ADD,
      ...vload(16 * v),
      ...get(acc + v),
      ...get(rate),
      ...SPLAT,
      ...VMUL,
      ...get(square),
      ...SQRT,
      ...VDIV,
      ...VSUB,
      ...vstore(16 * v),
    ]),
    ...increase(offset, 192),
  ];
  return loop(body, [...get(offset), ...get(width), ...LESS]);
}

function product(): number[] {
  const [a, panel, c, k, cWidth, a1, a2, a3, end, x, b0, b1, acc] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const rows = [a, a1, a2, a3];
  const rowBytes = [...get(k), ...int(4), ...MUL];
  const next = (from: number, to: number) => [...get(from), ...rowBytes, ...ADD, ...set(to)];
  const body = [
    ...get(panel),
    ...vload(0),
    ...set(b0),
    ...get(panel),
    ...vload(16),
    ...set(b1),
    ...rows.flatMap((row, r) => [
      ...get(row),
      ...vsplat(),
      ...set(x),
      ...get(acc + 2 * r),
      ...get(x),
      ...get(b0),
      ...VMUL,
      ...VADD,
      ...set(acc + 2 * r),
      ...get(acc + 2 * r + 1),
      ...get(x),
      ...get(b1),
      ...VMUL,
      ...VADD,
      ...set(acc + 2 * r + 1),
      ...increase(row, 4),
    ]),
    ...increase(panel, 32),
  ];
  return [
    ...next(a, a1),
    ...next(a1, a2),
    ...next(a2, a3),
    ...get(a),
    ...rowBytes,
    ...ADD,
    ...set(end),
    ...loop(body, [...get(a), ...get(end), ...LESS]),
    ...rows.flatMap((_, r) => [
      ...get(c),
      ...get(acc + 2 * r),
      ...vstore(0),
      ...get(c),
      ...get(acc + 2 * r + 1),
      ...vstore(16),
      ...get(c),
      ...get(cWidth),
      ...ADD,
      ...set(c),
    ]),
  ];
}

const FUNCTIONS: Fn[] = [
  {
    name: 'gather',
    params: [I32, I32, I32, I32, I32],
    locals: [
      [3, I32],
      [VECTORS, V128],
    ],
    body: gather(),
  },
  {
    name: 'product',
    params: [I32, I32, I32, I32, I32],
    locals: [
      [4, I32],
      [11, V128],
    ],
    body: product(),
  },
  {
    name: 'adagrad',
    params: [I32, I32, I32, I32, I32, I32, F32],
    locals: [
      [3, I32],
      [VECTORS + 1, V128],
    ],
    body: adagrad(),
  },
];

/** The loops over a memory. Each thread makes its own. */
export function kernel(memory: WebAssembly.Memory): Kernel {
  return instantiate(FUNCTIONS, memory) as unknown as Kernel;
}
