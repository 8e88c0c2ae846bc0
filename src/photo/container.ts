/**
 * The outside of a picture file: its type by content, and whether its end is there. Nothing is decoded, and nothing a header claims is trusted with memory.
 */
const PHOTO_TYPES = ['jpeg', 'png', 'webp', 'heic', 'gif'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

const ascii = (b: Uint8Array, from: number, to: number) => String.fromCharCode(...b.subarray(from, to));
const view = (b: Uint8Array) => new DataView(b.buffer, b.byteOffset, b.byteLength);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** The type by the first bytes, whatever the file is called. Undefined: none of the five. */
export function typeOf(b: Uint8Array): PhotoType | undefined {
  if (b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff) return 'jpeg';
  if (ascii(b, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WEBP') return 'webp';
  if (/^GIF8[79]a$/.test(ascii(b, 0, 6))) return 'gif';
  if (ascii(b, 4, 8) === 'ftyp' && HEIC_BRANDS.has(ascii(b, 8, 12))) return 'heic';
  return undefined;
}

/** Does the file go on to its own end? A file that is no such thing in its middle counts as complete here and fails on decoding. */
export function isComplete(b: Uint8Array, type: PhotoType): boolean {
  const check = { jpeg: jpegEnds, png: pngEnds, webp: webpEnds, gif: gifEnds, heic: boxesEnd };
  return check[type](b);
}

/** Segments up to the picture data, then an end marker behind it. A thumbnail's end marker lies inside a segment and doesn't count. */
function jpegEnds(b: Uint8Array): boolean {
  const v = view(b);
  let at = 2;
  while (at + 4 <= b.length) {
    if (b[at] !== 0xff) return true;
    const marker = b[at + 1] ?? 0;
    if (marker === 0xff || (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0xd9) return true;
    if (marker === 0xda) break;
    at += 2 + v.getUint16(at + 2);
  }
  for (let i = b.length - 2; i > at; i--) if (b[i] === 0xff && b[i + 1] === 0xd9) return true;
  return false;
}

function pngEnds(b: Uint8Array): boolean {
  const v = view(b);
  for (let at = 8; at + 12 <= b.length; ) {
    if (ascii(b, at + 4, at + 8) === 'IEND') return true;
    at += 12 + v.getUint32(at);
  }
  return false;
}

function webpEnds(b: Uint8Array): boolean {
  return b.length >= 12 && view(b).getUint32(4, true) + 8 <= b.length;
}

/** Blocks in order up to the trailer. */
function gifEnds(b: Uint8Array): boolean {
  const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const blocks = (from: number) => {
    let at = from;
    while (at < b.length && b[at] !== 0) at += 1 + (b[at] ?? 0);
    return at + 1;
  };
  let at = 13 + table(b[10] ?? 0);
  while (at < b.length) {
    if (b[at] === 0x3b) return true;
    if (b[at] === 0x21) at = blocks(at + 2);
    else if (b[at] === 0x2c) at = blocks(at + 11 + table(b[at + 9] ?? 0));
    else return true;
  }
  return false;
}

/** Top-level boxes up to the last byte. */
function boxesEnd(b: Uint8Array): boolean {
  const v = view(b);
  let at = 0;
  while (at + 8 <= b.length) {
    const size = v.getUint32(at);
    if (size === 0) return true;
    const length = size === 1 && at + 16 <= b.length ? Number(v.getBigUint64(at + 8)) : size;
    if (length < 8) return true;
    at += length;
  }
  return at === b.length;
}

/** No camera writes more boxes before a HEIC's metadata, nor more segments or chunks in a JPEG or PNG. */
const MOST = { boxes: 100, parts: 10_000 };
/**
 * Whether what stands around the picture may be handed to exifr: it follows a HEIC's box that is no longer than nothing for ever, and millions of empty segments for
 * minutes, while nobody else is answered.
 */
export function isManageable(b: Uint8Array, type: PhotoType): boolean {
  if (type === 'heic') return leadsToMeta(b);
  const v = view(b);
  let parts = 0;
  if (type === 'png') for (let at = 8; at + 12 <= b.length && parts <= MOST.parts; parts++) at += 12 + v.getUint32(at);
  if (type === 'jpeg')
    for (let at = 2; at + 4 <= b.length && parts <= MOST.parts && b[at] === 0xff && b[at + 1] !== 0xda; parts++)
      at += 2 + v.getUint16(at + 2);
  return parts <= MOST.parts;
}

/** Whether the boxes lead to the metadata, each of them at least as long as its own head. */
function leadsToMeta(b: Uint8Array): boolean {
  const v = view(b);
  let at = 0;
  for (let n = 0; n < MOST.boxes && at + 16 <= b.length; n++) {
    if (ascii(b, at + 4, at + 8) === 'meta') return true;
    const size = v.getUint32(at);
    const length = size === 1 ? Number(v.getBigUint64(at + 8)) : size;
    if (length < 8) return false;
    at += length;
  }
  return false;
}

/** What exifr takes for a HEIC: a first box of at most so many bytes, in which the brand `heic` stands. */
const SHORT = 50;
/**
 * A HEIC with a first box that exifr takes. Phones write longer ones since iOS 18 (github.com/MikeKovarik/exifr/issues/138), and a place that is in such a picture must not
 * go unseen. The rest of the box becomes one that is passed over, so that nothing moves. The same bytes where it is short already.
 */
export function withShortHead(b: Uint8Array): Uint8Array {
  const size = view(b).getUint32(0);
  if (size <= SHORT || size > b.length) return b;
  const copy = Buffer.from(b);
  copy.writeUInt32BE(24, 0);
  copy.write('heicmif1', 16, 'latin1');
  copy.writeUInt32BE(size - 24, 24);
  copy.write('free', 28, 'latin1');
  return copy;
}

/** The largest width × height that a HEIC file's properties name (`ispe` boxes). Zero where there is none. */
export function heicSize(b: Uint8Array): { width: number; height: number } {
  const v = view(b);
  let best = { width: 0, height: 0 };
  const end = Math.min(b.length - 16, 1024 * 1024);
  for (let i = 4; i < end; i++) {
    if (b[i] !== 0x69 || ascii(b, i, i + 4) !== 'ispe') continue;
    const size = { width: v.getUint32(i + 8), height: v.getUint32(i + 12) };
    if (size.width * size.height > best.width * best.height) best = size;
  }
  return best;
}
