/** A stretch of a text, `from` included and `to` not, in UTF-16 code units. */
export type Stretch = { from: number; to: number };

const B = '(?<![\\p{L}\\p{N}])';
const E = '(?![\\p{L}\\p{N}])';
/** What asks about a text that is about to go out. */
const ASKS = [
  '(?:kan|får|skal|bør|kunne)\\s+(?:vi|me|jeg|eg|man|ein|en)\\s+(?:poste|legge ut|leggje ut|publisere|dele|skrive|sende ut|bruke)',
  '(?:kan|får|ska|bör|skulle)\\s+(?:vi|jag|man)\\s+(?:lägga ut|posta|publicera|dela|skriva|skicka ut|använda)',
  '(?:can|may|could|should|shall)\\s+(?:we|i)\\s+(?:post|publish|share|put out|put up|write|send out|use)',
  'is it ok(?:ay)? to (?:post|publish|share)',
  '(?:hva synes du|kva synest du|vad tycker du|what do you think) (?:om|about|of) (?:dette|denne|detta|den här|det här|this)',
  '(?:er|är|is) (?:dette|det her|det här|detta|this) (?:greit|greitt|ok|okej|okay)',
];
/** What announces one. */
const ANNOUNCES = [
  '(?:utkast|innleggsutkast|tekstutkast|tekstforslag|textförslag|inläggsförslag)',
  '(?:forslag til (?:innlegg|tekst|post)|framlegg til (?:innlegg|tekst)|förslag (?:på|till) (?:inlägg|text)|utkast (?:til|till) (?:innlegg|inlägg|post))',
  '(?:her er (?:teksten|teksta|innlegget|utkastet)|här är (?:texten|inlägget|utkastet)|here is (?:the|my|our) (?:post|text|draft))',
  '(?:draft(?: post)?|proposed post|post draft)',
];
const LEAD = new RegExp(`${B}(?:${[...ASKS, ...ANNOUNCES].join('|')})${E}`, 'giu');

const ANNOUNCED = new RegExp(`${B}(?:${ANNOUNCES.join('|')})$`, 'iu');
/** Behind a bare line break the question has to point at a text, and not at a picture it goes on to describe. */
const POINTS =
  /(?<!\p{L})(?:dette|denne|følgende|følgjande|detta|den här|det här|följande|this|the following|teksten|teksta|innlegget|texten|inlägget)(?!\p{L})/iu;
const PICTURE = /bild|bilet|foto|video|film|klipp|photo|picture|image|clip/iu;

/** Between the lead and the draft: "dette innlegget på Facebook i morgen:". */
const GAP = 80;
/** A draft is at least this long; less is a caption of a word or two, or a list. */
const MIN = { letters: 20, words: 4 };
/** Without a lead only a text of several lines and this length is taken for a draft. */
const LONG = { letters: 400, lines: 3 };

/**
 * Where in a message the text stands that somebody wants to publish: behind the question and a colon, a line break or a quotation mark, before it, or
 * the whole of a long message of several lines. Undefined where there is none. Linear.
 */
export function locateDraft(text: string): Stretch | undefined {
  LEAD.lastIndex = 0;
  for (let lead = LEAD.exec(text); lead; lead = LEAD.exec(text)) {
    const end = lead.index + lead[0].length;
    const found = behind(text, end) ?? before(text, lead.index) ?? quoted(text);
    LEAD.lastIndex = end;
    if (found) return found;
  }
  const whole = trimmed(text, { from: 0, to: text.length });
  const lines = text
    .slice(whole.from, whole.to)
    .split('\n')
    .filter((line) => line.trim()).length;
  const long = whole.to - whole.from >= LONG.letters && lines >= LONG.lines;
  return long && !text.trimEnd().endsWith('?') ? whole : undefined;
}

function behind(text: string, end: number): Stretch | undefined {
  const gap = text.slice(end, end + GAP);
  const mark = /:(?!\d|\/\/)|[\n«“”"]/u.exec(gap);
  if (!mark) return undefined;
  const lead = gap.slice(0, mark.index);
  if (mark[0] === '\n' && (!POINTS.test(lead) || PICTURE.test(lead)) && !ANNOUNCED.test(text.slice(0, end)))
    return undefined;
  const opens = /["«“”]/.test(mark[0]);
  const start = end + mark.index + (opens ? 0 : mark[0].length);
  const whole = trimmed(text, { from: start, to: text.length });
  // A draft may begin with a quotation of its own.
  return enough(text, unquoted(text, whole)) ?? enough(text, whole);
}

/** "…\n\nKan vi poste dette?": the last line asks about what stands above. */
function before(text: string, lead: number): Stretch | undefined {
  const line = text.lastIndexOf('\n', lead);
  if (line < 0 || text.slice(lead).trimEnd().includes('\n')) return undefined;
  return enough(text, unquoted(text, trimmed(text, { from: 0, to: line })));
}

const CLOSE: Record<string, string> = { '«': '»', '“': '”', '”': '”', '"': '"' };
/** A quotation has so many letters, within so many of a message. */
const QUOTED = { least: 20, most: 5000, within: 20_000 };
/** A quotation anywhere in a message that asks about a post. Each closing mark is looked for once, however many open. */
function quoted(text: string): Stretch | undefined {
  const part = text.slice(0, QUOTED.within);
  const next = new Map<string, number>();
  for (let at = 0; at < part.length; at++) {
    const close = CLOSE[part[at] ?? ''];
    if (!close) continue;
    let to = next.get(close) ?? -1;
    if (to <= at) {
      to = part.indexOf(close, at + 1);
      next.set(close, to < 0 ? Number.POSITIVE_INFINITY : to);
    }
    const letters = to - at - 1;
    if (letters >= QUOTED.least && letters <= QUOTED.most) return enough(text, { from: at + 1, to });
  }
  return undefined;
}

/** A draft that stands in quotation marks from end to end keeps those within it; else the first quotation is the draft. */
function unquoted(text: string, { from, to }: Stretch): Stretch {
  const close = CLOSE[text[from] ?? ''];
  const end = close ? (text[to - 1] === close && to - 1 > from ? to - 1 : text.indexOf(close, from + 1)) : -1;
  return end > from && end < to ? { from: from + 1, to: end } : { from, to };
}

function trimmed(text: string, { from, to }: Stretch): Stretch {
  const part = text.slice(from, to);
  const start = from + (part.length - part.trimStart().length);
  return { from: start, to: Math.max(start, to - (part.length - part.trimEnd().length)) };
}

function enough(text: string, stretch: Stretch): Stretch | undefined {
  const part = text.slice(stretch.from, stretch.to);
  return part.length >= MIN.letters && part.split(/\s+/, MIN.words).length >= MIN.words ? stretch : undefined;
}
