import type { Lang } from '../../core/language.ts';
import { type Locales, say } from '../../core/locale.ts';

/** What varsam says in Teams and nowhere else, in the locale files below `teams.`. Everything else comes from the cards. */
export const TEAMS_KEYS = [
  'below',
  'check',
  'check_button',
  'draft',
  'draft_missing',
  'file_gone',
  'file_private',
  'file_unread',
  'file_where',
  'in_private',
  'only_asker',
  'open_chat',
  'rest',
  'shared',
  'shortened',
  'show',
  'working',
] as const;
export type TeamsWord = (lang: Lang, key: (typeof TEAMS_KEYS)[number]) => string;

export const teamsWords =
  (locales: Locales): TeamsWord =>
  (lang, key) =>
    say(locales, lang, `teams.${key}`);

const LOCALES: Record<string, Lang> = { nb: 'nb', no: 'nb', nn: 'nn', sv: 'sv', en: 'en' };
/** The language of a client, `nn-NO` → nn; undefined for one that varsam does not speak. */
export function langOf(locale: string | undefined): Lang | undefined {
  return LOCALES[locale?.toLowerCase().split(/[-_]/)[0] ?? ''];
}
