import { open } from '../../src/core/assessment/versions.ts';
import type { Incoming, Outgoing } from '../../src/core/message.ts';
import type { Stores } from '../../src/store/open.ts';
import { as, fresh } from '../support/assessment.ts';
import { Person } from '../support/converse.ts';
import { NOW } from '../support/fakes.ts';

/**
 * What people do while varsam is killed under them, each in a municipality of its own, and what must stand afterwards. A case gives what is wrong, in words; nothing
 * is wrong where it gives an empty list.
 */
export type World = {
  /** To whichever process there is. */
  door: (incoming: Incoming) => Promise<Outgoing[]>;
  edit: (tenant: string, assessment: string, path: string, value: string, base: number) => Promise<unknown>;
  digest: (tenant: string, due: string) => Promise<unknown>;
  told: (tenant: string, conversation: string) => string[];
  /** The same, when there is something. */
  toldTo: (tenant: string, conversation: string) => Promise<string[]>;
  /** The same store, read from outside. */
  stores: Stores;
};
type Case = (tenant: string, world: World) => Promise<string[]>;

const one = (what: string, n: number): string[] => (n === 1 ? [] : [`${what}: ${n} in place of 1`]);
const someone = (tenant: string, { door }: World, user = 'anna', place = 'C0ROOM0001') =>
  new Person(door, { tenant, channel: 'slack', conversation: user, user, place, lang: 'nb' });
const UNKNOWN = 'Hvilken farge skal vi ha på julekortet til pensjonistene?';
const PURPOSE = 'texts.description.purpose';
export const OFFICE_ROOM = 'C0KOM00001';

const question: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  const [out] = await anna.say('Kan vi slette en kritisk kommentar?');
  const turns = await world.stores.store.turns(tenant, 'anna', 9);
  return [...one('turns', turns.length), ...(turns[0]?.id === out?.turn ? [] : ['the stored answer is another one'])];
};

/** "None of these" where it is offered, else the first of each choice. */
async function step(anna: Person): Promise<void> {
  if (anna.deeds().includes('none')) return void (await anna.press('none'));
  for (const id of anna.fields()) {
    const field = anna.field(id);
    const [first] = field.kind === 'choice' ? field.options : [];
    if (first) anna.choose(id, first.value);
  }
  await anna.press('answer');
}
const screening: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  await anna.command('photo-check');
  await step(anna);
  await step(anna);
  const stored = await world.stores.sessions.unfinished(tenant, 'anna');
  const questions = stored?.session.answers.map((a) => a.question) ?? [];
  return [
    ...(questions.length > 1 ? [] : ['a step is lost']),
    ...(new Set(questions).size === questions.length ? [] : ['an answer stands twice']),
  ];
};
const verdict: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  await anna.command('photo-check');
  const steps = () => anna.deeds().filter((d) => d === 'none' || d === 'answer').length;
  for (let i = 0; i < 40 && steps() > 0; i++) await step(anna);
  const stored = await world.stores.sessions.unfinished(tenant, 'anna');
  return stored ? [`the check never ended: ${anna.text.slice(0, 200)}`] : [];
};

const assessment: Case = async (tenant, world) => {
  const { assessments } = world.stores;
  const [first] = open(fresh(), { by: as('author', 'writer'), at: NOW }).versions;
  if (!first) return ['no assessment to begin with'];
  await assessments.append(tenant, first);
  for (const [i, value] of ['Å nå innbyggerne.', 'Å nå alle innbyggere.'].entries())
    await world.edit(tenant, 'a1', PURPOSE, value, i + 1);
  const versions = (await assessments.dossier(tenant, 'a1'))?.versions ?? [];
  const last = JSON.stringify(versions.at(-1)?.document);
  return [
    ...(versions.length === 3 ? [] : [`versions: ${versions.length} in place of 3`]),
    ...(last.includes('Å nå alle innbyggere.') ? [] : ['the last edit is lost']),
  ];
};

