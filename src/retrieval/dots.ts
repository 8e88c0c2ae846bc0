import {
  ADD,
  F32,
  FADD,
  type Fn,
  get,
  I32,
  increase,
  instantiate,
  LESS,
  lane,
  loop,
  range,
  set,
  sharedMemory,
  store32,
  V128,
  VADD,
  VMUL,
  vload,
  ZERO,
} from './assembler.ts';

/** Rows that are multiplied at a time, and bytes of them in one turn of the loop. */
const ROWS = 4;
const TURN = 64;

/** out[i] = shift + row i · query, for rows of `width` bytes from `rows` to `end`: four rows at a time, so that each number of the query is loaded once for four. */
function dotsBody(): number[] {
  const [query, rows, end, width, out, shift, at, acc] = [0, 1, 2, 3, 4, 5, 6, 10];
  const row = (r: number) => at + r;
  const queryAt = acc + ROWS;
  const x = queryAt + 1;
  const turn = [
    ...range(TURN / 16).flatMap((v) => [
      ...get(queryAt),
      ...vload(16 * v),
      ...set(x),
      ...range(ROWS).flatMap((r) => [
        ...get(acc + r),
        ...get(row(r)),
        ...vload(16 * v),
        ...get(x),
        ...VMUL,
        ...VADD,
        ...set(acc + r),
      ]),
    ]),
    ...range(ROWS).flatMap((r) => increase(row(r), TURN)),
    ...increase(queryAt, TURN),
  ];
  const sum = (r: number) => [
    ...get(out),
    ...get(shift),
    ...range(4).flatMap((l) => [...get(acc + r), ...lane(l), ...FADD]),
    ...store32(4 * r),
  ];
  const four = [
    ...get(rows),
    ...set(row(0)),
    ...range(ROWS - 1).flatMap((r) => [...get(row(r)), ...get(width), ...ADD, ...set(row(r + 1))]),
    ...range(ROWS).flatMap((r) => [...ZERO, ...set(acc + r)]),
    ...get(query),
    ...set(queryAt),
    ...loop(turn, [...get(queryAt), ...get(query), ...get(width), ...ADD, ...LESS]),
    ...range(ROWS).flatMap(sum),
    // After the loop the last row's pointer stands where the next four begin.
    ...get(row(ROWS - 1)),
    ...set(rows),
    ...increase(out, 4 * ROWS),
  ];
  return loop(four, [...get(rows), ...get(end), ...LESS]);
}

const DOTS: Fn = {
  name: 'dots',
  params: [I32, I32, I32, I32, I32, F32],
  locals: [
    [ROWS, I32],
    [ROWS, V128],
    [1, I32],
    [1, V128],
  ],
  body: dotsBody(),
};

type Loop = (query: number, rows: number, end: number, width: number, out: number, shift: number) => void;

/** Vectors from which on the loop is worth its memory, of which V8 reserves ten gigabytes of addresses each time. */
const WORTH = 1000;

/** shift + the inner product of a query with each vector. The result holds until the next call. */
export type Dots = (query: ArrayLike<number>, shift: number) => Float32Array;

/**
 * Inner products with many vectors, in single precision, by WebAssembly with 128-bit vectors: about six times as fast as the same loop over typed arrays. The vectors are
 * copied once into the memory that the loop sees. Few vectors are multiplied where they are.
 */
export function dotsWith(vectors: Float32Array, dimensions: number): Dots {
  const count = dimensions === 0 ? 0 : Math.floor(vectors.length / dimensions);
  if (count < WORTH) return plain(vectors, dimensions, new Float32Array(count));
  const width = Math.ceil((dimensions * 4) / TURN) * TURN;
  const end = width + Math.ceil(count / ROWS) * ROWS * width;
  const memory = sharedMemory(end + (count + ROWS) * 4);
  const all = new Float32Array(memory.buffer);
  for (let i = 0; i < count; i++)
    all.set(vectors.subarray(i * dimensions, (i + 1) * dimensions), ((i + 1) * width) / 4);
  const asked = all.subarray(0, dimensions);
  const out = all.subarray(end / 4, end / 4 + count);
  const run = instantiate([DOTS], memory).dots as Loop;
  return (query, shift) => {
    asked.set(query);
    run(0, width, end, width, end, shift);
    return out;
  };
}

function plain(vectors: Float32Array, dimensions: number, out: Float32Array): Dots {
  return (query, shift) => {
    for (let i = 0, from = 0; i < out.length; i++, from += dimensions) {
      let sum = shift;
      for (let d = 0; d < dimensions; d++) sum += (vectors[from + d] as number) * (query[d] as number);
      out[i] = sum;
    }
    return out;
  };
}
