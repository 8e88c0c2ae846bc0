import {
  type Action,
  type Button,
  type Card,
  type Field,
  type Form,
  type Link,
  type Part,
  packAction,
  type Source,
  type Text,
  type Why,
} from '../../core/card.ts';
import type { Lang } from '../../core/language.ts';
import { quoted } from '../../core/locale.ts';
import { type Arranged, arranged, idAndWords } from './beside.ts';
import { attributes, Html, html, type Value } from './html.ts';
import { sourceLink } from './links.ts';
import type { Say } from './reader.ts';

/** A card of the conversation as HTML. Every form works without a script; with one, only the card is exchanged. */
export type Drawn = {
  t: Say;
  /** Unique on the page: ids of fields begin with it. */
  key: string;
  /** The card has just taken another's place: its title takes the focus. */
  fresh: boolean;
  /** The screening it belongs to: the script puts it into the address, so that a page that is loaded again shows it again. */
  session?: string | undefined;
  /** Where its forms are sent; absent: to the chat. */
  post?: string;
  /** Links to what goes with the card, to be saved; they stand above its last buttons. */
  files?: readonly Html[];
};
/** A part among the others of its card. */
type InCard = Drawn & { beside: Arranged['beside'] };

/** What a card's buttons and forms put in its place: the element with this id. */
export const WORK = 'work';

export function cardHtml(card: Card, drawn: Drawn): Html {
  let titled = false;
  const { parts: all, beside } = arranged(card.parts);
  const parts = all.map((part, i) => {
    const first = !titled && part.kind === 'text';
    titled ||= first;
    return partHtml(part, { ...drawn, beside, key: `${drawn.key}-${i}` }, first);
  });
  if (drawn.files?.length) {
    const last = all.findLastIndex((part) => part.kind === 'buttons');
    parts.splice(last < 0 ? parts.length : last, 0, html`<p class="actions">${drawn.files}</p>`);
  }
  return html`<section ${attributes({ class: 'card work', lang: card.lang, 'aria-labelledby': `${drawn.key}-title`, 'data-session': drawn.session })}>${parts}</section>`;
}

function partHtml(part: Part, drawn: InCard, first: boolean): Html {
  switch (part.kind) {
    case 'text':
      return text(part, drawn, first);
    case 'progress':
      return html`<p class="progress"><progress ${attributes({ max: part.steps, value: part.step, 'aria-label': part.text })}></progress> ${part.text}</p>`;
    case 'facts':
      return html`<div class="told">${heading(part.title)}<dl>${part.rows.map((row) => fact(row, drawn))}</dl></div>`;
    case 'list':
      return html`<div class="points">${heading(part.title)}<ul class="${part.style}">${part.items.map((item) => point(item, drawn))}</ul></div>`;
    case 'sources':
      return sources(heading(part.title), part, drawn.t);
    case 'form':
      return form(part, drawn);
    case 'buttons':
      return pressRow(part.buttons, drawn.post);
    case 'image':
      // Drawn by the program itself, from numbers and its own words: the one markup that is taken as it stands.
      // Too wide for a phone, it scrolls by itself.
      return html`<div class="picture" role="img" tabindex="0" aria-label="${part.alt}">${new Html(part.svg)}</div>`;
    case 'copy':
      return copy(part, drawn);
  }
}

const heading = (text: string | undefined): Html | false => text !== undefined && html`<h3 class="label">${text}</h3>`;

/** A label with its value, and the way to change it. */
function fact(row: { label: string; value: string }, { beside, t }: InCard): Html {
  const { id, words } = idAndWords(row.label);
  const named = id ? html`${words} <span class="id">${id}</span>` : words;
  return html`<div><dt>${named}</dt><dd>${row.value}${changes(beside.get(row), words, t)}</dd></div>`;
}

function point(item: { text: string; lang?: Lang }, { beside, t }: InCard): Html {
  const buttons = beside.get(item);
  const text = html`<span ${attributes({ lang: item.lang })}>${item.text}</span>`;
  return buttons ? html`<li><div>${text}${changes(buttons, item.text, t)}</div></li>` : html`<li>${text}</li>`;
}

