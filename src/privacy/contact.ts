import type { Hit } from './hit.ts';

const LOCAL = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const DOMAIN = /[\p{L}\p{M}\p{N}.-]/u;
const SPELLED_OUT =
  /[\p{L}\p{N}._-]{1,64} ?[([{](?:at|alfa|krøllalfa|snabel-?a)[)\]}] ?[\p{L}\p{N}-]{1,64}(?:\.[\p{L}\p{N}-]{1,64}){1,5}/giu;

/** E-mail addresses, read outwards from each @; a handle such as `@kommunen` is no address. */
export function emails(text: string): Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at;
    while (from > 0 && LOCAL.test(text[from - 1] ?? '')) from--;
    let to = at + 1;
    while (to < text.length && DOMAIN.test(text[to] ?? '')) to++;
    while (to > at + 1 && /[.-]/.test(text[to - 1] ?? '')) to--;
    const domain = text.slice(at + 1, to);
    const lastDot = domain.lastIndexOf('.');
    if (from < at && lastDot > 0 && domain.length - lastDot > 2) hits.push({ from, to, kind: 'email' });
  }
  for (const match of text.matchAll(SPELLED_OUT)) {
    hits.push({ from: match.index, to: match.index + match[0].length, kind: 'email' });
  }
  return hits;
}

const S = '[ \\u00a0\\u2009\\u202f]';
const G = '[ \\u00a0\\u2009\\u202f.\\-\\u2010-\\u2013/()]{0,3}';
/** Not inside a longer number, a date, a decimal or a law reference. */
const START = '(?<![\\d+]|\\d[-./:,\\u2010-\\u2013])';
const END = '(?!\\d|[-./:,\\u2010-\\u2013]\\d)';

/** 00 before a country code, and not the end of the number before it. */
const ZEROS = '(?<![\\d+]|\\d[-./:, \\u00a0\\u2010-\\u2013])\\(?00';
const NORWEGIAN_ABROAD = new RegExp(`(?:\\(?\\+|${ZEROS})${S}?47\\)?(?:${G}\\d){8}(?!\\d)`, 'g');
const ABROAD = new RegExp(`(?:\\(?\\+|${ZEROS})${S}?[1-9]\\d{0,2}\\)?(?:${G}\\d){6,12}(?!\\d)`, 'g');
/** Two numbers may be parted by a slash. */
const NORWEGIAN = new RegExp(
  `(?<![\\d+]|\\d[-.:,\\u2010-\\u2013])[2-9]\\d(?:(${S}|[.-])\\d\\d\\1\\d\\d\\1\\d\\d|\\d(${S})\\d\\d\\2\\d{3})(?!\\d|[-.:,\\u2010-\\u2013]\\d)`,
  'g',
);
const NORWEGIAN_BARE = new RegExp(`(?<![\\p{L}_/=-])${START}(?:47)?[2-9]\\d{7}${END}(?![\\p{L}_/-])`, 'gu');
/** After a word for it, any eight digits or more are a phone number, however they are grouped. */
const ANNOUNCED =
  /(?<![\p{L}])(?:tlf|tel|telefon|telefonen|telefonnummer|telefonnr|mobil|mobilen|mobilnr|mobilnummer|mob|ring|ringe|phone|call|sms|vipps|swish)[ .:\u00a0]{1,3}\d(?:[ .\-\u00a0]?\d){7,10}(?!\d|[-./:,]\d)/giu;
/** Area codes begin with 0; after them 5 to 8 digits, whole or in groups of two and three. */
const SWEDISH = new RegExp(
  `${START}\\(?(?:08|0[1-79]\\d|0[1-69]\\d\\d)(?:\\)?${S}{0,2}[-\\u2010-\\u2013/]?${S}{0,2})(?:\\d{5,8}|\\d{2,3}(?:${S}\\d{2,3}){1,3})${END}`,
  'g',
);

const MONEY_AFTER =
  /^[ \u00a0]{0,2}(?:kr|kron|nok|sek|dkk|eur|usd|mill|mrd|%|prosent|procent|percent|,-|:-|stk|innb|inv)/i;
const MONEY_BEFORE = /(?:kr|nok|sek|eur|usd|[€$£])[ .\u00a0]{0,2}$/i;
/** "Linje 22 23 24 25", "vecka 20 22 24 26": places in a text or a calendar. */
const COUNTED_BEFORE =
  /(?:linj\p{L}{0,5}|rad(?:er|erna)?|lines?|sid\p{L}{0,4}|pages?|uke\p{L}{0,3}|veke\p{L}{0,3}|veck\p{L}{0,4}|weeks?|art\p{L}{0,7}|kap\p{L}{0,5}|punkt\p{L}{0,3}|§)[ .:\u00a0]{0,2}$/iu;