/** A question that nobody could answer, and the answer of the office. */
async function answeredByOffice(tenant: string, world: World): Promise<Person> {
  const anna = someone(tenant, world);
  await anna.say(UNKNOWN);
  const [group] = await world.stores.groups.list(tenant, ['open']);
  const boss = someone(tenant, world, 'boss', OFFICE_ROOM);
  const action = { do: 'learn.save', group: group?.id ?? 'gone', version: group?.version ?? 0 } as const;
  const fields = { text: 'Kortet skal være rødt.', cites: [], country: 'both', unit: '', review: '2027-06-01' };
  await boss.act(action, fields);
  return boss;
}
const expert: Case = async (tenant, world) => {
  const boss = await answeredByOffice(tenant, world);
  const answers = await world.stores.experts.latest(tenant);
  const versions = answers[0] ? await world.stores.experts.versions(tenant, answers[0].id) : [];
  const wrong = [...one('expert answers', answers.length), ...one('versions of it', versions.length)];
  return wrong.length > 0 ? [...wrong, boss.text.slice(0, 200)] : [];
};
const notice: Case = async (tenant, world) => {
  await answeredByOffice(tenant, world);
  const told = await world.toldTo(tenant, 'anna');
  const turns = await world.stores.store.turns(tenant, 'anna', 9);
  return [
    ...(told.length === 0 ? ['nobody was told'] : []),
    ...(turns.length === 2 ? [] : [`turns: ${turns.length} in place of the question and its answer`]),
    ...(told.length > 1 ? [`told ${told.length} times`] : []),
  ];
};

const digest: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  await anna.say(UNKNOWN);
  const due = new Date(Date.now() - 60_000).toISOString();
  await world.digest(tenant, due);
  // Whoever was killed in the midst of it is asked again, as the next tick would.
  await world.digest(tenant, due);
  const { deliveries, groups } = world.stores;
  const noted = Object.keys(await deliveries.last(tenant, 'digest')).length;
  const open = await groups.list(tenant, ['open']);
  // One whose process died in the midst of it is left unsent: its questions stand in the next.
  const posts = world.told(tenant, OFFICE_ROOM).length;
  return [
    ...(noted === 1 ? [] : [`digests noted: ${noted}`]),
    ...one('open questions that the next digest shows', open.length),
    ...(posts > 1 ? [`digests posted: ${posts}`] : []),
  ];
};

const removal: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  await anna.say('logg');
  await anna.press('log.start');
  const first = {
    account: 'Biblioteket',
    thing: 'comment',
    removed: '2026-03-02 08:30',
    ground: 'hate',
    decided: 'unit',
  };
  const second = { saved: 'yes', evidence: 'Sak 26/123', notice: 'yes', told: 'melding på plattformen' };
  fillIn(anna, first);
  await anna.press('log.next');
  fillIn(anna, second);
  await anna.press('log.save');
  return one('entries of the log', (await world.stores.removals.all(tenant)).length);
};

const account: Case = async (tenant, world) => {
  const anna = someone(tenant, world);
  await anna.command('account', 'ny');
  fillIn(anna, {
    address: 'https://www.facebook.com/FjordvikBibliotek/',
    name: 'Fjordvik bibliotek',
    unit: 'Biblioteket',
    purpose: 'Fortelle om arrangementer.',
    audience: 'Innbyggere',
    owner: 'Biblioteksjef',
    ownerContact: 'bibliotek@fjordvik.kommune.no',
    you: 'owner',
    substitute: 'Bibliotekar',
    administrators: 'Biblioteksjef',
  });
  await anna.press('account.send');
  const accounts = await world.stores.accounts.list(tenant);
  return [...one('accounts', accounts.length), ...one('steps of its history', accounts[0]?.history.length ?? 0)];
};

function fillIn(who: Person, given: Readonly<Record<string, string>>): void {
  for (const [id, value] of Object.entries(given))
    if (who.field(id).kind === 'choice') who.choose(id, value);
    else who.write(id, value);
}

export const CASES: Readonly<Record<string, Case>> = {
  question,
  'screening step': screening,
  verdict,
  'assessment edit': assessment,
  'expert answer': expert,
  notice,
  digest,
  removal,
  'account step': account,
};
