import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { type AccountDeps, actorFor, factsFor, stepAccount } from '../../app/accounts.ts';
import { tellProposer, tellSigners } from '../../app/tell-accounts.ts';
import type { Account } from '../../core/accounts/account.ts';
import { ASKS, CARD_DEEDS, type CardDeed } from '../../core/accounts/deeds.ts';
import { type AccountDeed, moveAccount } from '../../core/accounts/life.ts';
import { findSecrets } from '../../core/accounts/secret.ts';
import { refusalText } from '../../core/accounts/words.ts';
import type { Actor, Municipality, Role } from '../../core/assessment/roles.ts';
import { csvOf } from '../../core/csv.ts';
import { rowOf } from './account-rows.ts';
import { ACCOUNTS, accountHtml, accountsHtml, filtered, type OnePage } from './accounts-page.ts';
import { consolePage } from './console-page.ts';
import { type ConsoleDeps, READER, type Seat, seatOf } from './console-site.ts';
import { RequestFault, seeOther } from './faults.ts';
import { sessionOf } from './session.ts';
import type { Site } from './site.ts';
import { senderOf } from './work.ts';

const text = z.string().max(2000).catch('');
const StepForm = z.object({
  deed: z.enum(CARD_DEEDS),
  seen: z.coerce.number().int(),
  role: z.enum(['unit', 'editor', 'author']).nullable().catch(null),
  why: text,
  reference: text,
});
const ROLES = ['unit', 'editor', 'author'] as const satisfies readonly Role[];