/** 20230115, 15012023: a date in one run. */
function isDate(digits: string): boolean {
  const month = (text: string) => Number(text) >= 1 && Number(text) <= 12;
  const day = (text: string) => Number(text) >= 1 && Number(text) <= 31;
  const year = (text: string) => /^(?:19|20)/.test(text);
  return (
    (year(digits) && month(digits.slice(4, 6)) && day(digits.slice(6))) ||
    (year(digits.slice(4)) && day(digits.slice(0, 2)) && month(digits.slice(2, 4)))
  );
}

/** 22 23 24 25 and 20 30 40 50 count; 22 39 69 00 is dialled. */
function isCounting(groups: readonly string[]): boolean {
  const step = Number(groups[1]) - Number(groups[0]);
  return groups.length > 3 && groups.every((group, i) => i === 0 || Number(group) === Number(groups[i - 1]) + step);
}

/** Norwegian and Swedish phone numbers as people write them, and any number with a country code. */
export function phones(text: string): Hit[] {
  const hits: Hit[] = [];
  const find = (pattern: RegExp, refuse: (number: string) => boolean, first = /^/) => {
    for (const match of text.matchAll(pattern)) {
      const to = match.index + match[0].length;
      const before = text.slice(Math.max(0, match.index - 24), match.index);
      if (MONEY_AFTER.test(text.slice(to, to + 12)) || MONEY_BEFORE.test(before)) continue;
      if (COUNTED_BEFORE.test(before) || refuse(match[0])) continue;
      hits.push({ from: match.index + match[0].search(first), to, kind: 'phone' });
    }
  };
  find(NORWEGIAN_ABROAD, () => false);
  find(ABROAD, () => false);
  find(NORWEGIAN, (number) => isCounting(number.match(/\d+/g) ?? []));
  find(NORWEGIAN_BARE, isDate);
  find(ANNOUNCED, (number) => /\b(?:19|20)\d\d\b/.test(number), /\d/);
  find(SWEDISH, (number) => number.replace(/\D/g, '').length < 8 || (/^\d{8}$/.test(number) && isDate(number)));
  return hits;
}

const NORWEGIAN_PLATE =
  /(?<![\p{L}\p{N}])(?:[A-HJ-PR-Z]{2}[ \u00a0-]?|[a-hj-pr-z]{2})\d{5}(?![\p{L}\p{N}]|[.,:/-]\d)/gu;
const SWEDISH_PLATE = /(?<![\p{L}\p{N}])([A-HJ-PR-UW-Z]{3})[ \u00a0]?\d\d[\dA-HJ-NPR-UW-Z](?![\p{L}\p{N}]|[.,:/-]\d)/gu;
/** Three capitals before a number that mean something else: standards, reports, money, laws, words of an all-caps heading. */
const NO_PLATE = new Set(
  'ART BNP CET CSS DKK DNS DOC EKR EPS EUR FAQ FAX FOR GBP HAR HPA HTM ISO KAP KPA KPI KRS KSA KSN KSS LED MAX MED MMS MOT NOK NOU NRB NRK OCH OSL OST PAR PCT PDF PDL PER PKT PLM PNG PUL RAD REF RFC ROM ROS SAK SAL SEK SFO SFS SHA SKL SKR SMS SOL SOM SOU SSL TAB TCF THE TLS TRE TRO TUN TYP UKE URL USA USB USD UTF WCA'.split(
    ' ',
  ),
);
const NO_PLATE_PAIR = new Set([
  'EU',
  'NO',
  'SE',
  'KR',
  'UK',
  'US',
  'ID',
  'NR',
  'KL',
  'AV',
  'OG',
  'PÅ',
  'TO',
  'AN',
  'OR',
  'ER',
  'KS',
  'TV',
  'FB',
  'IG',
  'IT',
  'AI',
  'EN',
  'ET',
]);

/** Number plates of cars: AA 12345 (Norway), ABC 123 and ABC 12A (Sweden). */
export function plates(text: string): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(NORWEGIAN_PLATE)) {
    if (NO_PLATE_PAIR.has(match[0].slice(0, 2).toUpperCase())) continue;
    hits.push({ from: match.index, to: match.index + match[0].length, kind: 'plate' });
  }
  for (const match of text.matchAll(SWEDISH_PLATE)) {
    if (NO_PLATE.has(match[1] ?? '')) continue;
    hits.push({ from: match.index, to: match.index + match[0].length, kind: 'plate' });
  }
  return hits;
}
