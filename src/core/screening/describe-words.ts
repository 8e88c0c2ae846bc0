import type { Lang, Localised } from '../language.ts';

/** The words of a printed screening. {values} are filled in. */
const TREE = {
  version: { nb: 'versjon {n}', nn: 'versjon {n}', sv: 'version {n}', en: 'version {n}' },
  outcomes: {
    nb: 'Utfall, mildest først',
    nn: 'Utfall, mildast først',
    sv: 'Utfall, mildast först',
    en: 'Outcomes, mildest first',
  },
  gates: {
    nb: 'Før alt annet, i denne rekkefølgen: det første som gjelder, avslutter',
    nn: 'Før alt anna, i denne rekkjefølgja: det første som gjeld, avsluttar',
    sv: 'Före allt annat, i denna ordning: det första som gäller avslutar',
    en: 'Before everything else, in this order: the first that holds ends it',
  },
  questions: { nb: 'Spørsmål', nn: 'Spørsmål', sv: 'Frågor', en: 'Questions' },
  facts: {
    nb: 'Fakta ved siden av spørsmålene',
    nn: 'Fakta ved sida av spørsmåla',
    sv: 'Fakta vid sidan av frågorna',
    en: 'Facts beside the questions',
  },
  rules: {
    nb: 'Regler: den strengeste teller, sammen med virkningen av hvert svar',
    nn: 'Reglar: den strengaste tel, saman med verknaden av kvart svar',
    sv: 'Regler: den strängaste räknas, tillsammans med verkan av varje svar',
    en: 'Rules: the strictest counts, together with the effect of each answer',
  },
  clearing: {
    nb: 'Svar som demper andre, og ingen andre enn disse',
    nn: 'Svar som dempar andre, og ingen andre enn desse',
    sv: 'Svar som mildrar andra, och inga andra än dessa',
    en: 'Answers that make others milder, and none but these',
  },
  afterwards: {
    nb: 'Deretter, i denne rekkefølgen',
    nn: 'Deretter, i denne rekkjefølgja',
    sv: 'Därefter, i denna ordning',
    en: 'Then, in this order',
  },
  otherwise: { nb: 'Ellers: {outcome}', nn: 'Elles: {outcome}', sv: 'Annars: {outcome}', en: 'Otherwise: {outcome}' },
  remembered: {
    nb: 'spørres én gang per kanal',
    nn: 'blir spurt éin gong per kanal',
    sv: 'frågas en gång per kanal',
    en: 'asked once per channel',
  },
  free: { nb: 'fritekst', nn: 'fritekst', sv: 'fritext', en: 'free text' },
  score: {
    nb: 'tall fra {min} til {max}',
    nn: 'tal frå {min} til {max}',
    sv: 'tal från {min} till {max}',
    en: 'a number from {min} to {max}',
  },
  skipped: {
    nb: 'Hoppes over når {when}',
    nn: 'Blir hoppa over når {when}',
    sv: 'Hoppas över när {when}',
    en: 'Skipped when {when}',
  },
  suggested: {
    nb: 'Foreslås «{option}» når {when}',
    nn: 'Blir føreslått «{option}» når {when}',
    sv: 'Föreslås ”{option}” när {when}',
    en: 'Suggests “{option}” when {when}',
  },
  unticked: {
    nb: 'Uten kryss: {code}',
    nn: 'Utan kryss: {code}',
    sv: 'Utan kryss: {code}',
    en: 'Left unticked: {code}',
  },
  none: {
    nb: 'noteres, ingen virkning',
    nn: 'blir notert, ingen verknad',
    sv: 'antecknas, ingen verkan',
    en: 'recorded, no effect',
  },
  byRule: { nb: 'se {rules}', nn: 'sjå {rules}', sv: 'se {rules}', en: 'see {rules}' },
  blocks: { nb: 'hindrer beslutning', nn: 'hindrar avgjerd', sv: 'hindrar beslut', en: 'blocks a decision' },
  do: { nb: 'Gjør', nn: 'Gjer', sv: 'Gör', en: 'Do' },
  instead: { nb: 'I stedet', nn: 'I staden', sv: 'I stället', en: 'Instead' },
  risks: { nb: 'Risiko', nn: 'Risiko', sv: 'Risk', en: 'Risks' },
  lines: { nb: 'Linjer', nn: 'Linjer', sv: 'Rader', en: 'Lines' },
  why: { nb: 'Hvorfor', nn: 'Kvifor', sv: 'Varför', en: 'Why' },
  basis: { nb: 'Bygger på', nn: 'Byggjer på', sv: 'Bygger på', en: 'Rests on' },
  strictest: {
    nb: 'det strengeste av {ids}',
    nn: 'det strengaste av {ids}',
    sv: 'det strängaste av {ids}',
    en: 'the strictest of {ids}',
  },
  lifted: {
    nb: 'kan oppheves: {title}; utfallet blir da minst {outcome}',
    nn: 'kan opphevast: {title}; utfallet blir då minst {outcome}',
    sv: 'kan hävas: {title}; utfallet blir då minst {outcome}',
    en: 'may be lifted: {title}; the outcome is then at least {outcome}',
  },
  turns: {
    nb: '{from} blir {into} for {ids}',
    nn: '{from} blir {into} for {ids}',
    sv: '{from} blir {into} för {ids}',
    en: '{from} becomes {into} for {ids}',
  },
  becomes: {
    nb: '{from} blir {into}',
    nn: '{from} blir {into}',
    sv: '{from} blir {into}',
    en: '{from} becomes {into}',
  },
  only: { nb: 'bare i {country}', nn: 'berre i {country}', sv: 'bara i {country}', en: 'only in {country}' },
  ends: {
    nb: 'I en samtale avslutter {outcome} spørsmålene.',
    nn: 'I ein samtale avsluttar {outcome} spørsmåla.',
    sv: 'I en dialog avslutar {outcome} frågorna.',
    en: 'In a dialogue {outcome} ends the questions.',
  },
  when: { nb: 'når {when}', nn: 'når {when}', sv: 'när {when}', en: 'when {when}' },
  is: { nb: '{id} er {options}', nn: '{id} er {options}', sv: '{id} är {options}', en: '{id} is {options}' },
  atLeast: {
    nb: 'minst {n} av {ids} er {options}',
    nn: 'minst {n} av {ids} er {options}',
    sv: 'minst {n} av {ids} är {options}',
    en: 'at least {n} of {ids} are {options}',
  },
  reaches: {
    nb: '{id} er {score} eller mer',
    nn: '{id} er {score} eller meir',
    sv: '{id} är {score} eller mer',
    en: '{id} is {score} or more',
  },
  not: { nb: 'ikke ({part})', nn: 'ikkje ({part})', sv: 'inte ({part})', en: 'not ({part})' },
  and: { nb: ' og ', nn: ' og ', sv: ' och ', en: ' and ' },
  or: { nb: ' eller ', nn: ' eller ', sv: ' eller ', en: ' or ' },
} as const satisfies Record<string, Localised>;

export function treeWord(lang: Lang, key: keyof typeof TREE, values: Record<string, string | number> = {}): string {
  return TREE[key][lang].replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
