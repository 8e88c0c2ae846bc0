import type { Lang, Localised } from '../../core/language.ts';

/** What varsam says in Teams and nowhere else. Everything else comes from the cards and the locale files. */
const WORDS = {
  /** In a channel or group chat, when the answer went to the asker alone. */
  in_private: {
    nb: 'Svaret ligger i den personlige chatten.',
    nn: 'Svaret ligg i den personlege chatten.',
    sv: 'Svaret finns i den personliga chatten.',
    en: 'The answer is in the personal chat.',
  },
  /** The same where no personal chat is known: what everybody sees of the card. */
  only_asker: {
    nb: 'Bare den som spurte, ser svaret.',
    nn: 'Berre den som spurde, ser svaret.',
    sv: 'Bara den som frågade ser svaret.',
    en: 'Only the person who asked sees the answer.',
  },
  show: { nb: 'Vis svaret', nn: 'Vis svaret', sv: 'Visa svaret', en: 'Show the answer' },
  open_chat: { nb: 'Åpne chatten', nn: 'Opne chatten', sv: 'Öppna chatten', en: 'Open the chat' },
  shared: { nb: 'Delt i tråden.', nn: 'Delt i tråden.', sv: 'Delat i tråden.', en: 'Shared in the thread.' },
  below: { nb: 'Det står under.', nn: 'Det står under.', sv: 'Det står nedanför.', en: 'It is below.' },
  working: {
    nb: 'Jeg er i gang. Svaret kommer her.',
    nn: 'Eg er i gang. Svaret kjem her.',
    sv: 'Jag arbetar. Svaret kommer här.',
    en: 'I am working on it. The answer comes here.',
  },
  /** A card was too large for Teams. */
  rest: {
    nb: 'Kortet er forkortet. Resten står bak «Åpne».',
    nn: 'Kortet er korta ned. Resten står bak «Opne».',
    sv: 'Kortet är förkortat. Resten finns bakom ”Öppna”.',
    en: 'This card is shortened. The rest is behind “Open”.',
  },
  shortened: {
    nb: 'Kortet er forkortet: det var for langt for Teams.',
    nn: 'Kortet er korta ned: det var for langt for Teams.',
    sv: 'Kortet är förkortat: det var för långt för Teams.',
    en: 'This card is shortened: it was too long for Teams.',
  },
  check: {
    nb: 'Sjekk før publisering',
    nn: 'Sjekk før publisering',
    sv: 'Kontrollera före publicering',
    en: 'Check before publishing',
  },
  /** Said before a message that is handed over to be checked: the same words that announce a draft anywhere else. */
  check_lead: {
    nb: 'Kan vi poste dette:',
    nn: 'Kan vi poste dette:',
    sv: 'Kan vi posta detta:',
    en: 'Can we post this:',
  },
  draft: {
    nb: 'Teksten dere vil legge ut, uten navn der det går',
    nn: 'Teksten de vil leggje ut, utan namn der det går',
    sv: 'Texten som ni vill lägga ut, utan namn där det går',
    en: 'The text you want to post, without names where possible',
  },
  check_button: { nb: 'Sjekk', nn: 'Sjekk', sv: 'Kontrollera', en: 'Check' },
  draft_missing: { nb: 'Lim inn teksten.', nn: 'Lim inn teksten.', sv: 'Klistra in texten.', en: 'Paste the text.' },
  file_where: {
    nb: 'Filen blir lagret i din egen OneDrive.',
    nn: 'Fila blir lagra i din eigen OneDrive.',
    sv: 'Filen sparas i din egen OneDrive.',
    en: 'The file is saved in your own OneDrive.',
  },
  file_gone: {
    nb: 'Filen er ikke klar lenger. Be om den på nytt.',
    nn: 'Fila er ikkje klar lenger. Be om henne på nytt.',
    sv: 'Filen är inte klar längre. Be om den igen.',
    en: 'The file is no longer ready. Please ask for it again.',
  },
  file_private: {
    nb: 'Filer kan jeg bare gi i den personlige chatten. Åpne den og be om filen der.',
    nn: 'Filer kan eg berre gi i den personlege chatten. Opne han og be om fila der.',
    sv: 'Filer kan jag bara lämna i den personliga chatten. Öppna den och be om filen där.',
    en: 'I can only hand over files in the personal chat. Open it and ask for the file there.',
  },
  file_unread: {
    nb: 'Jeg fikk ikke hentet filen, og ingenting er tatt vare på. Send den på nytt.',
    nn: 'Eg fekk ikkje henta fila, og ingenting er teke vare på. Send henne på nytt.',
    sv: 'Jag kunde inte hämta filen, och inget har sparats. Skicka den igen.',
    en: 'I could not fetch the file, and nothing was kept. Send it again.',
  },
} as const satisfies Record<string, Localised>;

export function teamsWord(lang: Lang, key: keyof typeof WORDS): string {
  return WORDS[key][lang];
}

const LOCALES: Record<string, Lang> = { nb: 'nb', no: 'nb', nn: 'nn', sv: 'sv', en: 'en' };
/** The language of a client, `nn-NO` → nn; undefined for one that varsam does not speak. */
export function langOf(locale: string | undefined): Lang | undefined {
  return LOCALES[locale?.toLowerCase().split(/[-_]/)[0] ?? ''];
}