/** One button is called "Change", and says what to those who hear it out of its place; several keep their names. */
function changes(all: readonly Button[] | undefined, of: string, t: Say): Html | false {
  if (!all) return false;
  const [only, ...others] = all;
  const called = (button: Button) =>
    only && others.length === 0 ? html`${t('change')}<span class="visually-hidden"> ${of}</span>` : button.label;
  return html`<form ${sends()} class="${others.length > 0 ? 'change several' : 'change'}">${all.map((b) => press(b, called(b)))}</form>`;
}

/** The script shows the button where the browser lets a page write to the clipboard; without it the text can be marked. */
function copy({ label, text: line }: Extract<Part, { kind: 'copy' }>, { key, t }: InCard): Html {
  const id = `${key}-copy`;
  return html`<div class="copy"><label class="label" for="${id}">${label}</label><textarea id="${id}" rows="3" readonly>${line}</textarea>
<p class="copying"><button type="button" data-copy="${id}" data-done="${t('web.copied')}">${t('web.copy')}</button> <span role="status"></span></p></div>`;
}

const TAGS: Record<Text['role'], (content: Value, more: ReturnType<typeof attributes>) => Html> = {
  title: (content, more) => html`<h2 ${more}>${content}</h2>`,
  lead: (content, more) => html`<p ${more}><strong>${content}</strong></p>`,
  body: (content, more) => html`<p ${more}>${content}</p>`,
  note: (content, more) => html`<p ${more}>${content}</p>`,
};

/** The first text names the card; it takes the focus when the card is new. */
function text({ role, text: content, lang }: Text, { key, fresh }: Drawn, first: boolean): Html {
  const id = first ? `${key.slice(0, key.lastIndexOf('-'))}-title` : null;
  return TAGS[role](
    content,
    attributes({ class: role, lang, id, tabindex: first ? -1 : null, autofocus: first && fresh ? true : null }),
  );
}

function sources(
  title: Html | false,
  { title: name, items, shown }: { title: string; items: readonly Source[]; shown: number },
  t: Say,
): Html {
  if (items.length === 0) return html``;
  const all = items.map((item) => source(item, t));
  const open = all.slice(0, shown);
  const folded = all.slice(shown);
  const more = shown === 0 ? name : t('more_sources', { n: folded.length });
  return html`<div class="sources">${shown > 0 && html`${title}<ol>${open}</ol>`}${
    folded.length > 0 &&
    html`<details><summary>${more}</summary><ol ${attributes({ start: shown + 1 })}>${folded}</ol></details>`
  }</div>`;
}

function source(item: Source, t: Say): Html {
  const { verbatim, quote, quoteLang, from, flags, at } = item;
  const words = verbatim
    ? html`<blockquote lang="${quoteLang}"><p>${quoted(quoteLang, quote)}</p></blockquote>`
    : html`<p class="note" lang="${quoteLang}">${quote}</p>`;
  const href = at ? hrefOf(at) : null;
  return html`<li class="source"><figure>${words}<figcaption>${from}${
    href && html` · <a class="place" href="${href}">${t(verbatim ? 'open_source' : 'web.law.open')}</a>`
  }${flags.map((flag) => html`<span class="flag">${flag}</span>`)}</figcaption></figure></li>`;
}

export function hrefOf(link: Link): string {
  switch (link.to) {
    case 'source':
      return sourceLink(link.document, link.lines ? [link.lines[0], link.lines[1]] : null, link.turn ?? null);
    case 'assessment':
      return `/assessment/${encodeURIComponent(link.id)}`;
    case 'account':
      return `/console/accounts/${encodeURIComponent(link.id)}`;
    case 'export':
      return `/assessment/${encodeURIComponent(link.id)}/export/${link.format}`;
    case 'console':
      return `/console/enter?key=${encodeURIComponent(link.key)}`;
    case 'log':
      return '/console/moderation';
  }
}

/** Attributes of a form that sends an action and puts what comes in the place of the card. */
const sends = (post = '/act') =>
  attributes({
    method: 'post',
    action: post,
    'hx-post': post,
    'hx-target': `#${WORK}`,
    'hx-swap': 'innerHTML',
    // A second press while the first is under way is dropped; the server would know it anyway.
    'hx-sync': 'this:drop',
  });

function form({ fields, submit, also, file }: Form, drawn: Drawn): Html {
  return html`<form ${sends(drawn.post)} class="questions">${fields.map((f) => field(f, drawn))}${file && sendsAlong(file, drawn)}<div class="actions">${[submit, ...also].map((b) => press(b))}</div></form>`;
}

