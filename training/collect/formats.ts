import type { Strings } from '../records.ts';

/** GNU gettext's binary catalogue: keys are context and msgid, or the msgid alone; plural forms keep the first. Throws where it is none. */
export function parseMo(bytes: Buffer): Strings {
  if (bytes.length < 28 || bytes.readUInt32LE(0) !== 0x950412de) throw new Error('this is no little-endian .mo file');
  const count = bytes.readUInt32LE(8);
  const ids = bytes.readUInt32LE(12);
  const texts = bytes.readUInt32LE(16);
  const read = (table: number, i: number): string => {
    const length = bytes.readUInt32LE(table + 8 * i);
    const at = bytes.readUInt32LE(table + 8 * i + 4);
    return (bytes.toString('utf8', at, at + length).split('\0')[0] ?? '').trim();
  };
  const out: Strings = new Map();
  for (let i = 0; i < count; i++) {
    const id = read(ids, i);
    if (id) out.set(id, read(texts, i));
  }
  return out;
}

/** The English of a gettext key: what stands after the context. */
export function msgid(key: string): string {
  return key.slice(key.indexOf('\u0004') + 1);
}

/** Java properties: `key = value`, continued by a backslash at the line's end. */
export function parseProperties(text: string): Strings {
  const out: Strings = new Map();
  const lines = text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/);
  for (const line of lines) {
    const match = /^\s*([^#!\s=:][^=:\s]*)\s*[=:]\s*(.*)$/.exec(line);
    if (match?.[1] && match[2])
      out.set(
        match[1],
        match[2].replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
  }
  return out;
}

/**
 * Fluent messages and their attributes. Of a message with variants the default one (`*[…]`) is taken; placeables are left out by the cleaning.
 * Keyboard shortcuts are no language and are skipped.
 */
export function parseFluent(text: string): Strings {
  const out: Strings = new Map();
  let id = '';
  let key = '';
  const append = (value: string) => {
    if (key && value.trim()) out.set(key, `${out.get(key) ?? ''} ${value.trim()}`.trim());
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const message = /^(-?[A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line);
    const attribute = /^\s+\.([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(line);
    if (message) {
      id = message[1] ?? '';
      key = id;
      append(message[2] ?? '');
    } else if (attribute) {
      key = /key|style|width|height/.test(attribute[1] ?? '') ? '' : `${id}.${attribute[1]}`;
      append(attribute[2] ?? '');
    } else if (/^\s+\S/.test(line)) append(line);
    else key = '';
  }
  for (const [name, value] of out) out.set(name, defaultVariant(value));
  return out;
}

function defaultVariant(value: string): string {
  return value.replace(/\{[^{}]*->.*?\*\[[^\]]*\]((?:[^{}[]|\{[^{}]*\})*)(?:\[.*?)?\}/gs, '$1').trim();
}

/** Paragraphs and headings of a LibreOffice help page by their ids, which are the same in every language. The first heading is `title`. */
export function parseHelpPage(html: string): Strings {
  const out: Strings = new Map();
  for (const [, id, inner] of html.matchAll(/<(?:h\d|p)\s+id="((?:hd|par)_id\w+)"[^>]*>(.*?)<\/(?:h\d|p)>/gs)) {
    const text = (inner ?? '').replace(/<[^>]+>/g, ' ').trim();
    if (!id || !text) continue;
    if (id.startsWith('hd_') && !out.has('title')) out.set('title', text);
    out.set(id, text);
  }
  return out;
}

/** LibreOffice's registry: values in one language, keyed by the names of the nodes around them. */
export function parseRegistry(xml: string): Strings {
  const out: Strings = new Map();
  const path: string[] = [];
  for (const [, close, name, attributes, self, value] of xml.matchAll(
    /<(\/)?(oor:component-data|node|prop)\b([^>]*?)(\/)?>|<value\b[^>]*>([^<]*)<\/value>/g,
  )) {
    if (value !== undefined) out.set(path.join('/'), value);
    else if (close) path.pop();
    else if (name && !self) path.push(/oor:name="([^"]*)"/.exec(attributes ?? '')?.[1] ?? '');
  }
  return out;
}

/** Chromium's resource pack, version 5: strings by number. Resources that are no UTF-8 text are left out. */
export function parsePak(bytes: Buffer): Strings {
  if (bytes.readUInt32LE(0) !== 5 || bytes[4] !== 1) throw new Error('this is no UTF-8 resource pack of version 5');
  const out: Strings = new Map();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let i = 0; i < bytes.readUInt16LE(8); i++) {
    const at = 12 + 6 * i;
    try {
      const text = decoder.decode(bytes.subarray(bytes.readUInt32LE(at + 2), bytes.readUInt32LE(at + 8)));
      out.set(String(bytes.readUInt16LE(at)), text);
    } catch {
      // Not text: an image or a template among the strings.
    }
  }
  return out;
}

/** Unicode CLDR's names of symbols and emoji, and the words people look for them by. */
export function parseAnnotations(xml: string): Strings {
  const out: Strings = new Map();
  // Five skin tones of one picture are one thing to learn.
  for (const [, cp, tts, text] of xml.matchAll(/<annotation cp="([^"]+)"( type="tts")?>([^<]*)<\/annotation>/g))
    if (cp && text && !/[\u{1f3fb}-\u{1f3ff}]/u.test(cp))
      out.set(tts ? cp : `${cp}:words`, text.replaceAll(' | ', ', '));
  return out;
}
