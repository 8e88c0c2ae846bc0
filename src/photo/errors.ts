/** Why a picture could not be read. */
export const PHOTO_FAULTS = ['wrong_type', 'huge', 'truncated', 'bomb', 'damaged'] as const;
export type PhotoFault = (typeof PHOTO_FAULTS)[number];

/**
 * Limits in bytes and in pixels, all frames of an animation together. WebP and HEIC are opened whole, and libvips puts a picture of more than 100 MiB
 * into a temporary file; at 25 million pixels of four bytes they stay in memory.
 */
export const LIMITS = { bytes: 25 * 1024 * 1024, pixels: 60_000_000, pixelsAtOnce: 25_000_000 } as const;

type Words = Readonly<Record<'nb' | 'nn' | 'sv' | 'en', string>>;

/** What is wrong, where, and how to mend it, in the words a user reads. `{file}` is the file's own name. Nothing was kept in any of these cases. */
export const PHOTO_TEXTS: Readonly<Record<PhotoFault, Words>> = {
  wrong_type: {
    nb: '{file} er ikke et bilde jeg kan lese. Send JPEG, PNG, WebP eller GIF; et HEIC-bilde må først lagres som JPEG. Ingenting er tatt vare på.',
    nn: '{file} er ikkje eit bilete eg kan lese. Send JPEG, PNG, WebP eller GIF; eit HEIC-bilete må først lagrast som JPEG. Ingenting er teke vare på.',
    sv: '{file} är ingen bild som jag kan läsa. Skicka JPEG, PNG, WebP eller GIF; en HEIC-bild måste först sparas som JPEG. Inget har sparats.',
    en: '{file} is not a picture I can read. Send JPEG, PNG, WebP or GIF; a HEIC picture has to be saved as JPEG first. Nothing was kept.',
  },
  huge: {
    nb: '{file} er større enn 25 MB. Lagre bildet i et mindre format, og send det på nytt. Ingenting er tatt vare på.',
    nn: '{file} er større enn 25 MB. Lagre biletet i eit mindre format, og send det på nytt. Ingenting er teke vare på.',
    sv: '{file} är större än 25 MB. Spara bilden i ett mindre format och skicka den igen. Inget har sparats.',
    en: '{file} is larger than 25 MB. Save the picture in a smaller size and send it again. Nothing was kept.',
  },
  truncated: {
    nb: '{file} er ikke hel: slutten mangler. Last opp originalen på nytt. Ingenting er tatt vare på.',
    nn: '{file} er ikkje heil: slutten manglar. Last opp originalen på nytt. Ingenting er teke vare på.',
    sv: '{file} är inte hel: slutet saknas. Ladda upp originalet igen. Inget har sparats.',
    en: '{file} is not complete: the end is missing. Upload the original again. Nothing was kept.',
  },
  bomb: {
    nb: '{file} har for mange bildepunkter (over 60 millioner, eller 25 millioner i WebP). Lagre bildet i et mindre format, og send det på nytt. Ingenting er tatt vare på.',
    nn: '{file} har for mange biletpunkt (over 60 millionar, eller 25 millionar i WebP). Lagre biletet i eit mindre format, og send det på nytt. Ingenting er teke vare på.',
    sv: '{file} har för många bildpunkter (över 60 miljoner, eller 25 miljoner i WebP). Spara bilden i ett mindre format och skicka den igen. Inget har sparats.',
    en: '{file} has too many pixels (over 60 million, or 25 million in WebP). Save the picture in a smaller size and send it again. Nothing was kept.',
  },
  damaged: {
    nb: '{file} er skadet og kan ikke åpnes. Åpne originalen i et bildeprogram, lagre en ny kopi, og send den. Ingenting er tatt vare på.',
    nn: '{file} er skadd og kan ikkje opnast. Opne originalen i eit biletprogram, lagre ein ny kopi, og send han. Ingenting er teke vare på.',
    sv: '{file} är skadad och kan inte öppnas. Öppna originalet i ett bildprogram, spara en ny kopia och skicka den. Inget har sparats.',
    en: '{file} is damaged and cannot be opened. Open the original in a picture program, save a new copy and send that. Nothing was kept.',
  },
};

/** A picture that is not read. The message names the fault alone: file names can hold a person's name, and messages are logged. */
export class PhotoError extends Error {
  readonly fault: PhotoFault;
  constructor(fault: PhotoFault) {
    super(`photo: ${fault}`);
    this.name = 'PhotoError';
    this.fault = fault;
  }
}

/** The words for a user, with the file's name put in. */
export function photoErrorText(lang: keyof Words, fault: PhotoFault, fileName: string): string {
  return PHOTO_TEXTS[fault][lang].replace('{file}', () => fileName);
}
