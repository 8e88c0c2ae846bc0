import type { Lang } from '../../core/language.ts';

export type DocumentErrorCode =
  | 'not_found'
  | 'bad_name'
  | 'empty'
  | 'too_large'
  | 'encrypted'
  | 'no_text'
  | 'mislabelled'
  | 'unsupported'
  | 'damaged'
  | 'zip_bomb'
  | 'too_slow'
  | 'busy';

export type DocumentErrorDetails = {
  file: string;
  /** What was counted, for too_large and zip_bomb: bytes, pages, bytes of text, or packed files. */
  unit?: 'bytes' | 'pages' | 'text' | 'files';
  amount?: number;
  limit?: number;
  /** The kind that the name promises and the kind that the content is, as file endings; "text" is plain text. */
  claimed?: string;
  found?: string;
  /** Why it is damaged, for the log. English, never shown. */
  reason?: string;
};

/** A document that can't be taken in. `message` is for logs; people get `documentErrorText`. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;
  readonly details: DocumentErrorDetails;
  constructor(code: DocumentErrorCode, details: DocumentErrorDetails, options?: ErrorOptions) {
    super(`${code}: ${JSON.stringify(details)}`, options);
    this.name = 'DocumentError';
    this.code = code;
    this.details = details;
  }
}

type Key = Exclude<DocumentErrorCode, 'too_large' | 'zip_bomb'> | 'bytes' | 'pages' | 'text' | 'unpacked' | 'files';

/** What is wrong, where, and how to mend it. */
const TEXTS: Record<Lang, Record<Key, string>> = {
  nb: {
    busy: '{file} ble ikke lagt til, fordi andre legger til dokumenter akkurat nå. Prøv igjen om et minutt.',
    too_slow:
      '{file} tar for lang tid å lese. Åpne dokumentet i programmet det er laget i, lagre det på nytt som PDF, og legg det til igjen.',
    not_found: 'Finner ikke filen {file}, eller den kan ikke leses. Sjekk stien og tilgangen til filen.',
    bad_name:
      'Filnavnet {file} kan ikke brukes. Gi filen et vanlig navn uten styretegn og omvendt skråstrek, og legg den til på nytt.',
    empty: '{file} er tom. Sjekk at riktig fil ble lagret, og legg den til på nytt.',
    bytes:
      '{file} er på {amount} MB. Grensen er {limit} MB. Lagre dokumentet uten bilder, eller del det i flere filer.',
    pages: '{file} har {amount} sider. Grensen er {limit} sider. Del dokumentet i flere filer.',
    text: '{file} har mer enn {limit} MB tekst. Del dokumentet i flere filer.',
    encrypted: '{file} er låst med passord. Fjern passordet i programmet filen er laget i, og legg den til på nytt.',
    no_text:
      '{file} har ingen tekst som kan leses, trolig fordi sidene er bilder. Kjør tekstgjenkjenning (OCR), eller be om originalen i tekstform.',
    mislabelled:
      '{file} heter {claimed}, men innholdet er {found}. Gi filen riktig endelse, eller finn filen du mente.',
    unsupported:
      '{file} er {found}, som ikke kan leses. Lagre dokumentet som PDF, DOCX, HTML, Markdown eller ren tekst.',
    damaged:
      '{file} er skadet eller ufullstendig. Hent filen på nytt, eller åpne den i programmet den er laget i og lagre den igjen.',
    unpacked:
      '{file} pakker ut mer enn grensen på {limit} MB, og blir ikke åpnet. Åpne dokumentet i Word, fjern bilder og lagre det på nytt.',
    files: '{file} er pakket med {amount} deler. Grensen er {limit}. Åpne dokumentet i Word og lagre det på nytt.',
  },
  nn: {
    busy: '{file} vart ikkje lagd til, fordi andre legg til dokument akkurat no. Prøv igjen om eit minutt.',
    too_slow:
      '{file} tek for lang tid å lese. Opne dokumentet i programmet det er laga i, lagre det på nytt som PDF, og legg det til igjen.',
    not_found: 'Finn ikkje fila {file}, eller ho kan ikkje lesast. Sjekk stien og tilgangen til fila.',
    bad_name:
      'Filnamnet {file} kan ikkje brukast. Gje fila eit vanleg namn utan styreteikn og omvend skråstrek, og legg ho til på nytt.',
    empty: '{file} er tom. Sjekk at rett fil vart lagra, og legg ho til på nytt.',
    bytes:
      '{file} er på {amount} MB. Grensa er {limit} MB. Lagre dokumentet utan bilete, eller del det i fleire filer.',
    pages: '{file} har {amount} sider. Grensa er {limit} sider. Del dokumentet i fleire filer.',
    text: '{file} har meir enn {limit} MB tekst. Del dokumentet i fleire filer.',
    encrypted: '{file} er låst med passord. Fjern passordet i programmet fila er laga i, og legg ho til på nytt.',
    no_text:
      '{file} har ingen tekst som kan lesast, truleg fordi sidene er bilete. Køyr tekstgjenkjenning (OCR), eller be om originalen i tekstform.',
    mislabelled: '{file} heiter {claimed}, men innhaldet er {found}. Gje fila rett ending, eller finn fila du meinte.',
    unsupported:
      '{file} er {found}, som ikkje kan lesast. Lagre dokumentet som PDF, DOCX, HTML, Markdown eller rein tekst.',
    damaged:
      '{file} er skadd eller ufullstendig. Hent fila på nytt, eller opne ho i programmet ho er laga i og lagre ho igjen.',
    unpacked:
      '{file} pakkar ut meir enn grensa på {limit} MB, og blir ikkje opna. Opne dokumentet i Word, fjern bilete og lagre det på nytt.',
    files: '{file} er pakka med {amount} delar. Grensa er {limit}. Opne dokumentet i Word og lagre det på nytt.',
  },
  sv: {
    busy: '{file} lades inte till, eftersom andra lägger till dokument just nu. Försök igen om en minut.',
    too_slow:
      '{file} tar för lång tid att läsa. Öppna dokumentet i programmet det skapades i, spara det på nytt som PDF och lägg till det igen.',
    not_found:
      'Hittar inte filen {file}, eller så går den inte att läsa. Kontrollera sökvägen och åtkomsten till filen.',
    bad_name:
      'Filnamnet {file} går inte att använda. Ge filen ett vanligt namn utan styrtecken och omvänt snedstreck, och lägg till den på nytt.',
    empty: '{file} är tom. Kontrollera att rätt fil sparades och lägg till den på nytt.',
    bytes:
      '{file} är på {amount} MB. Gränsen är {limit} MB. Spara dokumentet utan bilder, eller dela upp det i flera filer.',
    pages: '{file} har {amount} sidor. Gränsen är {limit} sidor. Dela upp dokumentet i flera filer.',
    text: '{file} har mer än {limit} MB text. Dela upp dokumentet i flera filer.',
    encrypted:
      '{file} är låst med lösenord. Ta bort lösenordet i programmet som filen är gjord i och lägg till den på nytt.',
    no_text:
      '{file} har ingen text som går att läsa, troligen för att sidorna är bilder. Kör textigenkänning (OCR), eller be om originalet i textform.',
    mislabelled:
      '{file} heter {claimed}, men innehållet är {found}. Ge filen rätt filändelse, eller leta upp filen du menade.',
    unsupported:
      '{file} är {found}, som inte går att läsa. Spara dokumentet som PDF, DOCX, HTML, Markdown eller oformaterad text.',
    damaged:
      '{file} är skadad eller ofullständig. Hämta filen på nytt, eller öppna den i programmet som den är gjord i och spara den igen.',
    unpacked:
      '{file} packar upp mer än gränsen på {limit} MB och öppnas inte. Öppna dokumentet i Word, ta bort bilder och spara det på nytt.',
    files: '{file} är packad med {amount} delar. Gränsen är {limit}. Öppna dokumentet i Word och spara det på nytt.',
  },
  en: {
    busy: '{file} was not added, because others are adding documents right now. Try again in a minute.',
    too_slow:
      '{file} takes too long to read. Open the document in the program it was made in, save it as PDF again, and add it once more.',
    not_found: 'The file {file} was not found, or can’t be read. Check the path and the access to the file.',
    bad_name:
      'The file name {file} can’t be used. Give the file an ordinary name without control characters and backslashes, and add it again.',
    empty: '{file} is empty. Check that the right file was saved, and add it again.',
    bytes:
      '{file} is {amount} MB. The limit is {limit} MB. Save the document without pictures, or divide it into several files.',
    pages: '{file} has {amount} pages. The limit is {limit} pages. Divide the document into several files.',
    text: '{file} has more than {limit} MB of text. Divide the document into several files.',
    encrypted:
      '{file} is locked with a password. Remove the password in the program it was made with, and add it again.',
    no_text:
      '{file} has no text that can be read, probably because its pages are pictures. Run text recognition (OCR), or ask for the original as text.',
    mislabelled:
      '{file} is named {claimed}, but its content is {found}. Give the file the right ending, or find the one you meant.',
    unsupported:
      '{file} is {found}, which can’t be read. Save the document as PDF, DOCX, HTML, Markdown or plain text.',
    damaged:
      '{file} is damaged or incomplete. Fetch it again, or open it in the program it was made with and save it again.',
    unpacked:
      '{file} unpacks to more than the limit of {limit} MB, and is not opened. Open the document in Word, remove pictures and save it again.',
    files: '{file} is packed from {amount} parts. The limit is {limit}. Open the document in Word and save it again.',
  },
};

