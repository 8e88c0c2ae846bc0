import type { Account } from '../../core/accounts/account.ts';
import type { ChannelFact } from '../../core/accounts/channel-facts.ts';
import { factText, platformName, stateText } from '../../core/accounts/words.ts';

/** One account as a line of a table; the columns are the form's own names. */
export function rowOf(words: Parameters<typeof stateText>[0], a: Account, facts: readonly ChannelFact[]) {
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
