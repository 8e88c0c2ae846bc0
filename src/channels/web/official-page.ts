import type { Express } from 'express';
import { type Account, changedAt, OFFICIAL } from '../../core/accounts/account.ts';
import { shownAddress } from '../../core/accounts/address.ts';
import { platformName } from '../../core/accounts/words.ts';
import { defaultLang, LANGS, Lang } from '../../core/language.ts';
import { date } from '../../core/locale.ts';
import { attributes, type Html, html } from './html.ts';
import { page } from './layout.ts';
import { speaker } from './reader.ts';
import type { Site } from './site.ts';

/**
 * Which accounts are the municipality's own, for anybody who wants to know, as Österåker publishes it (osteraker:33-37): agreed and active ones, with whose they
 * are and what they are for. No person, no contact, no history; and no cookie is set or read. Of several municipalities each has its own, by the name of its folder.
 */
const OFFICIAL_PAGE = '/official-accounts';

/** The municipality whose page an address asks for: the name of its folder, or null for the one page that there is without several; and whether as data. */
export function officialAt(path: string): { name: string | null; data: boolean } | undefined {
  const [all, segment, data] = /^\/official-accounts(?:\/([^/]+?))?(\.json)?$/.exec(path) ?? [];
  if (all === undefined) return undefined;
  try {
    return { name: segment === undefined ? null : decodeURIComponent(segment), data: data !== undefined };
  } catch {
    return undefined;
  }
}

/** What a citizen may know of an account. */
function publicOf(a: Account) {
  const url = a.address.startsWith('https://') ? a.address : null;
  return {
    name: a.name,
    platform: a.platform,
    address: shownAddress(a.address),
    url,
    unit: a.unit,
    purpose: a.purpose,
    main: a.main,
  };
}

export function addOfficialPage(app: Express, site: Site): void {
  const held = site.register;
  if (!held) return;
  const { config, knowledge, assets } = site;
  const official = async () => {
    const { tenant, official: own } = config;
    const all = [];
    for (const id of own?.tenants ?? [tenant]) all.push(...(await held.accounts.list(id, OFFICIAL)));
    const shown = all.filter((a) => a.country === config.country).sort((a, b) => Number(b.main) - Number(a.main));
    const updated = shown.map(changedAt).sort().at(-1) ?? null;
    return { shown, updated };
  };
  const owner = (lang: Lang) => held.municipality(config.country, lang).name;

  app.get([OFFICIAL_PAGE, `${OFFICIAL_PAGE}.json`, `${OFFICIAL_PAGE}/:name`], async (req, res, next) => {
    const at = officialAt(req.path);
    if (!at || (at.name !== null && at.name !== config.official?.name)) return next();
    if (at.data) {
      const { shown, updated } = await official();
      res.json({
        municipality: owner(defaultLang(config.country)),
        country: config.country,
        updated,
        accounts: shown.map(publicOf),
      });
      return;
    }
    const here = at.name === null ? OFFICIAL_PAGE : `${OFFICIAL_PAGE}/${encodeURIComponent(at.name)}`;
    // The country's own language; a reader of another can ask for theirs.
    const lang = Lang.safeParse(req.query.lang).data ?? config.lang ?? defaultLang(config.country);
    const t = speaker(knowledge, lang);
    const { shown, updated } = await official();
    const words = { locales: knowledge.locales, lang };
    const name = owner(lang);
    res.type('html').send(
      page({
        lang,
        title: `${t('account.official.title')} · ${name}`,
        skip: { to: '#main', text: t('web.skip.content') },
        assets,
        class: 'assess console official',
        body: html`<header class="top"><div class="brand"><p class="wordmark">${name}</p></div></header>
<main id="main" tabindex="-1"><h1>${t('account.official.title')}</h1>
<p>${t('account.official.intro')}</p>
${shown.length === 0 ? html`<p>${t('account.official.none')}</p>` : listHtml(shown, words, t)}
<p class="hint">${updated && t('account.official.updated', { date: date(lang, updated) })} <a href="${here}.json">JSON</a></p>
<nav class="langs" aria-label="${t('help.lang')}"><ul>${LANGS.map((l) => html`<li><a ${attributes({ href: `${here}?lang=${l}`, lang: l, hreflang: l, 'aria-current': l === lang ? 'true' : null })}>${speaker(knowledge, l)(`lang.${l}`)}</a></li>`)}</ul></nav>
</main>`,
      }),
    );
  });
}

function listHtml(
  shown: readonly Account[],
  words: Parameters<typeof platformName>[0],
  t: ReturnType<typeof speaker>,
): Html {
  return html`<ul class="accounts">${shown.map((a) => {
    const { url, address } = publicOf(a);
    const where = url ? html`<a href="${url}" rel="noreferrer">${address}</a>` : html`${address}`;
    return html`<li><h2>${a.name}</h2>${a.main && html`<p><span class="chip">${t('account.option.main')}</span></p>`}
<p class="address">${platformName(words, a.platform)}: ${where}</p>
<dl><div><dt>${t('account.field.unit')}</dt><dd>${a.unit}</dd></div><div><dt>${t('account.field.purpose')}</dt><dd>${a.purpose}</dd></div></dl></li>`;
  })}</ul>`;
}
