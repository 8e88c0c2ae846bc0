import { Screening } from '../guideline.ts';
import { foldLetters } from '../text.ts';

/** What a screening is called by somebody who wants to begin it: its id, its title, and shorter words, in four languages at once. */
const NAMES: Record<Screening, string> = {
  'photo-check':
    'bildesjekk|bildesjekken|biletsjekk|biletsjekken|bildkontroll|bildkontrollen|photo check|check a photo',
  dpia: 'dpia-start|dpia screening|innledende vurdering|innledende vurdering (dpia)|innleiande vurdering|innleiande vurdering (dpia)|inledande bedömning|inledande bedömning (konsekvensbedömning)|konsekvensbedömning|impact assessment',
  'start-account':
    'starte en konto|start en konto|starte konto|ny konto|starte ein konto|start ein konto|starta ett konto|starta konto|nytt konto|start an account|new account',
  'week-round':
    'gå gjennom uken|uken|ukerunde|gå gjennom veka|veka|vekerunde|gå igenom veckan|veckan|veckorunda|go through the week|the week|week',
  'remove-comment':
    'fjern en kommentar|fjerne en kommentar|fjern kommentar|fjerne kommentar|slett kommentar|slette kommentar|fjern ein kommentar|fjerne ein kommentar|slett ein kommentar|ta bort en kommentar|ta bort kommentar|remove a comment|remove comment|delete a comment',
  'confidential-post':
    'et taushetsbelagt innlegg|taushetsbelagt innlegg|eit innlegg under teieplikt|innlegg under teieplikt|ett sekretessbelagt inlägg|sekretessbelagt inlägg|a confidential post|confidential post',
  'move-case':
    'flytt en sak|flytte en sak|flytt sak|flytt ei sak|flytte ei sak|flytta ett ärende|flytta ärende|move a case|move case',
  'takedown-request':
    'krav om å ta ned et bilde|ta ned et bilde|ta ned bilde|krav om å ta ned eit bilete|ta ned eit bilete|begäran om att ta bort en bild|ta bort en bild|request to take down a picture|take down a picture|take down a photo',
  snapshot:
    'øyeblikksbilde til arkivet|øyeblikksbilde|øyeblikksbildet|augneblinksbilete til arkivet|augneblinksbilete|augneblinksbiletet|ögonblicksbild till arkivet|ögonblicksbild|ögonblicksbilden|snapshot for the archive|the snapshot',
  'close-account':
    'steng en konto|stenge en konto|steng konto|stenge konto|steng ein konto|stengje ein konto|stäng ett konto|stänga ett konto|stänga konto|close an account|close account',
  breach:
    'noe gikk galt|avvik|noko gjekk gale|något gick fel|personuppgiftsincident|incident|something went wrong|personal data breach',
};

const folded = (text: string) => foldLetters(text).replace(/\s+/g, ' ').trim();
/** The longest first: a name that begins with another is that one. */
const ALL = Screening.options
  .flatMap((screening) =>
    [screening, ...NAMES[screening].split('|')].map((name) => ({ screening, name: folded(name) })),
  )
  .sort((a, b) => b.name.length - a.name.length);

/**
 * The screening that a text begins with the name of, and what somebody said with it: the words behind an id, or all of them behind a name, which are part of
 * what they say. Undefined for a question, and for whatever else is no name.
 */
export function screeningNamed(text: string): { screening: Screening; text: string } | undefined {
  const said = folded(text).replace(/(?<![.!])[.!]+$/, '');
  if (said.includes('?')) return undefined;
  const found = ALL.find(
    ({ name }) => said === name || (said.startsWith(name) && /^[\s:,.]/.test(said.slice(name.length))),
  );
  if (!found) return undefined;
  const { screening, name } = found;
  if (said === name) return { screening, text: '' };
  const byId = name === screening;
  return {
    screening,
    text: byId
      ? text
          .trim()
          .slice(name.length)
          .replace(/^[\s:,.]+/, '')
      : text.trim(),
  };
}
