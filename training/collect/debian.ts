import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { align, type Strings, TRAINED_LANGS, type TrainedLang, type TrainingRecord } from '../records.ts';
import type { DebianSource } from '../sources.ts';
import {
  msgid,
  parseAnnotations,
  parseFluent,
  parseHelpPage,
  parseMo,
  parsePak,
  parseProperties,
  parseRegistry,
} from './formats.ts';
import { mythes, wordnet } from './thesaurus.ts';
import { readZip } from './zip.ts';

type Unpacked = Partial<Record<TrainedLang | 'all', string>>;
type ByLang = Partial<Record<TrainedLang, Strings>>;

/** Fetches and unpacks a package once. Throws an error that says what to install where apt-get or dpkg-deb is missing. */
function unpack(name: string, cache: string): string {
  const target = join(cache, 'unpacked', name);
  if (existsSync(target)) return target;
  const debs = join(cache, 'debs');
  mkdirSync(debs, { recursive: true });
  const find = () => readdirSync(debs).find((f) => f.startsWith(`${name}_`) && f.endsWith('.deb'));
  try {
    if (!find()) execFileSync('apt-get', ['download', '-q', name], { cwd: debs, stdio: 'pipe' });
    const deb = find();
    if (!deb) throw new Error('no file appeared');
    mkdirSync(target, { recursive: true });
    execFileSync('dpkg-deb', ['-x', join(debs, deb), target], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      `the package ${name} could not be fetched: ${error instanceof Error ? error.message : error}. ` +
        `Training needs a Debian machine with apt-get and dpkg-deb, or the .deb file in ${debs}.`,
    );
  }
  return target;
}

/** Files below a folder, sorted, so that the order never depends on the file system. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .sort();
}

/** All aligned strings of one source. */
export function collectDebian(source: DebianSource, cache: string): TrainingRecord[] {
  const unpacked: Unpacked = {};
  for (const [lang, name] of Object.entries(source.packages)) unpacked[lang as TrainedLang] = unpack(name, cache);
  const all = unpacked.all ?? '';
  switch (source.name) {
    case 'libreoffice-ui':
      return align(source.name, libreOfficeUi(unpacked));
    case 'libreoffice-help':
      return help(unpacked);
    case 'django':
      return align(source.name, django(all));
    case 'chromium':
      return align(source.name, chromium(all));
    case 'cldr':
      return align(source.name, cldr(all));
    case 'wordnet':
      return wordnet(join(all, 'usr', 'share', 'wordnet'));
    case 'synonyms-sv':
      return mythes(source.name, 'sv', readFileSync(join(all, 'usr', 'share', 'mythes', 'th_sv_SE_v2.dat')));
    default:
      return align(source.name, mozilla(unpacked));
  }
}

function each(unpacked: Unpacked, read: (folder: string, lang: TrainedLang) => Strings): ByLang {
  const out: ByLang = {};
  for (const lang of TRAINED_LANGS) {
    const folder = unpacked[lang];
    if (folder) out[lang] = read(folder, lang);
  }
  return out;
}

function merge(into: Strings, prefix: string, strings: Strings): void {
  for (const [key, text] of strings) into.set(`${prefix}#${key}`, text);
}

/** The English texts of gettext catalogues are their keys; a package for British English would only repeat them. */
function withMsgids(byLang: ByLang): ByLang {
  const en: Strings = byLang.en ?? new Map();
  for (const strings of Object.values(byLang))
    for (const key of strings.keys()) if (key.includes('.mo#')) en.set(key, msgid(key.slice(key.indexOf('.mo#') + 4)));
  return { ...byLang, en };
}

function libreOfficeUi(unpacked: Unpacked): ByLang {
  return withMsgids(
    each(unpacked, (folder) => {
      const out: Strings = new Map();
      for (const file of filesBelow(folder)) {
        const name = file.slice(file.lastIndexOf('/') + 1);
        if (file.endsWith('.mo')) merge(out, name, parseMo(readFileSync(file)));
        else if (/\/registry_[^/]+\.xcd$/.test(file)) merge(out, 'registry', parseRegistry(readFileSync(file, 'utf8')));
      }
      return out;
    }),
  );
}

function help(unpacked: Unpacked): TrainingRecord[] {
  const titles: ByLang = {};
  const bodies: ByLang = {};
  const byLang = each(unpacked, (folder, lang) => {
    const out: Strings = new Map();
    const title: Strings = new Map();
    const body: Strings = new Map();
    for (const file of filesBelow(folder)) {
      const page = /\/help\/[^/]+\/text\/(.+)\.html$/.exec(file)?.[1];
      if (!page) continue;
      const strings = parseHelpPage(readFileSync(file, 'utf8'));
      merge(out, page, strings);
      const paragraphs = [...strings].filter(([key, text]) => key.startsWith('par_') && text.length > 60).slice(0, 3);
      if (strings.has('title') && paragraphs.length > 0) {
        title.set(page, strings.get('title') ?? '');
        body.set(page, paragraphs.map(([, text]) => text).join(' '));
      }
    }
    titles[lang] = title;
    bodies[lang] = body;
    return out;
  });
  const pairs = align('libreoffice-help-titles', titles).map((record) => ({
    ...record,
    texts: record.texts.flatMap(({ lang, text }) => {
      const body = bodies[lang]?.get(record.id.slice(record.id.indexOf(':') + 1));
      return body
        ? [
            { lang, text },
            { lang, text: body },
          ]
        : [];
    }),
  }));
  return [...align('libreoffice-help', byLang), ...pairs];
}

function mozilla(unpacked: Unpacked): ByLang {
  return each(unpacked, (folder) => {
    const out: Strings = new Map();
    for (const pack of filesBelow(folder).filter((f) => f.endsWith('.xpi')))
      for (const [name, text] of readZip(readFileSync(pack), (n) => /\.(ftl|properties)$/.test(n))) {
        const key = name.replace(/\b[a-z]{2}(-[A-Z]{2})?\//g, '');
        merge(out, key, name.endsWith('.ftl') ? parseFluent(text) : parseProperties(text));
      }
    return out;
  });
}

function django(folder: string): ByLang {
  const out: ByLang = { nb: new Map(), nn: new Map(), sv: new Map(), da: new Map() };
  for (const file of filesBelow(folder)) {
    const [, app, lang] = /\/django\/(.+)\/locale\/(nb|nn|sv|da)\/LC_MESSAGES\/[^/]+\.mo$/.exec(file) ?? [];
    const strings = out[lang as TrainedLang];
    if (strings) merge(strings, `${app}.mo`, parseMo(readFileSync(file)));
  }
  return withMsgids(out);
}

const PAK: Partial<Record<TrainedLang, string>> = { nb: 'nb', sv: 'sv', da: 'da', en: 'en-GB' };

function chromium(folder: string): ByLang {
  const files = filesBelow(folder);
  const out: ByLang = {};
  for (const lang of TRAINED_LANGS) {
    const file = files.find((f) => f.endsWith(`/locales/${PAK[lang]}.pak`));
    if (file) out[lang] = parsePak(readFileSync(file));
  }
  return out;
}

function cldr(folder: string): ByLang {
  const out: ByLang = {};
  for (const file of filesBelow(folder)) {
    const [, name] = /\/annotations(?:Derived)?\/(no|nn|sv|da|en)\.xml$/.exec(relative(folder, file)) ?? [];
    if (!name) continue;
    const lang = (name === 'no' ? 'nb' : name) as TrainedLang;
    out[lang] ??= new Map();
    merge(out[lang], 'annotation', parseAnnotations(readFileSync(file, 'utf8')));
  }
  return out;
}
