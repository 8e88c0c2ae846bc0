import type { Lang } from '../../core/language.ts';
import { type Locales, say } from '../../core/locale.ts';

/** What is said in Slack alone, in the locale files below `slack.`; all else comes from the cards. */
export const SLACK_KEYS = [
  'check.ack',
  'chosen',
  'dpia.ack',
  'home.answered',
  'home.begun',
  'home.closed',
  'home.kept',
  'home.questions',
  'home.questions.none',
  'home.screenings',
  'home.screenings.none',
  'in.message',
  'list.ack',
  'more.sources',
  'not.there',
  'prompts.title',
  'wait',
] as const;
export type SlackKey = (typeof SLACK_KEYS)[number];

/** A string with its {values} filled in, of whoever knows the locales. */
export function slackText(
  { locales }: { locales: Locales },
  lang: Lang,
  key: SlackKey,
  values: Record<string, string | number> = {},
): string {
  return say(locales, lang, `slack.${key}`, values);
}
