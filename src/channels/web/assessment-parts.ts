import type { Clash, Writer } from '../../app/write-assessment.ts';
import { textOf } from '../../core/assessment/document.ts';
import type { FieldFault } from '../../core/assessment/field.ts';
import { fieldOf } from '../../core/assessment/fields.ts';
import { label } from '../../core/assessment/labels.ts';
import { scoreText } from '../../core/assessment/matrix.ts';
import type { Rendering } from '../../core/assessment/render-parts.ts';
import { type Actor, ROLE_NAMES } from '../../core/assessment/roles.ts';
import type { Lang } from '../../core/language.ts';
import { date } from '../../core/locale.ts';
import { type Html, html, type Value } from './html.ts';
import type { Say } from './reader.ts';

/** What must be said at a field after it was sent. */
export type Note = {
  /** The version in which what stands in the field was shown; what is sent next is compared with that. */
  base: number;
  fault?: FieldFault;
  clash?: Clash;
  /** Kinds of what was taken out of the text. */
  masked?: readonly string[];
  /** Somebody else has changed it, and the field shows the older text. */
  elsewhere?: boolean;
};

/** An assessment as one reader sees it now. */
export type View = Rendering & {
  t: Say;
  writer: Writer;
  /** The number of its last version. */
  version: number;
  /** Draft: everything can be written. Later only what the rules still allow. */
  draft: boolean;
  /** Values that were sent and not stored, by path. */
  held: ReadonlyMap<string, string>;
  notes: ReadonlyMap<string, Note>;
  /** The form that was just sent without a script, and what to say beside it. */
  said: { form: string; text: string; bad: boolean } | null;
  /** The risk or measure that stands open. */
  open: string | null;
  /** The field that the keyboard goes to. */
  focus: string | null;
};

export const slug = (path: string): string => path.replaceAll('.', '-');

/** What a field shows: what was sent and not stored, else what is stored. */
export function shownValue(v: View, path: string): string {
  return v.held.get(path) ?? fieldOf(v.d, path)?.read(v.d) ?? '';
}

/** The place below a field: what has to be said, and the version that its text was shown in. */
export function slot(v: View, path: string): Html {
  return html`<div class="at-field" id="n-${slug(path)}">${slotInner(v, path)}</div>`;
}

export function slotInner(v: View, path: string): Html {
  const note: Note = v.notes.get(path) ?? { base: v.version };
  const { t } = v;
  return html`<input type="hidden" name="base:${path}" value="${note.base}">${
    note.fault && html`<p class="error">${t(`assessment.fault.${note.fault}`)}</p>`
  }${note.masked && html`<p class="masked">${t('masked', { what: maskedWords(note.masked, t) })}</p>`}${
    note.elsewhere && html`<p class="hint">${t('assessment.elsewhere')}</p>`
  }${note.clash && clashPanel(v, note.clash)}`;
}

function maskedWords(kinds: readonly string[], t: Say): string {
  const words = kinds.map((k) => t(`masked.${k.replace('card number', 'card').replace(' ', '_')}`));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${t('and')} ${words.at(-1)}`;
}

/** Both texts side by side, with whose the other is, and three ways on. Nothing is stored before one is taken. */
function clashPanel(v: View, { path, theirs, mine, by, at, version }: Clash): Html {
  const { t, d, lang } = v;
  const free = fieldOf(d, path)?.free ?? false;
  const said = (value: string) =>
    free && value
      ? html`<dd lang="${d.lang}">${value}</dd>`
      : html`<dd>${inWords(path, value, lang) || t('assessment.emptied')}</dd>`;
  const button = (how: string) =>
    html`<button type="submit" name="settle" value="${how}:${version}:${path}">${t(`assessment.settle.${how}`)}</button>`;
  return html`<div class="clash" role="alert"><p><strong>${t('assessment.clash')}</strong> ${t('assessment.clash.choose')}</p>
<dl><dt>${t('assessment.clash.theirs', { who: who(by, lang), when: moment(at, lang, t) })}</dt>${said(theirs)}<dt>${t('assessment.clash.mine')}</dt>${said(mine)}</dl>
<p class="buttons">${button('mine')}${button('theirs')}${free && theirs && mine && button('both')}</p></div>`;
}

/** What stands in a field that is no free text, as a reader knows it. */
function inWords(path: string, value: string, lang: Lang): string {
  const [likelihood, consequence] = value.split('x').map(Number);
  if (path.endsWith('.score') && likelihood && consequence) return scoreText({ likelihood, consequence }, lang);
  if (path.endsWith('.role')) return ROLE_NAMES[value as keyof typeof ROLE_NAMES]?.[lang] ?? value;
  if (path.endsWith('.due')) return date(lang, value);
  return label(value, lang);
}

export function who(by: Actor, lang: Lang): string {
  return ROLE_NAMES[by.kind === 'bot' ? 'bot' : by.role][lang];
}

/** All of Norway and Sweden keep one time. */
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' });

/** `14.02`, or `14:02` in English. */
export function time(iso: string, lang: Lang): string {
  const text = CLOCK.format(new Date(iso));
  return lang === 'en' ? text : text.replace(':', '.');
}

/** `2. november 2026 kl. 14.02`. */
export function moment(iso: string, lang: Lang, t: Say): string {
  const at = new Date(iso);
  return t('assessment.moment', { day: date(lang, DAY.format(at)), time: time(iso, lang) });
}

/** A form that saves by itself once something in it has changed, and by its button where no script runs. */
export function savingForm(v: View, form: string, body: Value, more: { button?: string; delay?: string } = {}): Html {
  const { t } = v;
  const action = `/assessment/${v.d.id}/edit`;
  const trigger = `submit, change delay:${more.delay ?? '300ms'}, input delay:8s`;
  return html`<form class="saving" id="form-${form}" method="post" action="${action}" hx-post="${action}" hx-trigger="${trigger}" hx-sync="this:queue last" hx-swap="none" data-lost="${t('assessment.lost')}" data-saving="${t('assessment.saving')}" autocomplete="off" novalidate>
<input type="hidden" name="part" value="${form}">
${body}
<div class="bar"><button type="submit">${more.button ?? t('web.save')}</button>${status(v, form)}</div>
</form>`;
}

function status(v: View, form: string): Html {
  const said = v.said?.form === form ? v.said : null;
  return html`<p class="${said?.bad ? 'save-line bad' : 'save-line'}" id="s-${form}" role="status">${said?.text}</p>`;
}

/** A label and a text that can't be changed now. */
export function readOnly(v: View, name: string, section: string, id: string): Html {
  const text = textOf(v.d, section, id).trim();
  return html`<div class="read"><h3>${name}</h3>${text ? html`<p class="written" lang="${v.d.lang}">${text}</p>` : html`<p class="hint">${v.t('assessment.empty')}</p>`}</div>`;
}
