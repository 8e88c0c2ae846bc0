import type { Block, Message, OpenView, StoredFile } from './workspace.ts';

/** Block Kit as plain HTML that looks roughly as Slack shows it, to be looked at: sizes and colours are Slack's, as far as they matter to how a card reads. */

type Rich = Extract<Block, { type: 'rich_text' }>['elements'][number];
type Piece = Extract<Rich, { type: 'rich_text_section' }>['elements'][number];
type Input = Extract<Block, { type: 'input' }>;
type Button = Extract<Block, { type: 'actions' }>['elements'][number];
type Option = { text: { text: string }; value: string; description?: { text: string } | undefined };
export type Shown = { message: Message; name: string; files: StoredFile[]; reply?: boolean };

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const lines = (text: string): string => escaped(text).replaceAll('\n', '<br>');

function piece(p: Piece): string {
  const text = lines(p.text ?? (p.type === 'link' ? p.url : ''));
  const linked = p.type === 'link' ? `<a href="${escaped(p.url)}">${text}</a>` : text;
  const { bold, italic, strike, code } = p.style ?? {};
  const wrap = (on: boolean | undefined, tag: string, inner: string) => (on ? `<${tag}>${inner}</${tag}>` : inner);
  return wrap(bold, 'b', wrap(italic, 'i', wrap(strike, 's', wrap(code, 'code', linked))));
}
const pieces = (all: readonly Piece[]): string => all.map(piece).join('');

function rich(element: Rich): string {
  switch (element.type) {
    case 'rich_text_section':
      return `<div>${pieces(element.elements)}</div>`;
    case 'rich_text_quote':
      return `<blockquote>${pieces(element.elements)}</blockquote>`;
    case 'rich_text_preformatted':
      return `<pre>${pieces(element.elements)}</pre>`;
    case 'rich_text_list': {
      const tag = element.style === 'ordered' ? 'ol' : 'ul';
      return `<${tag}>${element.elements.map((item) => `<li>${pieces(item.elements)}</li>`).join('')}</${tag}>`;
    }
  }
}

function button({ text, style, url }: Button): string {
  return `<span class="button ${style ?? ''}" title="${escaped(text.text)}">${escaped(text.text)}${url ? ' ↗' : ''}</span>`;
}

const optionsOf = (element: Input['element']): Option[] =>
  element.type === 'plain_text_input'
    ? []
    : [
        ...(element.options ?? []),
        ...('option_groups' in element ? (element.option_groups ?? []).flatMap((g) => g.options) : []),
      ];

function choices(element: Input['element'], mark: 'radio' | 'checkbox', chosen: readonly string[]): string {
  return optionsOf(element)
    .map(({ text, value, description }) => {
      const on = chosen.includes(value) ? ' on' : '';
      return `<div class="choice"><span class="${mark}${on}"></span><span>${escaped(text.text)}${description ? `<span class="below">${escaped(description.text)}</span>` : ''}</span></div>`;
    })
    .join('');
}

/** `chosen` is what somebody has entered since it was drawn. */
function control(element: Input['element'], entered: readonly string[] | undefined): string {
  switch (element.type) {
    case 'radio_buttons':
      return choices(element, 'radio', entered ?? [element.initial_option?.value ?? '']);
    case 'checkboxes':
      return choices(element, 'checkbox', entered ?? (element.initial_options ?? []).map((o) => o.value));
    case 'plain_text_input': {
      const text = entered?.[0] ?? element.initial_value ?? '';
      return `<div class="text ${element.multiline ? 'many' : ''}">${lines(text) || `<span class="pale">${escaped(element.placeholder?.text ?? '')}</span>`}</div>`;
    }
    default: {
      const chosen = entered ?? [];
      const names = optionsOf(element).filter((o) => chosen.includes(o.value));
      return `<div class="text select">${names.map((o) => escaped(o.text.text)).join(', ') || '<span class="pale">Velg et alternativ</span>'}<span>⌄</span></div>`;
    }
  }
}

/** What somebody has entered, and what is wrong, each by block. */
export type Filled = { entered?: ReadonlyMap<string, readonly string[]>; errors?: Readonly<Record<string, string>> };