const PLAIN: Record<Lang, { text: string; unknown: string; quotes: [string, string] }> = {
  nb: { text: 'ren tekst', unknown: 'et ukjent format', quotes: ['«', '»'] },
  nn: { text: 'rein tekst', unknown: 'eit ukjent format', quotes: ['«', '»'] },
  sv: { text: 'oformaterad text', unknown: 'ett okänt format', quotes: ['”', '”'] },
  en: { text: 'plain text', unknown: 'an unknown format', quotes: ['“', '”'] },
};

function keyOf({ code, details }: DocumentError): Key {
  if (code === 'too_large') return details.unit === 'pages' || details.unit === 'text' ? details.unit : 'bytes';
  if (code === 'zip_bomb') return details.unit === 'files' ? 'files' : 'unpacked';
  return code;
}

/** What a person is told: what is wrong, with which file, and how to mend it. Names are stripped of control characters. */
export function documentErrorText(error: DocumentError, lang: Lang): string {
  const { details } = error;
  const plain = PLAIN[lang];
  const kind = (name: string | undefined): string =>
    name === undefined
      ? plain.unknown
      : name === 'text'
        ? plain.text
        : name === 'markdown'
          ? 'Markdown'
          : name.toUpperCase();
  const megabytes = details.unit !== 'pages' && details.unit !== 'files';
  const number = (value: number | undefined, round: (n: number) => number): string =>
    round((value ?? 0) / (megabytes ? 1e6 : 1)).toLocaleString(lang === 'nn' ? 'nb' : lang);
  const values: Record<string, string> = {
    file: plain.quotes[0] + details.file.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd') + plain.quotes[1],
    claimed: kind(details.claimed),
    found: kind(details.found),
    // Rounded away from each other: 50.2 MB is never "50 MB, the limit is 50 MB".
    amount: number(details.amount, Math.ceil),
    limit: number(details.limit, Math.floor),
  };
  return TEXTS[lang][keyOf(error)].replace(/\{(\w+)\}/g, (slot, key: string) => values[key] ?? slot);
}
