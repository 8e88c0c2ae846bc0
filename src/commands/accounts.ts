import {
  type AccountDeps,
  type AccountStepped,
  changeAccount,
  factsFor,
  findAccount,
  proposeAccount,
  stepAccount,
} from '../app/accounts.ts';
import { readConfig } from '../config.ts';
import { type Account, AccountState } from '../core/accounts/account.ts';
import { shownAddress } from '../core/accounts/address.ts';
import { type AccountDeed, looksAfter } from '../core/accounts/life.ts';
import { findSecrets, withoutSecrets } from '../core/accounts/secret.ts';
import { factRows, factText, platformName, refusalText, stateText, stepText } from '../core/accounts/words.ts';
import { defaultMunicipality } from '../core/assessment/default-municipality.ts';
import { type Actor, Role } from '../core/assessment/roles.ts';
import { Country, defaultLang, Lang } from '../core/language.ts';
import { say } from '../core/locale.ts';
import { LOCAL_TENANT } from '../core/message.ts';
import { readLocales } from '../knowledge/load-locales.ts';
import { createLog } from '../log.ts';
import { clock, ids, openMunicipality, openStores } from '../main.ts';
import { mask } from '../privacy/mask.ts';
import { type At, faulty, formIn, parse } from './accounts-form.ts';

const USAGE = `usage: npm run accounts -- list [--state STATE] [--json]
       npm run accounts -- show ACCOUNT [--json]
       npm run accounts -- propose --address URL|@HANDLE --name … --unit … --purpose … --owner ROLE [--platform …] [--audience …]
             [--owner-contact …] [--owner-until DATE] [--substitute ROLE] [--substitute-contact …] [--substitute-until DATE] [--administrator ROLE]… [--access "ROLE: why"]…
             [--comments open|closed] [--main] [--archive-routine …] [--records-plan …] [--snapshot-months N] [--file FILE|-] [--json]
       npm run accounts -- change ACCOUNT [what changes, as above] [--assessment ID] [--json]
       npm run accounts -- agree ACCOUNT --as unit|editor [--person ID] [--json]
       npm run accounts -- ask-back|decline|close|keep ACCOUNT --as unit|editor --why "…" [--person ID] [--json]
       npm run accounts -- activate|review|propose-again ACCOUNT [--as unit|editor|author] [--person ID] [--json]
       npm run accounts -- snapshot|archive ACCOUNT --reference "…" [--on DATE] [--as unit|editor] [--json]
       npm run accounts -- seen ACCOUNT [--on DATE] [--json]
ACCOUNT is an id, an address, or a name. --lang nb|nn|sv|en and --country NO|SE go with each.`;

const STEPS = {
  agree: 'agree',
  'ask-back': 'ask_back',
  decline: 'decline',
  activate: 'activate',
  close: 'close',
  keep: 'keep',
  review: 'review',
  'propose-again': 'propose',
  snapshot: 'snapshot',
  archive: 'archive',
  seen: 'seen',
} as const;

/** Steps in whose name the manager or the communications unit speaks. */
const SIGNED: readonly string[] = ['agree', 'ask_back', 'decline', 'close', 'keep', 'archive'];

/** The register of accounts from the terminal. 2 for what can't be asked for or read, 1 for what was refused. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [deed = '', ...rest] = positionals;
  const config = readConfig();
  const country = Country.safeParse(values.country ?? config.country).data;
  const lang = Lang.safeParse(values.lang ?? config.lang ?? (country && defaultLang(country))).data;
  const step = Object.entries(STEPS).find(([name]) => name === deed)?.[1];
  const known = ['list', 'propose'].includes(deed) || (rest.length > 0 && (['show', 'change'].includes(deed) || step));
  const state = AccountState.optional().safeParse(values.state);
  if (!known || !country || !lang || !state.success) {
    console.error(USAGE);
    return 2;
  }
  const locales = readLocales(config.knowledgeDir);
  const { municipality } = await openMunicipality(config);
  const stores = await openStores(config);
  try {
    const deps: AccountDeps = {
      ...stores,
      municipality: (c, l) => municipality ?? defaultMunicipality(c, l),
      ...{ mask, clock, ids, log: createLog(config.log) },
    };
    const at: At = { deps, words: { locales, lang }, tenant: values.tenant ?? LOCAL_TENANT, lang, country, values };
    if (deed === 'list') return await list(at, state.data);
    if (deed === 'propose') return await propose(at);
    const account = await one(at, rest.join(' '));
    if (!account) return 2;
    if (deed === 'show') return await show(at, account);
    if (deed === 'change') return await change(at, account);
    return step ? await take(at, account, step) : 2;
  } finally {
    await stores.store.close();
  }
}

/** The account that somebody means; else the words why there is none, or which there are. */
async function one({ deps, words, tenant }: At, named: string): Promise<Account | undefined> {
  const found = await findAccount(tenant, named, deps);
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  const lines = found.map((a) => `  ${a.id}  ${a.name} · ${shownAddress(a.address)}`);
  console.error(
    [
      `${withoutSecrets(named)}: ${say(words.locales, words.lang, first ? 'account.which_one' : 'account.gone')}`,
      ...lines,
    ].join('\n'),
  );
  return undefined;
}

