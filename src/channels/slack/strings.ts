import type { Lang, Localised } from '../../core/language.ts';

/** What is said in Slack alone; all else comes from the locales. {values} are filled in by `slackText`. */
const STRINGS = {
  'dpia.ack': {
    nb: 'Jeg åpner vurderingen i en melding til deg.',
    nn: 'Eg opnar vurderinga i ei melding til deg.',
    sv: 'Jag öppnar bedömningen i ett meddelande till dig.',
    en: 'I am opening the assessment in a message to you.',
  },
  'list.ack': {
    nb: 'Jeg åpner sjekklisten i en melding til deg.',
    nn: 'Eg opnar sjekklista i ei melding til deg.',
    sv: 'Jag öppnar checklistan i ett meddelande till dig.',
    en: 'I am opening the checklist in a message to you.',
  },
  'check.ack': {
    nb: 'Jeg åpner sjekken i en melding til deg.',
    nn: 'Eg opnar sjekken i ei melding til deg.',
    sv: 'Jag öppnar kontrollen i ett meddelande till dig.',
    en: 'I am opening the check in a message to you.',
  },
  wait: { nb: 'Et øyeblikk …', nn: 'Eit augneblink …', sv: 'Ett ögonblick …', en: 'One moment …' },
  'in.message': {
    nb: 'Svaret ligger i en melding til deg.',
    nn: 'Svaret ligg i ei melding til deg.',
    sv: 'Svaret finns i ett meddelande till dig.',
    en: 'The answer is in a message to you.',
  },
  'not.there': {
    nb: 'Jeg er ikke med i denne kanalen og kan ikke dele her. Skriv /invite @varsam.',
    nn: 'Eg er ikkje med i denne kanalen og kan ikkje dele her. Skriv /invite @varsam.',
    sv: 'Jag är inte med i den här kanalen och kan inte dela här. Skriv /invite @varsam.',
    en: 'I am not in this channel and can’t share here. Write /invite @varsam.',
  },
  'home.screenings': {
    nb: 'Sjekker du kan fortsette',
    nn: 'Sjekkar du kan halde fram med',
    sv: 'Kontroller du kan fortsätta',
    en: 'Checks to resume',
  },
  'home.screenings.none': {
    nb: 'Ingen sjekker venter.',
    nn: 'Ingen sjekkar ventar.',
    sv: 'Inga kontroller väntar.',
    en: 'No checks are waiting.',
  },
  'home.questions': {
    nb: 'Spørsmålene dine som venter på svar',
    nn: 'Spørsmåla dine som ventar på svar',
    sv: 'Dina frågor som väntar på svar',
    en: 'Your questions that wait for an answer',
  },
  'home.questions.none': {
    nb: 'Ingen spørsmål venter.',
    nn: 'Ingen spørsmål ventar.',
    sv: 'Inga frågor väntar.',
    en: 'No questions are waiting.',
  },
  'home.kept': { nb: 'Tatt vare på {date}', nn: 'Teke vare på {date}', sv: 'Sparad {date}', en: 'Kept {date}' },
  'home.begun': {
    nb: 'Sist brukt {date}, svar så langt: {n}',
    nn: 'Sist brukt {date}, svar så langt: {n}',
    sv: 'Senast använd {date}, svar hittills: {n}',
    en: 'Last used {date}, answers so far: {n}',
  },
  'more.sources': { nb: 'Flere kilder', nn: 'Fleire kjelder', sv: 'Fler källor', en: 'More sources' },
  chosen: { nb: 'valgt', nn: 'valt', sv: 'vald', en: 'chosen' },
  'prompts.title': {
    nb: 'Hva lurer du på?',
    nn: 'Kva lurer du på?',
    sv: 'Vad undrar du?',
    en: 'What would you like to know?',
  },
} as const satisfies Record<string, Localised>;
export type SlackKey = keyof typeof STRINGS;

export function slackText(lang: Lang, key: SlackKey, values: Record<string, string | number> = {}): string {
  return STRINGS[key][lang].replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
