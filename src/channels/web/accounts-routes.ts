import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { type AccountDeps, actorFor, factsFor, stepAccount } from '../../app/accounts.ts';
import { tellProposer, tellSigners } from '../../app/tell-accounts.ts';
import type { Account } from '../../core/accounts/account.ts';
import { ASKS, CARD_DEEDS, type CardDeed } from '../../core/accounts/deeds.ts';
import { type AccountDeed, moveAccount } from '../../core/accounts/life.ts';
import { findSecrets } from '../../core/accounts/secret.ts';
import { factText, platformName, refusalText, stateText } from '../../core/accounts/words.ts';
import type { Actor, Role } from '../../core/assessment/roles.ts';
import { csvOf } from '../../core/csv.ts';
import { ACCOUNTS, accountHtml, accountsHtml, filtered, type OnePage } from './accounts-page.ts';
import { consolePage } from './console-page.ts';
import { type ConsoleDeps, READER, type Seat, seatOf } from './console-site.ts';
import { RequestFault, seeOther } from './faults.ts';
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
    const { seat, account, by } = await read(req, res);
    const done = CARD_DEEDS.find((d) => d === req.query.done);
    await show(res, seat, account, by, done ? { text: seat.t(`account.done.${done}`), bad: false } : null);
  });

  app.post(`${ACCOUNTS}/:id/step`, form, async (req, res) => {
    const { seat, account, by: whoever } = await read(req, res);
    const given = StepForm.safeParse(req.body ?? {}).data;
    if (!given) throw new RequestFault(400, 'web.fault.request');
    if (seat.pass === null && seat.office === READER) throw new RequestFault(403, 'account.page.reads');
    const { deed, seen, why, reference } = given;
    const by = actingAs(seat, account, whoever, deed, given.role);
    const no = (said: string, status: number) =>
      show(res.status(status), seat, account, whoever, { text: said, bad: true });
    const asked = ASKS[deed] === 'reference' ? reference : why;
    if (findSecrets(asked).length > 0) return no(seat.t('account.fault.secret'), 422);
    const step = { tenant: seat.tenant, id: account.id, by, why, seen, openSeats: seat.pass === null };
    const result = await stepAccount({ ...step, deed: deedOf(deed, site.clock.now(), reference) }, deps);
    if (result.kind === 'gone') throw new RequestFault(404, 'web.not_found');
    if (result.kind === 'moved') {
      if (deed === 'propose') await tellSigners(seat.tenant, result.account, deps);
      else await tellProposer(seat.tenant, result.account, deps);
      return seeOther(res, `${ACCOUNTS}/${account.id}?done=${deed}`);
    }
    const words = wordsOf(seat);
    if (result.kind === 'refused') return no(refusalText(words, result.refusal), 422);
    await no(seat.t(result.kind === 'taken' ? 'account.taken' : 'account.newer'), 409);
  });

  async function read(req: Request, res: Response) {
    const seat = await seatOf(req, site, console_);
    const account = await deps.accounts.account(seat.tenant, String(req.params.id));
    if (!account) throw new RequestFault(404, 'web.not_found');
    const person = seat.pass?.user ?? senderOf(req, res, seat.reader, site).person;
    return { seat, account, by: person };
  }

  /** Whom a step is taken by: as the municipality has named them, or at this machine as they say themselves. */
  function actingAs(seat: Seat, account: Account, person: string, deed: CardDeed, role: Role | null): Actor {
    return seat.pass || role === null ? actorFor(account, person, deed, deps) : { kind: 'person', person, role };
  }

  async function show(
    res: Response,
    seat: Seat,
    account: Account,
    person: string,
    said: OnePage['said'],
  ): Promise<void> {
    const roles = seat.pass ? [] : ROLES;
    const setting = {
      municipality: deps.municipality(account.country, seat.reader.lang),
      openSeats: seat.pass === null,
    };
    const now = site.clock.now();
    const tried = (deed: CardDeed, by: Actor) =>
      moveAccount(account, { deed: deedOf(deed, now, '-'), by, at: now.toISOString(), why: '-' }, setting);
    const reads = seat.pass === null && seat.office === READER;
    const may = CARD_DEEDS.filter(
      (deed) =>
        !reads &&
        (roles.length > 0 ? roles : [null]).some((role) => {
          const moved = tried(deed, actingAs(seat, account, person, deed, role));
          return moved.ok || moved.refusal.code === 'incomplete';
        }),
    );
    const given =
      !reads &&
      roles.some((role) => {
        const moved = tried('agree', actingAs(seat, account, person, 'agree', role));
        return !moved.ok && moved.refusal.code === 'not_both';
      });
    const hint = reads ? seat.t('account.page.reads') : given ? seat.t('account.refused.not_both') : '';
    const facts = await factsFor(seat.tenant, account, deps);
    const body = accountHtml(seat, wordsOf(seat), { account, facts, may, roles, said, hint });
    res.type('html').send(consolePage(seat, { page: null, title: account.name, body, assets: site.assets }));
  }
}

function deedOf(deed: CardDeed, now: Date, reference: string): AccountDeed {
  return deed === 'archive' || deed === 'snapshot'
    ? { do: deed, on: now.toISOString().slice(0, 10), reference }
    : { do: deed };
}

/** One account as a line of a table; the columns are the form's own names. */
function rowOf(words: Parameters<typeof stateText>[0], a: Account, facts: Awaited<ReturnType<typeof factsFor>>) {
  return {
    id: a.id,
    name: a.name,
    platform: platformName(words, a.platform),
    address: a.address,
    state: stateText(words, a),
    main: a.main ? 'yes' : 'no',
    unit: a.unit,
    purpose: a.purpose,
    audience: a.audience,
    owner: a.owner.title,
    owner_contact: a.owner.contact,
    substitute: a.substitute?.title ?? '',
    substitute_contact: a.substitute?.contact ?? '',
    administrators: a.administrators.map((h) => h.title).join('; '),
    other_access: a.otherAccess.map((o) => `${o.title}: ${o.why}`).join('; '),
    comments: a.comments,
    archive_routine: a.archiveRoutine,
    records_plan: a.recordsPlan,
    snapshot_months: a.snapshotMonths,
    last_snapshot: a.lastSnapshot?.at ?? null,
    assessment: a.assessment,
    ...Object.fromEntries(facts.map((f) => [f.question, `${f.value}: ${factText(words, f)}`])),
    changed: a.history.at(-1)?.at ?? '',
  };
}
