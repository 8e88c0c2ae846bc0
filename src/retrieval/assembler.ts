declare global {
  /** What is used of WebAssembly here; the library of types without a browser has none of it. */
  namespace WebAssembly {
    class Memory {
      constructor(of: { initial: number; maximum: number; shared: boolean });
      readonly buffer: SharedArrayBuffer;
    }
    class Module {
      constructor(bytes: Uint8Array<ArrayBuffer>);
    }
    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, Memory>>);
      readonly exports: Record<string, unknown>;
    }
  }
}

/** As much of a WebAssembly assembler as four loops need: code is arrays of bytes. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

function leb(n: number): number[] {
  const out: number[] = [];
  do {
    const byte = n & 0x7f;
    n >>>= 7;
    out.push(n ? byte | 0x80 : byte);
  } while (n);
  return out;
}

/** Signed LEB128, for constants. */
function sleb(n: number): number[] {
  const out: number[] = [];
  for (;;) {
    const byte = n & 0x7f;
    n >>= 7;
    if ((n === 0 && !(byte & 0x40)) || (n === -1 && byte & 0x40)) return [...out, byte];
    out.push(byte | 0x80);
  }
}

export const get = (i: number) => [0x20, ...leb(i)];
export const set = (i: number) => [0x21, ...leb(i)];
export const int = (n: number) => [0x41, ...sleb(n)];
export const ADD = [0x6a];
export const MUL = [0x6c];
export const LESS = [0x49];
export const FADD = [0x92];
export const store32 = (offset = 0) => [0x38, 2, ...leb(offset)];
export const load32 = (offset = 0) => [0x28, 2, ...leb(offset)];
const simd = (op: number, ...rest: number[]) => [0xfd, ...leb(op), ...rest];
export const vload = (offset = 0) => simd(0x00, 2, ...leb(offset));
export const vstore = (offset = 0) => simd(0x0b, 2, ...leb(offset));
export const vsplat = (offset = 0) => simd(0x09, 2, ...leb(offset));
export const ZERO = simd(0x0c, ...new Array<number>(16).fill(0));
export const SPLAT = simd(0x13);
/** One of the four numbers of a vector. */
export const lane = (i: number) => simd(0x1f, i);
export const SQRT = simd(0xe3);
export const VADD = simd(0xe4);
export const VSUB = simd(0xe5);
export const VMUL = simd(0xe6);
export const VDIV = simd(0xe7);

/** Repeats the body while `more` leaves a true value. The body runs at least once. */
export function loop(body: number[], more: number[]): number[] {
  return [0x03, 0x40, ...body, ...more, 0x0d, 0, 0x0b];
}
export const increase = (i: number, by: number) => [...get(i), ...int(by), ...ADD, ...set(i)];
export const range = (n: number) => Array.from({ length: n }, (_, i) => i);
export type Fn = { name: string; params: number[]; locals: [number, number][]; body: number[] };

const section = (id: number, entries: number[][]) => {
  const content = [...leb(entries.length), ...entries.flat()];
  return [id, ...leb(content.length), ...content];
};
const name = (text: string) => [text.length, ...Buffer.from(text)];

/** The module: its functions exported by name, over one imported shared memory of `pages` pages. */
function assemble(functions: readonly Fn[], pages: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(
      1,
      functions.map((f) => [0x60, ...leb(f.params.length), ...f.params, 0]),
    ),
    ...section(2, [[...name('m'), ...name('memory'), 2, 3, ...leb(pages), ...leb(pages)]]),
    ...section(
      3,
      functions.map((_, i) => [i]),
    ),
    ...section(
      7,
      functions.map((f, i) => [...name(f.name), 0, i]),
    ),
    ...section(
      10,
      functions.map((f) => {
        const code = [...leb(f.locals.length), ...f.locals.flatMap(([n, type]) => [...leb(n), type]), ...f.body, 0x0b];
        return [...leb(code.length), ...code];
      }),
    ),
  ]);
}

/** Memory that several threads see. `bytes` is rounded up to pages of 64 KiB. */
export function sharedMemory(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / 65536);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** Functions over a memory that `sharedMemory` made. */
export function instantiate(functions: readonly Fn[], memory: WebAssembly.Memory): Record<string, unknown> {
  const module = new WebAssembly.Module(assemble(functions, memory.buffer.byteLength / 65536));
  return new WebAssembly.Instance(module, { m: { memory } }).exports;
}
