import { defaultLang } from '../../core/language.ts';
import { say } from '../../core/locale.ts';
import { latest } from '../../core/screening/session.ts';
import { type Desk, patiently, tenantOf } from './desk.ts';
import { type Home, homeView } from './home.ts';
import { whereIs } from './place.ts';

/** Draws this person's home tab as things are now. */
export async function publishHome(desk: Desk): Promise<void> {
  const { api, deps, user } = desk;
  const home = await homeOf(desk);
  const view = homeView(home, (key, values) => say(deps.knowledge.locales, home.lang, key, values));
  await patiently(() => api.views.publish({ user_id: user, view }));
}

/** The last questions of a person that are looked through for those that have been settled. */
const SETTLED = 20;

async function homeOf(desk: Desk): Promise<Home> {
  const { deps, team, user } = desk;
  const tenant = tenantOf(desk);
  const chosen = await deps.preferences.get(tenant, user);
  const country = chosen.country ?? deps.config.country;
  const lang = chosen.lang ?? deps.config.lang ?? defaultLang(country);
  const screenings: Home['screenings'] = [];
  for (const conversation of await deps.people.conversations(team, user)) {
    const where = whereIs(conversation, user);
    const stored = where && (await deps.sessions.unfinished(tenant, conversation));
    const definition = stored && deps.knowledge.screenings.find((d) => d.id === stored.session.definition);
    if (!where || !stored || !definition) continue;
    const answers = [...latest(stored.session).values()].filter((a) => a.state === 'confirmed').length;
    screenings.push({ id: stored.id, title: definition.title[lang], answers, at: stored.at, where });
  }
  const questions = (await deps.store.openQuestions(tenant))
    .filter((q) => q.conversation.endsWith(`/${user}`))
    .map(({ question, at }) => ({ question, at, state: 'open' as const }));
  const settled = (await deps.groups.askedBy(tenant, { channel: 'slack', user }, SETTLED)).flatMap(
    ({ question: { question, at }, state }) => (state === 'open' ? [] : [{ question, at, state }]),
  );
  return {
    lang,
    chosen: { lang: chosen.lang, country },
    screenings: screenings.toSorted((a, b) => b.at.localeCompare(a.at)),
    questions: [...questions.toSorted((a, b) => b.at.localeCompare(a.at)), ...settled],
  };
}
