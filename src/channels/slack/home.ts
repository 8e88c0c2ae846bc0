import type { types } from '@slack/bolt';
import { COUNTRIES, type Country, LANGS, type Lang } from '../../core/language.ts';
import type { GroupState } from '../../core/learning/question.ts';
import { date } from '../../core/locale.ts';
import { actionBlocks, type Block, type Drawn, named } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { packWhere, type Where } from './place.ts';
import { filled, header, paragraphs, points, small, words } from './rich.ts';
import type { SlackKey } from './strings.ts';
import { cut } from './text.ts';

/** The App Home: what waits for this person, and what they have chosen. */

export type Home = {
  lang: Lang;
  /** What the person has chosen; null follows what is written. */
  chosen: { lang: Lang | null; country: Country };
  /** The last used first. */
  screenings: { id: string; title: string; answers: number; at: string; where: Where }[];
  /** Masked as they are stored; those that wait first. */
  questions: { question: string; at: string; state: GroupState }[];
};

const NAMES: Record<Lang, string> = { nb: 'Bokmål', nn: 'Nynorsk', sv: 'Svenska', en: 'English' };
const STATE = { open: 'home.kept', answered: 'home.answered', closed: 'home.closed' } as const;
/** So many of each, that the choices below are still seen. */
const SHOWN = 8;
const QUESTION = 300;

export function homeView(home: Home, say: Drawn['say']): types.HomeView {
  const { lang, chosen, screenings, questions } = home;
  const here = packWhere({ channel: 'HOME', root: '', threaded: false, shared: false });
  const drawn = (place: string): Drawn => ({ place, lang, say, href: () => undefined, surface: 'message' });
  const act = (buttons: Parameters<typeof actionBlocks>[0], i: number, place = here) =>
    actionBlocks(buttons, i, drawn(place));
  const said = (key: SlackKey, values?: Record<string, string | number>) => say(`slack.${key}`, values);
  const mark = (label: string, on: boolean) => (on ? `${label} (${said('chosen')})` : label);
  const blocks: Block[] = [
    ...paragraphs(say('hello')),
    ...act(
      [
        { label: say('check.start'), action: { do: 'start', screening: 'photo-check' }, style: 'primary' },
        { label: say('dpia.start'), action: { do: 'start', screening: 'dpia' } },
      ],
      0,
    ),
    { type: 'divider' },
    header(said('home.screenings'), LIMITS.header),
    ...(screenings.length === 0 ? small(said('home.screenings.none')) : []),
    ...screenings.slice(0, SHOWN).flatMap((s, i): Block[] => [
      ...paragraphs(cut(s.title, QUESTION), { bold: true }),
      ...small(said('home.begun', { date: date(lang, s.at), n: s.answers })),
      ...act(
        [
          { label: say('resume'), action: { do: 'resume', session: s.id } },
          { label: say('cancel'), action: { do: 'cancel', session: s.id } },
        ],
        10 + i,
        packWhere(s.where),
      ),
    ]),
    { type: 'divider' },
    header(said('home.questions'), LIMITS.header),
    ...(questions.length === 0 ? small(said('home.questions.none')) : []),
    ...points(
      undefined,
      questions
        .slice(0, SHOWN)
        .map(({ question, at, state }) => [
          words(cut(filled(question) ? question : '–', QUESTION)),
          words(` · ${said(STATE[state], { date: date(lang, at) })}`, { italic: true }),
        ]),
    ),
    { type: 'divider' },
    header(say('web.settings'), LIMITS.header),
    ...paragraphs(say('help.lang')),
    ...act(
      [
        ...LANGS.map((l) => ({
          label: mark(NAMES[l], chosen.lang === l),
          action: { do: 'language' as const, lang: l },
        })),
        { label: mark(say('web.lang.auto'), chosen.lang === null), action: { do: 'language' as const, lang: null } },
      ],
      1,
    ),
    ...paragraphs(say('help.country')),
    ...act(
      COUNTRIES.map((country) => ({
        label: mark(say(`country.${country}`), chosen.country === country),
        action: { do: 'country' as const, country },
      })),
      2,
    ),
    ...small(say('advice')),
  ];
  return { type: 'home', callback_id: 'varsam.home', blocks: named(blocks, here) };
}