function input(block: Input, { entered, errors }: Filled): string {
  const id = block.block_id ?? '';
  const wrong = errors?.[id];
  return `<div class="input ${wrong ? 'wrong' : ''}"><label>${escaped(block.label.text)}${block.optional ? ' <span class="optional">(valgfritt)</span>' : ''}</label>
${control(block.element, entered?.get(id))}${wrong ? `<div class="error">${escaped(wrong)}</div>` : ''}${block.hint ? `<div class="hint">${lines(block.hint.text)}</div>` : ''}</div>`;
}

function drawn(block: Block, filled: Filled): string {
  switch (block.type) {
    case 'header':
      return `<h3>${escaped(block.text.text)}</h3>`;
    case 'divider':
      return '<hr>';
    case 'section':
      return `<div>${lines(block.text?.text ?? '')}</div>`;
    case 'context':
      return `<div class="context">${block.elements.map((e) => `<span>${lines(e.text)}</span>`).join('')}</div>`;
    case 'actions':
      return `<div class="actions">${block.elements.map(button).join('')}</div>`;
    case 'input':
      return input(block, filled);
    case 'rich_text':
      return `<div class="rich">${block.elements.map(rich).join('')}</div>`;
  }
}
const blocksHtml = (blocks: readonly Block[], filled: Filled = {}): string =>
  blocks.map((block) => `<div class="block">${drawn(block, filled)}</div>`).join('\n');

function fileHtml({ name, title, bytes }: StoredFile): string {
  const picture = /\.(?:png|jpe?g)$/i.test(name) && bytes;
  if (picture)
    return `<div class="file"><div class="context">${escaped(title ?? name)}</div><img alt="" src="data:image/png;base64,${bytes.toString('base64')}"></div>`;
  return `<div class="file card"><b>${escaped(title ?? name)}</b><div class="context">${escaped(name.split('.').at(-1)?.toUpperCase() ?? '')}</div></div>`;
}

function messageHtml({ message, name, files, reply }: Shown): string {
  const app = name === 'varsam';
  const body =
    message.blocks.length > 0
      ? blocksHtml(message.blocks)
      : message.text
        ? `<div class="block">${lines(message.text.replace(/<@\w+>/g, '@varsam'))}</div>`
        : '';
  return `<article class="${message.onlyTo ? 'alone' : ''} ${reply ? 'reply' : ''}"><div class="face ${app ? 'app' : ''}">${escaped(name.slice(0, 1))}</div><div class="said">
${message.onlyTo ? '<div class="context only">👁 Bare synlig for deg</div>' : ''}<div class="who"><b>${escaped(name)}</b>${app ? '<span class="badge">APP</span>' : ''}<span class="context">09:41</span></div>
${body}${files.map(fileHtml).join('')}${message.edits ? '<span class="context">(redigert)</span>' : ''}</div></article>`;
}

/** A room or a direct message. */
export function roomPage(title: string, shown: readonly Shown[]): string {
  return page(`<main class="room"><h1>${escaped(title)}</h1>${shown.map(messageHtml).join('\n')}</main>`);
}

/** A view in its window. */
export function modalPage({ view }: OpenView, filled: Filled = {}): string {
  const { title, submit, close } = view as { title?: Words; submit?: Words; close?: Words };
  return page(`<main class="shade"><section class="modal"><header><span class="face app">v</span><b>${escaped(title?.text ?? '')}</b><span class="x">✕</span></header>
<div class="body">${blocksHtml(view.blocks, filled)}</div>
<footer>${close || submit ? `<span class="button">${escaped(close?.text ?? 'Avbryt')}</span>` : ''}${submit ? `<span class="button primary">${escaped(submit.text)}</span>` : ''}</footer></section></main>`);
}
type Words = { text: string };

export function homePage({ view }: OpenView): string {
  return page(
    `<main class="room home"><h1>varsam</h1><nav><b>Hjem</b><span>Meldinger</span><span>Om</span></nav>${blocksHtml(view.blocks)}</main>`,
  );
}

function page(body: string): string {
  return `<!doctype html><html lang="nb"><meta charset="utf-8"><style>${STYLE}</style><body>${body}</body></html>`;
}

