import type { Stretch } from './locate.ts';

const NUMBER_WORDS =
  'ett|to|två|tre|fire|fyra|fem|seks|sex|sju|syv|åtte|åtta|ni|nio|ti|tio|elleve|elva|tolv|tretten|tretton|fjorten|fjorton|femten|femton|seksten|sexton|sytten|sjutton|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen';
/** 0 to 17; 18 is grown up. */
const AGE = `(?:(?<!\\d)(?:1[0-7]|\\d)(?!\\d|[.,]\\d)|(?<!\\p{L})(?:${NUMBER_WORDS})(?!\\p{L}))`;
const UNIT = '(?:år|åringen|åring|månader|måneder|mnd|years?|yrs?|months?|y\\/?o)(?!\\p{L})';
const CLASS =
  '(?:(?:1[0-3]|[1-9])\\.? ?(?:klasse|klassen|trinn|trinnet|klass)(?!\\p{L})|(?:1[0-3]|[1-9])[A-Fa-f](?![\\p{L}\\d])|(?:klasse|klass|åk|årskurs|year|grade) ?(?:1[0-3]|[1-9])(?!\\d)[A-Fa-f]?)|(?:første|andre|tredje|fjerde|femte|sjette|sjuende|syvende|åttende|niende|tiende|första|andra|fjärde|sjätte|sjunde|åttonde|nionde) (?:klasse|trinn|klass)';

/** Behind a name: "Emma (7)", "Emma, 7 år", "Emma på sju år", "Emma, aged 7", "Emma i 3B", "Emma fyller 7". */
const AFTER = new RegExp(
  `^(?:\\s*\\((?:${AGE})\\s*(?:${UNIT})?\\)|,?\\s+(?:(?:er|är|is|på|som er|who is|aged|age|fyller|fylte|fyllde|turns|turned|is turning)\\s+)*(?:bare |berre |bara |only |snart |nesten )?${AGE}[ -]?${UNIT}|,?\\s+(?:aged|age|fyller|fylte|fyllde|turns|turned)\\s+${AGE}|,?\\s*\\(?(?:(?:i|fra|frå|från|in|from|går i|går på|som går i)\\s+){0,2}(?:${CLASS}))`,
  'iu',
);
/** Before one: "7 år gamle Emma", "7-åringen Emma", "7-year-old Emma", "sjuåriga Emma". */
const BEFORE = new RegExp(
  `(?:(?:(?<!\\d)(?:1[0-7]|\\d)|(?<!\\p{L})(?:${NUMBER_WORDS}))[ -]?(?:år(?:ige|iga|ig)?(?: gamle| gamla| gammel)?|åring(?:en)?|years?[ -]old))\\s+$`,
  'iu',
);

/** The age or school class beside a name, when it is a child's: the stretch of both together. Only what stands right beside the name is read. */
export function childBeside(text: string, name: Stretch): Stretch | undefined {
  const after = AFTER.exec(text.slice(name.to, name.to + 60));
  if (after) return { from: name.from, to: name.to + after[0].length };
  const before = BEFORE.exec(text.slice(Math.max(0, name.from - 40), name.from));
  return before ? { from: name.from - before[0].length, to: name.to } : undefined;
}
