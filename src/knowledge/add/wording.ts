import type { Lang } from '../../core/language.ts';

/** The unspoken name of a publisher that the document doesn't give, in the document's language: a person replaces it. */
export const UNKNOWN_PUBLISHER: Record<Lang, string> = {
  nb: 'Ukjent utgiver',
  nn: 'Ukjend utgivar',
  sv: 'Okänd utgivare',
  en: 'Unknown publisher',
};

/** What a person should know after a document was added. Values in braces are filled in. */
type Warning = 'language' | 'pages' | 'dropped' | 'changed' | 'moved' | 'replaced' | 'publisher';
const WARNINGS: Record<Lang, Record<Warning, string>> = {
  nb: {
    language: 'Språket er usikkert. Sjekk language og country i guideline.yaml.',
    publisher: 'Fant ikke hvem som har gitt ut dokumentet. Skriv det inn i guideline.yaml.',
    pages: 'Side {pages} har ingen tekst, trolig bare bilder. Det som står der, kan ikke finnes.',
    dropped: 'Disse reglene er tatt ut, fordi ordene de bygger på, ikke står i den nye teksten: {rules}.',
    changed: 'Teksten rundt disse reglene er endret. Les dem på nytt: {rules}.',
    moved: 'Linjene kan ha flyttet seg. Kjør `npm run knowledge -- check`, og rett svarene som viser til {id}.',
    replaced: '{old} er erstattet av {new}.',
  },
  nn: {
    language: 'Språket er usikkert. Sjekk language og country i guideline.yaml.',
    publisher: 'Fann ikkje kven som har gjeve ut dokumentet. Skriv det inn i guideline.yaml.',
    pages: 'Side {pages} har ingen tekst, truleg berre bilete. Det som står der, kan ikkje finnast.',
    dropped: 'Desse reglane er tekne ut, fordi orda dei byggjer på, ikkje står i den nye teksten: {rules}.',
    changed: 'Teksten rundt desse reglane er endra. Les dei på nytt: {rules}.',
    moved: 'Linjene kan ha flytta seg. Køyr `npm run knowledge -- check`, og rett svara som viser til {id}.',
    replaced: '{old} er erstatta av {new}.',
  },
  sv: {
    language: 'Språket är osäkert. Kontrollera language och country i guideline.yaml.',
    publisher: 'Hittade inte vem som har gett ut dokumentet. Skriv in det i guideline.yaml.',
    pages: 'Sida {pages} har ingen text, troligen bara bilder. Det som står där går inte att hitta.',
    dropped: 'De här reglerna är borttagna, eftersom orden de bygger på inte står i den nya texten: {rules}.',
    changed: 'Texten kring de här reglerna är ändrad. Läs dem på nytt: {rules}.',
    moved: 'Raderna kan ha flyttats. Kör `npm run knowledge -- check` och rätta svaren som hänvisar till {id}.',
    replaced: '{old} är ersatt av {new}.',
  },
  en: {
    language: 'The language is uncertain. Check language and country in guideline.yaml.',
    publisher: 'Who published the document was not found. Write it into guideline.yaml.',
    pages: 'Page {pages} has no text, probably only pictures. What stands there can’t be found.',
    dropped: 'These rules were taken out, because the words they rest on are not in the new text: {rules}.',
    changed: 'The text around these rules has changed. Read them again: {rules}.',
    moved: 'Lines may have moved. Run `npm run knowledge -- check`, and correct the answers that refer to {id}.',
    replaced: '{old} was replaced by {new}.',
  },
};

export function warning(lang: Lang, name: Warning, values: Record<string, string> = {}): string {
  return fill(WARNINGS[lang][name], values);
}

/** The comments of a drafted sidecar: what a person should check, above the key that it is about. */
export type Comment =
  | 'head'
  | 'updated'
  | 'title'
  | 'publisher'
  | 'inferred'
  | 'country'
  | 'authority'
  | 'published'
  | 'sections'
  | 'rules';
