import { approvalCard, doneParts, plainCard, savedParts } from '../core/cards/owner-cards.ts';
import { t } from '../core/cards/view.ts';
import type { ExpertAnswer } from '../core/learning/expert.ts';
import { fromExpert } from '../core/learning/give.ts';
import { actsFor, CONSOLE, nameOf, officesOf, ownerFor } from '../core/learning/owners.ts';
import type { Group } from '../core/learning/question.ts';
import type { Outgoing } from '../core/message.ts';
import { approve, withdrawExpert } from './answer-as-expert.ts';
import type { Desk, LearnAction } from './learn-actions.ts';
import { tellAskers } from './notices.ts';
import { board, tellOffice } from './send-digest.ts';
import { below, instead } from './talk.ts';

/** A second office approves what the first has written; and what is published can be taken back. */
type OnAnswer = Extract<LearnAction, { answer: string }>;

/** Shows the office that approves what it is to approve, where it reads its digest. The console shows it anyway. */
export async function askForApproval({
  talk,
  view,
  learn,
  deps,
  expert,
  approver,
}: Desk & { expert: ExpertAnswer; approver: string }): Promise<void> {
  const inOwn = { ...view, lang: learn.lang };
  const card = approvalCard(inOwn, expert, fromExpert(expert, inOwn, deps.clock.now()));
  await tellOffice(talk.from.tenant, approver, card, { ...talk.deps, learn, country: view.country });
}

/** The offices that may approve an answer: those set to approve what the one that wrote it answers, and never that one. */
function approversOf(expert: ExpertAnswer, { learn, view }: Omit<Desk, 'office'>): string[] {
  return learn.owners.flatMap((o) =>
    o.approver !== undefined &&
    [o.id, nameOf(o.id, learn.owners, expert.lang), nameOf(o.id, learn.owners, view.lang)].includes(expert.by)
      ? [o.approver]
      : [],
  );
}

export async function approval(desk: Omit<Desk, 'office'>, action: OnAnswer): Promise<Outgoing[]> {
  const { talk, view, learn, deps } = desk;
  const { from } = talk;
  const expert = (await learn.experts.versions(from.tenant, action.answer)).at(-1);
  const group = expert && (await learn.groups.group(from.tenant, expert.group));
  if (!expert || !group) return instead(plainCard(view, t(view, 'learn.gone')));
  const office = mayDo(desk, action, expert, group);
  if (office === undefined) return below(plainCard(view, t(view, 'learn.not_yours')));
  const rest = async (said: ReturnType<typeof doneParts>) => {
    const to = office === CONSOLE ? CONSOLE : ownerFor(group, learn.owners);
    return instead(await board(from.tenant, to, said, { ...talk.deps, learn, country: view.country, view }));
  };
  if (expert.version !== action.version) return rest(doneParts(view, t(view, 'too_old')));
  if (action.do !== 'learn.approve') {
    await withdrawExpert(from.tenant, expert.id, deps);
    const said = t(view, action.do === 'learn.return' ? 'learn.returned' : 'learn.withdrawn', { unit: expert.by });
    return rest(doneParts(view, said));
  }
  const result = await approve(from.tenant, expert.id, nameOf(office, learn.owners, view.lang), deps);
  if ('refused' in result) return rest(doneParts(view, t(view, 'too_old')));
  await tellAskers({ ...talk.deps, learn });
  return rest(savedParts(view, result.expert, result.told.length));
}

/** In whose name: an answer that waits is for the office that approves, one that is published for whoever may answer its group. */
function mayDo(desk: Omit<Desk, 'office'>, action: OnAnswer, expert: ExpertAnswer, group: Group): string | undefined {
  const { talk, learn } = desk;
  if (action.do === 'learn.withdraw') return actsFor(talk.from, group, learn.owners);
  const mine = officesOf(talk.from, learn.owners);
  return expert.state === 'awaiting' || action.do === 'learn.approve'
    ? approversOf(expert, desk).find((id) => mine.includes(id))
    : undefined;
}