const STYLE = `
*{box-sizing:border-box}
body{margin:0;font:15px/1.46668 Lato,"Liberation Sans",Arial,sans-serif;color:#1d1c1d;background:#fff}
a{color:#1264a3;text-decoration:none}
.room{width:760px;padding:0 20px 20px}
h1{font-size:18px;margin:0 -20px 12px;padding:12px 20px;border-bottom:1px solid #ddd}
article{display:flex;gap:8px;padding:8px 0}
article.alone{background:#f8f8f8;margin:0 -20px;padding:8px 20px}
article.reply{margin-left:28px}
.face{flex:none;width:36px;height:36px;border-radius:8px;background:#8d6a9f;color:#fff;font-weight:700;text-align:center;line-height:36px;text-transform:uppercase}
.face.app{background:#1f3a4d;text-transform:none}
.said{flex:1;min-width:0;max-width:640px}
.who{display:flex;gap:6px;align-items:center;line-height:1.3}
.badge{font-size:10px;background:#e8e8e8;color:#616061;border-radius:2px;padding:0 3px}
.context{font-size:12px;line-height:1.5;color:#616061;display:flex;flex-wrap:wrap;gap:0 8px}
.only{margin-bottom:2px}
.block{margin:8px 0}
.who+.block{margin-top:4px}
h3{font-size:18px;line-height:1.33;font-weight:900;margin:0}
.rich div{min-height:1em}
blockquote{margin:4px 0;padding-left:16px;position:relative;white-space:pre-wrap}
blockquote::before{content:"";position:absolute;left:0;top:0;bottom:0;width:4px;border-radius:8px;background:#ddd}
ul,ol{margin:0;padding-left:28px}
pre{margin:4px 0;padding:8px;font:12px/1.5 "DejaVu Sans Mono",monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;white-space:pre-wrap;word-break:break-word}
code{font:12px monospace;color:#e01e5a;background:#f8f8f8;border:1px solid #ddd;border-radius:3px;padding:1px 3px}
hr{border:0;border-top:1px solid #ddd;margin:16px 0}
.actions{display:flex;flex-wrap:wrap;gap:8px}
.button{display:inline-block;max-width:22em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:13px;font-weight:700;line-height:26px;padding:0 12px;border:1px solid #bbb;border-radius:4px;background:#fff}
.button.primary{background:#007a5a;border-color:#007a5a;color:#fff}
.button.danger{background:#e01e5a;border-color:#e01e5a;color:#fff}
.input label{display:block;font-weight:700;margin-bottom:6px}
.optional{font-weight:400;color:#616061}
.choice{display:flex;gap:10px;padding:3px 0}
.radio,.checkbox{flex:none;width:16px;height:16px;margin-top:3px;border:1px solid #868686}
.radio{border-radius:50%}.checkbox{border-radius:3px}
.radio.on{border:5px solid #1264a3}.checkbox.on{background:#1264a3;border-color:#1264a3}
.text{border:1px solid #868686;border-radius:4px;padding:8px 12px;min-height:40px;display:flex;justify-content:space-between}
.text.many{min-height:96px}
.pale{color:#868686}
.below{display:block;font-size:13px;color:#616061}
.hint{font-size:13px;color:#616061;margin-top:4px}
.error{color:#e01e5a;margin-top:4px}
.wrong .text{border-color:#e01e5a}
.file{margin-top:6px}
.file img{max-width:420px;border:1px solid #ddd;border-radius:8px;display:block;margin-top:4px}
.file.card{border:1px solid #ddd;border-radius:8px;padding:8px 12px;width:360px}
.shade{width:640px;padding:30px 60px;background:#8d8d8d}
.modal{background:#fff;border-radius:8px;width:520px}
.modal header{display:flex;gap:12px;align-items:center;padding:16px 24px;border-bottom:1px solid #ddd;font-size:20px}
.modal .x{margin-left:auto;color:#616061}
.modal .body{padding:8px 24px 16px}
.modal footer{display:flex;justify-content:flex-end;gap:12px;padding:16px 24px;border-top:1px solid #ddd;min-height:20px}
.modal footer .button{line-height:34px;font-size:15px}
.modal footer:empty{display:none}
nav{display:flex;gap:20px;border-bottom:1px solid #ddd;margin:-4px -20px 12px;padding:0 20px 8px;color:#616061}
nav b{color:#1d1c1d}
.home .block{margin:10px 0}
`;
