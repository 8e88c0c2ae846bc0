import type { Knowledge } from '../../core/guideline.ts';
import { COUNTRIES, LANGS, type Lang } from '../../core/language.ts';
import type { Assets } from './assets.ts';
import type { Settings } from './cookies.ts';
import { attributes, type Html, html } from './html.ts';
import { type Reader, type Say, speaker } from './reader.ts';

/** htmx keeps to its job: no history of its own, no style sheet of its own, and the one extension that streams. */
const HTMX = JSON.stringify({ history: false, includeIndicatorCSS: false, extensions: 'sse' });

/** A whole page. `skip` is the first stop of the keyboard: an address inside the page and what it says. */
export function page(input: {
  lang: Lang;
  title: string;
  skip: { to: string; text: string };
  assets: Assets;
  body: Html;
  class: string;
}): string {
  const { lang, title, skip, assets, body } = input;
  const whole = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f5f1" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#11181d" media="(prefers-color-scheme: dark)">
<meta name="htmx-config" content="${HTMX}">
<title>${title}</title>
<link rel="icon" href="${assets.url('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.url('style.css')}">
<script src="${assets.url('htmx.js')}" defer></script>
<script src="${assets.url('hx-sse.js')}" defer></script>
<script src="${assets.url('app.js')}" defer></script>
</head>
<body class="${input.class}">
<a class="skip" id="skip" href="${skip.to}">${skip.text}</a>
${body}
</body>
</html>
`;
  return whole.text;
}

/** The head of the chat: the name, the choices and a way to begin again. Swapped when the page changes its language. */
export function chatHead(reader: Reader, knowledge: Knowledge): Html {
  const t = speaker(knowledge, reader.lang);
  return html`<header id="top" class="top" data-page-lang="${reader.lang}">
<div class="brand"><h1 class="wordmark">${t('web.title')}</h1><p class="tagline">${t('web.tagline')}</p></div>
<div class="tools">
<details class="settings" id="settings">
<summary><span class="visually-hidden">${t('web.settings')}: </span>${settingsInWords(reader.settings, t, knowledge)}</summary>
${settingsForm(reader.settings, t, knowledge)}
</details>
<form method="post" action="/new"><button type="submit" class="quiet" id="new">${t('web.new')}</button></form>
${reader.signedIn && html`<form method="post" action="/sign-out"><button type="submit" class="quiet" id="sign-out">${t('web.sign_out')}</button></form>`}
</div>
</header>`;
}

/** The head of every other page: the name leads home. */
export function plainHead(t: Say): Html {
  return html`<header class="top"><div class="brand"><p class="wordmark"><a href="/">${t('web.title')}</a></p><p class="tagline">${t('web.tagline')}</p></div></header>`;
}

function settingsInWords({ lang, country }: Settings, t: Say, knowledge: Knowledge): string {
  return `${lang ? ownName(lang, knowledge) : t('web.lang.auto')} · ${t(`country.${country}`)}`;
}

/** A language by its own name, so that whoever needs it finds it. */
function ownName(lang: Lang, knowledge: Knowledge): string {
  const name = speaker(knowledge, lang)(`lang.${lang}`);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function settingsForm({ lang, country }: Settings, t: Say, knowledge: Knowledge): Html {
  const languages = LANGS.map(
    (l) => html`<option ${attributes({ value: l, lang: l, selected: l === lang })}>${ownName(l, knowledge)}</option>`,
  );
  const countries = COUNTRIES.map(
    (c) => html`<option ${attributes({ value: c, selected: c === country })}>${t(`country.${c}`)}</option>`,
  );
  return html`<form method="post" action="/settings" class="settings-form">
<label for="lang">${t('web.lang')}</label>
<select id="lang" name="lang"><option ${attributes({ value: 'auto', selected: lang === null })}>${t('web.lang.auto')}</option>${languages}</select>
<label for="country">${t('web.country')}</label>
<select id="country" name="country">${countries}</select>
<button type="submit">${t('web.save')}</button>
</form>`;
}
