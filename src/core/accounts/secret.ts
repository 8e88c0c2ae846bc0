/**
 * Passwords that somebody pastes into a form. The register never keeps one: the field is refused, and what is shown again is masked. Pure and linear in
 * the length of the text.
 */

export type SecretFound = { kind: 'named' | 'in_address' | 'random'; from: number; to: number };

/** What stands in the place of a password. */
const SECRET_TOKEN = '[***]';

/** A label and what stands behind it: "passord: …", "lösenord är …", "pwd=…". Norwegian, Swedish and English, and what sits beside them: codes and keys. */
const NAMED =
  /(?<![\p{L}\p{N}])(?:pass(?:ord|ordet|word|phrase|wd|kode|koden)|passfras(?:e|en)?|lösen(?:ord|ordet|fras|frasen)?|losenord(?:et)?|pwd|pw|pin(?:kode|koden|kod|-kode|-kod)?|(?:engangs|tofaktor|innloggings|inloggnings|login|sikkerhets|tryggleiks|säkerhets|backup|recovery|reserve|reserv)[ -]?(?:kode|koden|kod|koder|code|codes)|(?:api|secret)[ _-]?(?:key|token|nøkkel|nyckel)|token|credential|credentials)\s{0,3}(?:[:=]|(?:er|är|is)\s*[:=]?\s)\s{0,3}[«"'“”`]?([^\s,;«»"“”`]{3,200})/giu;
/** `https://user:password@host`. */
const IN_ADDRESS = /\b[a-z][a-z+.-]{1,10}:\/\/[^\s/:@]{1,100}:([^\s/@]{1,200})@/giu;
/** After "password is" these are words of a sentence: "passordet er hos kommunikasjonsenheten". */
const WORDS_AFTER =
  /^(?:hos|i|på|kun|bare|berre|bara|ikke|ikkje|inte|not|no|kept|held|with|at|in|stored|lagret|lagra|lagrat|delt|delat|known|kjent|kjend|känt|endret|endra|ändrat|changed|byttet|bytt|sperret|sperra|spärrat|et|ein|ett|en|a|the|det|den|this|oss|us|vår|our|for|för|til|till|to|required|nødvendig|centralt|sentralt|som|når|när|when|finnes|finst|finns|ligger|ligg|oppbevares|förvaras|alltid|always|aldri|aldrig|never)$/iu;
const PIECE = /[^\s,;()«»"“”]{10,200}/gu;

/** Everything in a text that looks like a password, in order of place and without overlap. */
export function findSecrets(text: string): SecretFound[] {
  const found: SecretFound[] = [];
  const take = (kind: SecretFound['kind'], from: number, to: number) => {
    if (!found.some((f) => from < f.to && f.from < to)) found.push({ kind, from, to });
  };
  for (const m of text.matchAll(IN_ADDRESS)) {
    const secret = m[1] ?? '';
    const from = m.index + m[0].length - 1 - secret.length;
    take('in_address', from, from + secret.length);
  }
  for (const m of text.matchAll(NAMED)) {
    const secret = m[1] ?? '';
    if (WORDS_AFTER.test(secret.replace(/(?<![.!?])[.!?]+$/, '')) || /^\[/.test(secret)) continue;
    take('named', m.index + m[0].length - secret.length, m.index + m[0].length);
  }
  for (const m of text.matchAll(PIECE)) if (isRandom(m[0])) take('random', m.index, m.index + m[0].length);
  return found.sort((a, b) => a.from - b.from);
}

/** The text with every password taken out. */
export function withoutSecrets(text: string): string {
  let out = '';
  let at = 0;
  for (const { from, to } of findSecrets(text)) {
    out += text.slice(at, from) + SECRET_TOKEN;
    at = to;
  }
  return out + text.slice(at);
}

/**
 * Whether a piece without spaces looks made by a generator: capitals, small letters and digits together (or three of those and signs), changing often, and
 * neither an address nor a date nor an identifier in words. "Biblioteket2024!" changes twice; "kX9#vQ2mLp" nearly at every letter.
 */
function isRandom(piece: string): boolean {
  if (/^(?:https?:|www\.|@|#)/i.test(piece) || /\.[a-z]{2,}(?:\/|$)/i.test(piece) || /@/.test(piece.slice(1, -1))) {
    // An address or e-mail; one of letters and signs alone is left to the others.
    if (
      /^(?:https?:|www\.)/i.test(piece) ||
      /^[\w.+-]+@[\w.-]+\.\w+$/.test(piece) ||
      /\.[a-z]{2,}(?:\/|$)/i.test(piece)
    )
      return false;
  }
  if (/^[\d\s.:/–-]+$/.test(piece)) return false;
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(piece)).length;
  if (kinds < 3) return false;
  if (/^\p{L}+[-/]\p{L}/u.test(piece) && !/\d/.test(piece)) return false;
  const sort = (c: string) => (/\p{Lu}/u.test(c) ? 'U' : /\p{Ll}/u.test(c) ? 'l' : /\d/.test(c) ? 'd' : 's');
  const sorts = [...piece].map(sort);
  const changes = sorts.filter((s, i) => i > 0 && s !== sorts[i - 1]).length;
  return changes / (sorts.length - 1) >= 0.4;
}