const COMMENTS: Record<Lang, Record<Comment, string>> = {
  nb: {
    head: 'Utkast fra {file}, {date}. Les gjennom, rett det som er gjettet, og kjør `npm run knowledge -- check`.',
    updated: 'Ny utgave av {file}, {date}: seksjoner og linjer er skrevet på nytt.',
    title: 'Sjekk: dokumentets egen tittel.',
    publisher: 'Sjekk: hvem som har gitt ut dokumentet.',
    inferred: 'Gjettet, ikke lest. Stryk det du har kontrollert.',
    country: 'Sjekk: landet dokumentet gjelder i (NO, SE), og språket det er skrevet på (nb, nn, sv, en).',
    authority: 'Sjekk: 1 lov · 2 myndighet · 3 KS/SKR · 4 egen kommune · 5 annen kommune, bare et eksempel.',
    published: 'Fyll ut: datoen (2024-05-31) eller det som er kjent ("ca. 2011"). null når ingen vet.',
    sections: 'Linjer i {text}, fra 1. Sjekk at hver seksjon begynner ved sin overskrift, og rett titlene.',
    rules:
      'Ingen regler ennå. En regel er id, lines, modality (MUST, MUST_NOT, SHOULD, SHOULD_NOT, MAY, FACT), status, tags og anchor.',
  },
  nn: {
    head: 'Utkast frå {file}, {date}. Les gjennom, rett det som er gjetta, og køyr `npm run knowledge -- check`.',
    updated: 'Ny utgåve av {file}, {date}: seksjonar og linjer er skrivne på nytt.',
    title: 'Sjekk: tittelen til dokumentet.',
    publisher: 'Sjekk: kven som har gjeve ut dokumentet.',
    inferred: 'Gjetta, ikkje lese. Stryk det du har kontrollert.',
    country: 'Sjekk: landet dokumentet gjeld i (NO, SE), og språket det er skrive på (nb, nn, sv, en).',
    authority: 'Sjekk: 1 lov · 2 myndigheit · 3 KS/SKR · 4 eigen kommune · 5 annan kommune, berre eit døme.',
    published: 'Fyll ut: datoen (2024-05-31) eller det som er kjent ("ca. 2011"). null når ingen veit.',
    sections: 'Linjer i {text}, frå 1. Sjekk at kvar seksjon byrjar ved si overskrift, og rett titlane.',
    rules:
      'Ingen reglar enno. Ein regel er id, lines, modality (MUST, MUST_NOT, SHOULD, SHOULD_NOT, MAY, FACT), status, tags og anchor.',
  },
  sv: {
    head: 'Utkast från {file}, {date}. Läs igenom, rätta det som är gissat och kör `npm run knowledge -- check`.',
    updated: 'Ny utgåva av {file}, {date}: avsnitt och rader är skrivna på nytt.',
    title: 'Kontrollera: dokumentets egen titel.',
    publisher: 'Kontrollera: vem som har gett ut dokumentet.',
    inferred: 'Gissat, inte läst. Stryk det du har kontrollerat.',
    country: 'Kontrollera: landet dokumentet gäller i (NO, SE) och språket det är skrivet på (nb, nn, sv, en).',
    authority: 'Kontrollera: 1 lag · 2 myndighet · 3 KS/SKR · 4 egen kommun · 5 annan kommun, bara ett exempel.',
    published: 'Fyll i: datumet (2024-05-31) eller det som är känt ("ca 2011"). null när ingen vet.',
    sections: 'Rader i {text}, från 1. Kontrollera att varje avsnitt börjar vid sin rubrik och rätta titlarna.',
    rules:
      'Inga regler än. En regel är id, lines, modality (MUST, MUST_NOT, SHOULD, SHOULD_NOT, MAY, FACT), status, tags och anchor.',
  },
  en: {
    head: 'Draft from {file}, {date}. Read it through, correct what was guessed, and run `npm run knowledge -- check`.',
    updated: 'New edition of {file}, {date}: sections and lines were written anew.',
    title: 'Check: the document’s own title.',
    publisher: 'Check: who published the document.',
    inferred: 'Guessed, not read. Strike what you have checked.',
    country:
      'Check: the country where the document holds (NO, SE), and the language it is written in (nb, nn, sv, en).',
    authority: 'Check: 1 law · 2 authority · 3 KS/SKR · 4 own municipality · 5 another municipality, an example only.',
    published: 'Fill in: the date (2024-05-31) or what is known ("c. 2011"). null when nobody knows.',
    sections: 'Lines of {text}, from 1. Check that each section begins at its heading, and correct the titles.',
    rules:
      'No rules yet. A rule is id, lines, modality (MUST, MUST_NOT, SHOULD, SHOULD_NOT, MAY, FACT), status, tags and anchor.',
  },
};

export function comment(lang: Lang, name: Comment, values: Record<string, string>): string {
  return fill(COMMENTS[lang][name], values);
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (slot, key: string) => values[key] ?? slot);
}