/** The register for the communications unit; the console's own door stands before it. */
export function addAccountRoutes(app: Express, site: Site, console_: ConsoleDeps): void {
  const held = site.register;
  if (!held) return;
  const deps: AccountDeps & { knowledge: Site['knowledge'] } & Pick<ConsoleDeps, 'learn'> = {
    ...held,
    ...{ clock: site.clock, ids: site.ids, log: site.log, knowledge: site.knowledge, learn: console_.learn },
  };
  const form = express.urlencoded({ extended: false, limit: '64kb' });
  const wordsOf = ({ reader }: Seat) => ({ locales: site.knowledge.locales, lang: reader.lang });
  const filterOf = ({ query }: Request) => ({
    state: typeof query.state === 'string' ? query.state : '',
    q: typeof query.q === 'string' ? query.q.slice(0, 100) : '',
  });

  app.get(ACCOUNTS, async (req, res) => {
    const seat = await seatOf(req, site, console_);
    const body = accountsHtml(seat, wordsOf(seat), await deps.accounts.list(seat.tenant), filterOf(req));
    res
      .type('html')
      .send(consolePage(seat, { page: 'accounts', title: seat.t('account.list'), body, assets: site.assets }));
  });

  for (const format of ['csv', 'json'] as const)
    app.get(`${ACCOUNTS}.${format}`, async (req, res) => {
      const seat = await seatOf(req, site, console_);
      const words = wordsOf(seat);
      const rows = [];
      for (const a of filtered(await deps.accounts.list(seat.tenant), filterOf(req))) {
        const facts = await factsFor(seat.tenant, a, deps);
        rows.push(rowOf(words, a, facts));
      }
      res.attachment(`varsam-accounts.${format}`);
      if (format === 'csv') res.type('text/csv; charset=utf-8').send(csvOf(rows));
      else res.json(rows);
    });

  app.get(`${ACCOUNTS}/:id`, async (req, res) => {
    const desk = await read(req, res);
    const done = CARD_DEEDS.find((d) => d === req.query.done);
    await show(res, desk, done ? { text: desk.seat.t(`account.done.${done}`), bad: false } : null);
  });

  app.post(`${ACCOUNTS}/:id/step`, form, async (req, res) => {
    const desk = await read(req, res);
    const { seat, account, free, house } = desk;
    const given = StepForm.safeParse(req.body ?? {}).data;
    if (!given) throw new RequestFault(400, 'web.fault.request');
    if (free && seat.office === READER) throw new RequestFault(403, 'account.page.reads');
    const { deed, seen, why, reference } = given;
    const by = actingAs(desk, deed, given.role);
    const no = (said: string, status: number) => show(res.status(status), desk, { text: said, bad: true });
    const asked = ASKS[deed] === 'reference' ? reference : why;
    if (findSecrets(asked).length > 0) return no(seat.t('account.fault.secret'), 422);
    const step = { tenant: seat.tenant, id: account.id, by, why, seen, openSeats: free };
    const result = await stepAccount({ ...step, deed: deedOf(deed, site.clock.now(), reference) }, house);
    if (result.kind === 'gone') throw new RequestFault(404, 'web.not_found');
    if (result.kind === 'moved') {
      if (deed === 'propose') await tellSigners(seat.tenant, result.account, deps);
      else await tellProposer(seat.tenant, result.account, deps);
      return seeOther(res, `${ACCOUNTS}/${account.id}?done=${deed}`);
    }
    if (result.kind === 'refused') return no(refusalText(wordsOf(seat), result.refusal), 422);
    await no(seat.t(result.kind === 'taken' ? 'account.taken' : 'account.newer'), 409);
  });

  /**
   * Somebody at an account. Whoever came from a chat or signed in has the roles that the municipality or their groups give them; only where nobody signs in,
   * at this machine, is a role their own word (`free`).
   */
  type Desk = { seat: Seat; account: Account; person: string; free: boolean; house: AccountDeps };
  async function read(req: Request, res: Response): Promise<Desk> {
    const seat = await seatOf(req, site, console_);
    const account = await deps.accounts.account(seat.tenant, String(req.params.id));
    if (!account) throw new RequestFault(404, 'web.not_found');
    const person = seat.pass?.user ?? senderOf(req, res, seat.reader, site).person;
    const municipality: AccountDeps['municipality'] = (country, lang) =>
      seat.pass ? deps.municipality(country, lang) : seatedAs(deps.municipality(country, lang), req, person);
    return { seat, account, person, free: seat.pass === null && !site.signIn, house: { ...deps, municipality } };
  }

  function actingAs({ account, person, free, house }: Desk, deed: CardDeed, role: Role | null): Actor {
    return free && role !== null ? { kind: 'person', person, role } : actorFor(account, person, deed, house);
  }

  async function show(res: Response, desk: Desk, said: OnePage['said']): Promise<void> {
    const { seat, account, free, house } = desk;
    const roles = free ? ROLES : [];
    const setting = { municipality: house.municipality(account.country, seat.reader.lang), openSeats: free };
    const now = site.clock.now();
    const refusalOf = (deed: CardDeed, role: Role | null) => {
      const by = actingAs(desk, deed, role);
      const moved = moveAccount(
        account,
        { deed: deedOf(deed, now, '-'), by, at: now.toISOString(), why: '-' },
        setting,
      );
      return moved.ok ? undefined : moved.refusal.code;
    };
    const reads = free && seat.office === READER;
    const tried = free ? ROLES : [null];
    const may = CARD_DEEDS.filter(
      (deed) => !reads && tried.some((role) => ['incomplete', undefined].includes(refusalOf(deed, role))),
    );
    const given = !reads && tried.some((role) => refusalOf('agree', role) === 'not_both');
    const hint = reads ? seat.t('account.page.reads') : given ? seat.t('account.refused.not_both') : '';
    const facts = await factsFor(seat.tenant, account, deps);
    const body = accountHtml(seat, wordsOf(seat), { account, facts, may, roles, said, hint });
    res.type('html').send(consolePage(seat, { page: null, title: account.name, body, assets: site.assets }));
  }
}

/** The municipality with whoever has signed in among the people of the roles that their groups give them. */
function seatedAs(municipality: Municipality, req: Request, person: string): Municipality {
  const roles = { ...municipality.roles };
  for (const role of sessionOf(req)?.roles ?? []) {
    const { people = [], deputies = [], ...seat } = roles[role] ?? {};
    roles[role] = { ...seat, deputies, people: deputies.includes(person) ? people : [...people, person] };
  }
  return { ...municipality, roles };
}

function deedOf(deed: CardDeed, now: Date, reference: string): AccountDeed {
  return deed === 'archive' || deed === 'snapshot'
    ? { do: deed, on: now.toISOString().slice(0, 10), reference }
    : { do: deed };
}
