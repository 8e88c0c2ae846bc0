import type { Edited, EditRefused, Sent } from '../../app/write-assessment.ts';
import { fieldOf } from '../../core/assessment/fields.ts';
import { sayRefusal } from '../../core/assessment/refusals.ts';
import type { Version } from '../../core/assessment/versions.ts';
import { control } from './assessment-controls.ts';
import { carryingText, measureStatus } from './assessment-measures.ts';
import { versionText } from './assessment-page.ts';
import { type Note, slotInner, slug, time, type View } from './assessment-parts.ts';
import { countsText, matrixPart, riskChip, scores } from './assessment-risks.ts';
import { gapLong, gapShort, partsOf } from './assessment-sections.ts';
import type { SigningView } from './assessment-signing.ts';
import { type Html, html } from './html.ts';
import { into } from './stream.ts';

/** A form as it was sent. */
export type Submitted = {
  form: string;
  sent: Sent[];
  /** A choice between two texts, or a score taken back: the button is gone afterwards, so the keyboard goes to this field. */
  chosen: string | null;
};

const FORM = /^[A-Za-z0-9-]{1,60}$/;
const HOWS = ['mine', 'theirs', 'both'] as const;

const SETTLE = /^(mine|theirs|both):(\d+):(.+)$/;
/** The version with the other text, where somebody chose between two. */
export function settledOn(body: unknown): number | undefined {
  const version = SETTLE.exec(valueIn(body, 'settle'))?.[2];
  return version === undefined ? undefined : Number(version);
}

function valueIn(body: unknown, key: string): string {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const all: unknown = Array.isArray(given[key]) ? given[key].at(-1) : given[key];
  return typeof all === 'string' ? all : '';
}

/** Reads a form: each field comes with the version it was shown in. `seen` has the one that `settledOn` names. */
export function readForm(body: unknown, seen: ReadonlyMap<number, Version>): Submitted | null {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const value = (key: string) => valueIn(body, key);
  const form = value('part');
  if (!FORM.test(form)) return null;
  const undo = value('unconfirm') ? `risks.${value('unconfirm')}.score` : null;
  const settle = SETTLE.exec(value('settle'));
  const sent = Object.keys(given)
    .filter((key) => key.startsWith('base:'))
    .flatMap((key): Sent[] => {
      const path = key.slice('base:'.length);
      const base = Number(value(key)) || 1;
      if (path === undo) return [{ path, base, value: '' }];
      if (path.endsWith('.score')) {
        const [likelihood, consequence] = [value(`likelihood:${path}`), value(`consequence:${path}`)];
        return likelihood && consequence ? [{ path, base, value: `${likelihood}x${consequence}` }] : [];
      }
      return [{ path, base, value: value(path) }];
    })
    .map((one) => (settle && settle[3] === one.path ? settled(one, settle, seen) : one));
  return { form, sent, chosen: settle?.[3] ?? undo };
}

/** The field as whoever chose wants it, on top of the version they have now seen. */
function settled(one: Sent, [, how, version]: RegExpExecArray, seen: ReadonlyMap<number, Version>): Sent {
  const base = Number(version);
  const document = seen.get(base)?.document;
  const theirs = document ? (fieldOf(document, one.path)?.read(document) ?? '') : '';
  const known = HOWS.find((h) => h === how);
  if (known === 'theirs') return { ...one, base, value: theirs };
  if (known === 'both') return { ...one, base, value: `${theirs}\n\n${one.value}` };
  return { ...one, base };
}

/** What has to be said at which field. */
export function notesOf(edited: Edited, { sent, chosen }: Submitted): Map<string, Note> {
  const version = edited.standing.last.number;
  const notes = new Map<string, Note>();
  const base = (path: string) => sent.find((s) => s.path === path)?.base ?? version;
  const say = (path: string, note: Partial<Note>) =>
    notes.set(path, { ...(notes.get(path) ?? { base: base(path) }), ...note });
  for (const path of edited.saved) say(path, { base: version });
  if (chosen && !edited.clashes.some((c) => c.path === chosen)) say(chosen, { base: version });
  for (const { path, kinds } of edited.masked) say(path, { masked: kinds });
  for (const path of edited.elsewhere) if (path !== chosen) say(path, { elsewhere: true });
  for (const { path, fault } of edited.faults) say(path, { fault });
  for (const clash of edited.clashes) say(clash.path, { clash });
  return notes;
}

/** Values to show again although they are not stored. */
export function heldOf(edited: Edited, { sent }: Submitted): Map<string, string> {
  const open = new Set([...edited.faults.map((f) => f.path), ...edited.clashes.map((c) => c.path)]);
  return new Map(sent.filter((s) => open.has(s.path)).map((s) => [s.path, s.value]));
}

/** `Lagret kl. 14.02`, or what stands in the way. */
export function saidOf(v: View, result: Edited | EditRefused): { text: string; bad: boolean } {
  if (result.kind === 'refused') return { text: sayRefusal(result.refusal, v.lang), bad: true };
  const at = v.dossier.versions.at(-1)?.at;
  const saved = v.t('assessment.saved', { time: at ? time(at, v.lang) : '' });
  const open = result.clashes.length + result.faults.length;
  if (open === 0) return { text: saved, bad: false };
  return { text: v.t(result.saved.length > 0 ? 'assessment.saved.partly' : 'assessment.saved.not'), bad: true };
}

/** What changes on the page after a form has saved itself; no field is touched that somebody may be writing in. */
export function savedParts(v: SigningView, result: Edited | EditRefused, { form, chosen }: Submitted): Html {
  const said = saidOf(v, result);
  const line = into(`#s-${form}`, html`<span class="${said.bad ? 'bad' : ''}">${said.text}</span>`);
  if (result.kind === 'refused') return line;
  const slots = [...v.notes.keys()].map((path) => into(`#n-${slug(path)}`, slotInner(v, path)));
  const again =
    chosen && !result.clashes.some((c) => c.path === chosen)
      ? into(`#c-${slug(chosen)}`, control({ ...v, focus: chosen }, chosen))
      : null;
  return html`${slots}${again}${line}${result.saved.length > 0 && changedParts(v, result.saved)}`;
}

/** Everything else on the page that follows from what was stored. */
function changedParts(v: SigningView, saved: readonly string[]): Html {
  const touched = (head: string) => saved.some((path) => path.startsWith(`${head}.`));
  const ids = new Set(saved.map((path) => path.split('.')[1]));
  const gaps = partsOf(v).map(
    (s) => html`${into(`#gap-${s.id}`, gapShort(v, s.id))}${into(`#long-${s.id}`, gapLong(v, s.id))}`,
  );
  const risks = touched('measures') || touched('risks') ? v.d.risks : [];
  return html`${into('#version', versionText(v))}${gaps}${into('.seen', html`<input type="hidden" class="seen" name="seen" value="${v.version}">`, 'outerHTML')}${
    risks.length > 0 &&
    html`${into('#matrix', matrixPart(v))}${into('#counts', countsText(v))}${into('#carrying', carryingText(v))}`
  }${risks
    .filter((r) => ids.has(r.id) || touched('measures'))
    .map((r) => html`${into(`#chip-${r.id}`, riskChip(v, r))}${into(`#scores-${r.id}`, scores(v, r))}`)}${v.d.measures
    .filter((m) => ids.has(m.id))
    .map((m) => into(`#chip-${m.id}`, measureStatus(v, m)))}`;
}
