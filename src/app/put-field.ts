import type { Assessment } from '../core/assessment/document.ts';
import type { FieldFault, Made } from '../core/assessment/field.ts';
import { fieldOf } from '../core/assessment/fields.ts';
import type { Actor } from '../core/assessment/roles.ts';
import type { Dossier, Standing } from '../core/assessment/versions.ts';
import type { Mask } from './ports.ts';
import type { Assessments } from './screening-ports.ts';

/** One field as it was sent: what stands in it now, and the version in which it was last shown to the sender. */
export type Sent = { path: string; value: string; base: number };

/** Two people have written in one field. Nothing of it is stored until somebody says which it shall be. */
export type Clash = {
  path: string;
  before: string;
  mine: string;
  theirs: string;
  /** Who made the other change; and the last version, on whose text a choice is made. */
  by: Actor;
  at: string;
  version: number;
};

export type Edited = {
  kind: 'edited';
  /** How it stands afterwards. */
  standing: Standing;
  /** Paths that were stored; without any there is no new version. */
  saved: string[];
  clashes: Clash[];
  faults: { path: string; fault: FieldFault }[];
  /** What was taken out of which text before it was stored. */
  masked: { path: string; kinds: string[] }[];
  /** Fields that were sent as they were shown, and that somebody else has changed meanwhile. */
  elsewhere: string[];
};
/** An assessment with the versions that the sender was shown. */
export type Seen = NonNullable<Awaited<ReturnType<Assessments['standing']>>>;

type Putting = { seen: Seen; made: Made; mask: Mask; edited: Edited };

/** One field into the document, or a note in `edited` why not. */
export function put(
  d: Assessment,
  { path, value: sent, base }: Sent,
  { seen, made, mask, edited }: Putting,
): Assessment {
  const field = fieldOf(d, path);
  if (!field) return fault(d, edited, path, 'unknown');
  const before = shownIn(seen, path, base);
  const theirs = field.read(d);
  const value = sent.replace(/\r\n?/g, '\n').trim();
  if (value === before.trim()) {
    if (theirs !== before) edited.elsewhere.push(path);
    return d;
  }
  const clean = field.free ? mask(value) : { text: value, found: [] };
  const next = field.write(d, clean.text, made);
  if (typeof next === 'string') return fault(d, edited, path, next);
  if (clean.found.length > 0) edited.masked.push({ path, kinds: clean.found.map((f) => f.kind) });
  const mine = field.read(next);
  if (mine === theirs) return d;
  if (theirs !== before) {
    const { by, at, number } = seen.last;
    edited.clashes.push({ path, before, mine, theirs, by, at, version: number });
    return d;
  }
  edited.saved.push(path);
  return next;
}

function fault(d: Assessment, edited: Edited, path: string, code: FieldFault): Assessment {
  edited.faults.push({ path, fault: code });
  return d;
}

/** What stood in a field in a version. A version nobody knows is taken as the first: that finds too many clashes, never too few. */
function shownIn({ seen }: Seen, path: string, base: number): string {
  const document = (seen.get(base) ?? seen.get(1))?.document;
  return document ? (fieldOf(document, path)?.read(document) ?? '') : '';
}

/** Who last changed a field, of these versions. */
export function lastChange(versions: Dossier['versions'], path: string): Pick<Clash, 'by' | 'at'> {
  const now = versions.at(-1);
  if (!now) throw new RangeError('an assessment has at least one version');
  const textIn = ({ document }: (typeof versions)[number]) => fieldOf(document, path)?.read(document) ?? '';
  const text = textIn(now);
  const other = versions.findLastIndex((v) => textIn(v) !== text);
  const { by, at } = versions[other + 1] ?? now;
  return { by, at };
}