async function list({ deps, words, tenant, values }: At, state: AccountState | undefined): Promise<number> {
  const all = await deps.accounts.list(tenant, state && [state]);
  if (values.json) console.log(JSON.stringify(all, null, 2));
  else if (all.length === 0) console.log(say(words.locales, words.lang, 'account.none'));
  else
    for (const a of all)
      console.log(
        `${a.id}  ${a.name}\n  ${platformName(words, a.platform)} · ${shownAddress(a.address)} · ${a.unit} · ${stateText(words, a)}`,
      );
  return 0;
}

async function show({ deps, words, tenant, values }: At, account: Account): Promise<number> {
  const facts = await factsFor(tenant, account, deps);
  if (values.json) {
    const channel = facts.map((f) => ({ ...f, text: factText(words, f) }));
    console.log(JSON.stringify({ ...account, channel }, null, 2));
    return 0;
  }
  const t = (key: string) => say(words.locales, words.lang, key);
  const rows = [
    ...factRows(words, account, ['name']),
    ...facts.map((f) => ({ label: t(`account.fact.${f.question}`), value: factText(words, f) })),
  ];
  console.log(`${account.name} · ${stateText(words, account)} · ${account.id}`);
  for (const { label, value } of rows) console.log(`  ${label}: ${value}`);
  console.log(`${t('account.history')}:`);
  for (const s of account.history) console.log(`  ${stepText(words, s)}`);
  return 0;
}

function actor({ values }: At, usual: Role): Actor {
  return {
    kind: 'person',
    person: values.person ?? 'terminal',
    role: Role.safeParse(values.as ?? usual).data ?? usual,
  };
}

async function propose(at: At): Promise<number> {
  const { deps, tenant, country } = at;
  const form = { you: at.values.person === undefined ? 'neither' : 'owner', ...formIn(at) };
  const result = await proposeAccount({ tenant, by: actor(at, 'author'), form, country, tell: null }, deps);
  if (result.kind === 'faults') return faulty(at, result.faults);
  if (result.kind === 'taken') return refused(at, result.account, 'account.taken');
  return done(at, result.account);
}

async function change(at: At, account: Account): Promise<number> {
  const { deps, tenant, values } = at;
  const { id } = account;
  const by = actor(at, 'editor');
  const form = formIn(at);
  if (values.assessment !== undefined) {
    if (!(await deps.assessments.dossier(tenant, values.assessment))) {
      console.error(
        `--assessment ${values.assessment}: ${say(at.words.locales, at.lang, 'account.no_such_assessment')}`,
      );
      return 2;
    }
    const to = { assessment: values.assessment };
    const linked = await stepAccount({ tenant, id, by, deed: { do: 'change', to }, why: '', openSeats: true }, deps);
    if (linked.kind !== 'moved' || Object.keys(form).length === 0) return ended(at, linked);
  }
  const result = await changeAccount({ tenant, id, by, form, openSeats: true }, deps);
  return result.kind === 'faults' ? faulty(at, result.faults) : ended(at, result);
}

async function take(at: At, account: Account, step: (typeof STEPS)[keyof typeof STEPS]): Promise<number> {
  const { deps, tenant, values, words } = at;
  const { why = '', reference = '' } = values;
  const on = values.on ?? clock.now().toISOString().slice(0, 10);
  if (findSecrets(`${why}\n${reference}`).length > 0) {
    console.error(`--why, --reference: ${say(words.locales, words.lang, 'account.fault.secret')}`);
    return 2;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || Number.isNaN(Date.parse(on))) {
    console.error(`--on ${on}: ${say(words.locales, words.lang, 'account.fault.date')}`);
    return 2;
  }
  const deed: AccountDeed =
    step === 'snapshot' || step === 'archive'
      ? { do: step, on, reference }
      : step === 'seen'
        ? { do: step, on }
        : { do: step };
  const own = !SIGNED.includes(step) && looksAfter(account, values.person ?? 'terminal');
  const usual = own ? 'author' : step === 'decline' || step === 'ask_back' ? 'unit' : 'editor';
  if (step === 'agree' && values.as === undefined) {
    console.error(`--as: ${say(words.locales, words.lang, 'account.as_whom')}`);
    return 2;
  }
  return ended(
    at,
    await stepAccount({ tenant, id: account.id, by: actor(at, usual), deed, why, openSeats: true }, deps),
  );
}

function ended(at: At, result: AccountStepped): number {
  switch (result.kind) {
    case 'moved':
      return done(at, result.account);
    case 'refused':
      return refused(at, result.account, refusalText(at.words, result.refusal), result.refusal.code);
    case 'gone':
      console.error(say(at.words.locales, at.lang, 'account.gone'));
      return 1;
    default:
      return refused(at, result.account, result.kind === 'taken' ? 'account.taken' : 'account.newer', result.kind);
  }
}

function refused({ words, values }: At, account: Account, key: string, code = 'taken'): number {
  const message = say(words.locales, words.lang, key);
  if (values.json)
    console.log(JSON.stringify({ refused: code, message, account: account.id, state: account.state }, null, 2));
  console.error(`${account.name} (${account.id}): ${message}${code === 'not_both' ? ' (--person ID)' : ''}`);
  return 1;
}

function done({ words, values }: At, account: Account): number {
  if (values.json) console.log(JSON.stringify(account, null, 2));
  else console.log(`${account.id}  ${account.name} · ${stateText(words, account)}`);
  return 0;
}