/** A file goes with everything else that stands in the form, so that nothing of it is lost. The buttons that send no file leave it where it is. */
function sendsAlong({ label, hint, button }: NonNullable<Form['file']>, { key }: Drawn): Html {
  const id = `${key}-file`;
  const way = attributes({
    type: 'submit',
    formaction: '/photo?along',
    formenctype: 'multipart/form-data',
    'hx-post': '/photo?along',
    'hx-encoding': 'multipart/form-data',
    'hx-target': `#${WORK}`,
    'hx-swap': 'innerHTML',
  });
  return html`<div class="field along"><label for="${id}">${label}</label><p class="hint" id="${id}-hint">${hint}</p><input ${attributes({ type: 'file', id, name: 'photo', accept: 'image/*', required: true, 'aria-describedby': `${id}-hint` })}> <button ${way}>${button}</button></div>`;
}

/** Buttons in a row, each sending its own action. */
export function pressRow(all: readonly Button[], post?: string): Html {
  return html`<form ${sends(post)} class="actions">${all.map((b) => press(b))}</form>`;
}

/** A button that sends its action, or a link. A button that does not send the fields is not held up by them either. */
function press(given: Button, called: Value = given.label): Html {
  const button = asLink(given);
  const look = button.style ?? null;
  if (button.link)
    return html`<a ${attributes({ class: ['button', look].filter(Boolean).join(' '), href: hrefOf(button.link) })}>${called}</a>`;
  return html`<button ${attributes({ type: 'submit', name: 'action', value: packed(button.action), class: look, formnovalidate: true })}>${called}</button>`;
}

/** In a page a document is a page, and a download is a link: both can be opened in a tab of their own. */
function asLink(button: Button): Button {
  const { label, action, style } = button;
  const look = style ? { style } : {};
  if (action?.do === 'show_assessment') return { label, ...look, link: { to: 'assessment', id: action.assessment } };
  if (action?.do === 'export')
    return { label, ...look, link: { to: 'export', id: action.assessment, format: action.format } };
  return button;
}

const packed = (action: Action): string => packAction(action);

function field(f: Field, drawn: Drawn): Html {
  const id = `${drawn.key}-${f.id}`;
  const described = [f.error ? `${id}-error` : '', f.hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || null;
  const said = html`${f.hint && html`<p class="hint" id="${id}-hint">${f.hint}</p>`}${f.error && html`<p class="error" id="${id}-error" role="alert">${f.error}</p>`}`;
  if (f.kind === 'text') {
    const shared = {
      id,
      name: f.id,
      maxlength: f.max,
      'aria-describedby': described,
      'aria-invalid': f.error ? 'true' : null,
    };
    const box = f.multiline
      ? html`<textarea ${attributes({ ...shared, rows: 3 })}>
${f.value ?? ''}</textarea>`
      : html`<input ${attributes({ ...shared, type: 'text', value: f.value })}>`;
    return html`<div class="field"><label for="${id}">${f.label}</label>${said}${box}${why(f.why, drawn.t)}</div>`;
  }
  const kind = f.kind === 'ticks' ? 'checkbox' : 'radio';
  const chosen = (value: string) => (f.kind === 'ticks' ? f.values.includes(value) : f.value === value);
  const lines = f.options.map((o) => {
    const line = html`<label class="option"><input ${attributes({ type: kind, name: f.id, value: o.value, checked: chosen(o.value) })}> <span>${o.label}</span></label>`;
    const reason = 'why' in o ? why(o.why as Why | undefined, drawn.t, o.label) : '';
    return html`<div class="line">${line}${reason}</div>`;
  });
  return html`<fieldset ${attributes({ class: 'field', id, 'aria-describedby': described, 'aria-invalid': f.error && kind === 'radio' ? 'true' : null })}><legend>${f.label}</legend>${said}${lines}${why(f.why, drawn.t)}</fieldset>`;
}

/** "Why do we ask?", folded. `of` is the line it belongs to, for those who hear it out of its place. */
function why(reason: Why | undefined, t: Say, of?: string): Html {
  if (!reason) return html``;
  return html`<details class="why"><summary>${t('why')}${of && html`<span class="visually-hidden"> ${of}</span>`}</summary><p>${reason.text}</p>${sources(html`<p class="label">${t('sources')}</p>`, { title: t('sources'), items: reason.sources, shown: 2 }, t)}</details>`;
}
