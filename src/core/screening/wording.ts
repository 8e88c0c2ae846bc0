import type { Lang, Localised } from '../language.ts';

/** The fixed words around a screening, as design/voice gives them. {values} are filled in by `word`. */
export const WORDS = {
  because: { nb: 'Dette avgjorde:', nn: 'Dette avgjorde:', sv: 'Det här avgjorde:', en: 'What decided it:' },
  beside: { nb: 'I tillegg notert:', nn: 'I tillegg notert:', sv: 'Dessutom noterat:', en: 'Also noted:' },
  cleared: {
    nb: 'dempet av {by}: {title}',
    nn: 'dempa av {by}: {title}',
    sv: 'mildrat av {by}: {title}',
    en: 'made milder by {by}: {title}',
  },
  todo: { nb: 'Gjør eller sjekk:', nn: 'Gjer eller sjekk:', sv: 'Gör eller kontrollera:', en: 'Do or check:' },
  instead: { nb: 'I stedet kan du:', nn: 'I staden kan du:', sv: 'I stället kan du:', en: 'Instead you can:' },
  blocks: {
    nb: 'Hindrer beslutning til det er endret:',
    nn: 'Hindrar avgjerd til det er endra:',
    sv: 'Hindrar beslut tills det har ändrats:',
    en: 'Blocks a decision until it has changed:',
  },
  risks: {
    nb: 'Skal med i risikotabellen:',
    nn: 'Skal med i risikotabellen:',
    sv: 'Ska med i risktabellen:',
    en: 'Belongs in the risk table:',
  },
  more: { nb: 'Flere linjer:', nn: 'Fleire linjer:', sv: 'Fler rader:', en: 'More lines:' },
  law: {
    nb: 'Om loven, gjengitt og ikke sitert:',
    nn: 'Om lova, attgjeve og ikkje sitert:',
    sv: 'Om lagen, sammanfattat och inte citerat:',
    en: 'About the law, summarised and not quoted:',
  },
  log: { nb: 'Til loggen:', nn: 'Til loggen:', sv: 'Till loggen:', en: 'For the log:' },
  decidedBy: { nb: 'avgjort av', nn: 'avgjort av', sv: 'avgjort av', en: 'decided by' },
  answers: { nb: 'svar', nn: 'svar', sv: 'svar', en: 'answers' },
  advice: {
    nb: 'Et råd, ikke en tillatelse.',
    nn: 'Eit råd, ikkje eit løyve.',
    sv: 'Ett råd, inte ett tillstånd.',
    en: 'Advice, not permission.',
  },
  progress: { nb: 'Steg {n} av {m}', nn: 'Steg {n} av {m}', sv: 'Steg {n} av {m}', en: 'Step {n} of {m}' },
  understood: {
    nb: 'Slik forsto jeg deg:',
    nn: 'Slik forstod eg deg:',
    sv: 'Så här förstod jag dig:',
    en: 'I understood:',
  },
  before: { nb: 'Svart før:', nn: 'Svart før:', sv: 'Tidigare svar:', en: 'Answered before:' },
  suggested: { nb: 'Forslag fra meg:', nn: 'Forslag frå meg:', sv: 'Förslag från mig:', en: 'My suggestion:' },
  why: {
    nb: 'Hvorfor dette spørsmålet?',
    nn: 'Kvifor dette spørsmålet?',
    sv: 'Varför den här frågan?',
    en: 'Why this question?',
  },
  ticks: {
    nb: 'Hva av dette gjelder?',
    nn: 'Kva av dette gjeld?',
    sv: 'Vad av detta stämmer?',
    en: 'Which of these apply?',
  },
  none: { nb: 'Ingen av disse', nn: 'Ingen av desse', sv: 'Inget av detta', en: 'None of these' },
  keys: {
    nb: '? hvorfor · < tilbake · p fortsett senere',
    nn: '? kvifor · < tilbake · p hald fram seinare',
    sv: '? varför · < tillbaka · p fortsätt senare',
    en: '? why · < back · p continue later',
  },
  keep: { nb: 'Enter beholder', nn: 'Enter beheld', sv: 'Enter behåller', en: 'Enter keeps' },
  wrong: {
    nb: 'Enter bekrefter alt. Skriv numrene på det som ikke stemmer, så spør jeg om det.',
    nn: 'Enter stadfestar alt. Skriv numra på det som ikkje stemmer, så spør eg om det.',
    sv: 'Enter bekräftar allt. Skriv numren på det som inte stämmer, så frågar jag om det.',
    en: 'Enter confirms all of it. Write the numbers of what is wrong, and I will ask about it.',
  },
  again: {
    nb: 'Det svaret kjenner jeg ikke igjen. Skriv et av numrene.',
    nn: 'Det svaret kjenner eg ikkje att. Skriv eitt av numra.',
    sv: 'Det svaret känner jag inte igen. Skriv ett av numren.',
    en: "I don't recognise that answer. Write one of the numbers.",
  },
  masked: {
    nb: 'Jeg fjernet navn eller nummer. Skriv gjerne uten.',
    nn: 'Eg fjerna namn eller nummer. Skriv gjerne utan.',
    sv: 'Jag tog bort namn eller nummer. Skriv gärna utan.',
    en: 'I removed names or numbers. Please write without them.',
  },
  change: {
    nb: 'Endre et svar: skriv id-en, for eksempel {id}. Enter avslutter.',
    nn: 'Endre eit svar: skriv id-en, til dømes {id}. Enter avsluttar.',
    sv: 'Ändra ett svar: skriv id:t, till exempel {id}. Enter avslutar.',
    en: 'To change an answer, write its id, such as {id}. Enter ends.',
  },
  paused: {
    nb: 'Fortsett når du vil med:',
    nn: 'Hald fram når du vil med:',
    sv: 'Fortsätt när du vill med:',
    en: 'Resume when you like with:',
  },
  begun: {
    nb: 'Vurderingen er påbegynt: {id}. Hent den som dokument med:',
    nn: 'Vurderinga er påbyrja: {id}. Hent henne som dokument med:',
    sv: 'Bedömningen är påbörjad: {id}. Hämta den som dokument med:',
    en: 'The assessment has been begun: {id}. Get it as a document with:',
  },
} as const satisfies Record<string, Localised>;

/** A fixed string with its {values} filled in. */
export function word(lang: Lang, key: keyof typeof WORDS, values: Record<string, string | number> = {}): string {
  return WORDS[key][lang].replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
