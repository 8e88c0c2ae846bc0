import type { Assessment } from '../assessment/document.ts';
import type { Account } from './account.ts';

/** What the register says to the photo check of the channel that a post is to go out in (P01, P17, P19, P22). */

/** Why an answer is what it is, said under `account.why_<code>`. `on` is a date or a state that the words name. */
type FactReason =
  | 'agreed'
  | 'not_agreed'
  | 'ended'
  | 'assessed'
  | 'no_assessment'
  | 'undecided'
  | 'stopped'
  | 'review_passed'
  | 'watched'
  | 'comments_closed'
  | 'no_substitute'
  | 'left'
  | 'archived'
  | 'no_routine';
export type ChannelFact = {
  question: 'P01' | 'P17' | 'P19' | 'P22';
  value: string;
  why: FactReason;
  on: string | null;
};

/**
 * The four answers on a day (`2026-11-02`). P17 is yes only while the account's assessment is decided and current: going on was decided, its review is not
 * due, and it has not been closed. `assessment` is the document that the account names, undefined where there is none under that id.
 */
export function channelFacts(account: Account, assessment: Assessment | undefined, today: string): ChannelFact[] {
  return [used(account), assessed(account, assessment, today), watched(account, today), archived(account)];
}

function used({ state, main }: Account): ChannelFact {
  const fact = (value: string, why: FactReason): ChannelFact => ({ question: 'P01', value, why, on: null });
  if (state === 'proposed' || state === 'declined') return fact('unapproved', 'not_agreed');
  if (state === 'archived') return fact('unapproved', 'ended');
  return fact(main ? 'main' : 'own', 'agreed');
}

function assessed({ platform }: Account, assessment: Assessment | undefined, today: string): ChannelFact {
  const no = (why: FactReason, on: string | null = null): ChannelFact => {
    const risky = platform === 'tiktok' || platform === 'telegram';
    return { question: 'P17', value: risky ? 'risky' : 'no', why, on };
  };
  if (!assessment) return no('no_assessment');
  const { state, decision, reviewDate } = assessment;
  if (!decision || (state !== 'decided' && state !== 'active' && state !== 'review_due')) return no('undecided');
  if (decision.outcome !== 'proceed') return no('stopped');
  if (state === 'review_due' || reviewDate === null || reviewDate < today) return no('review_passed', reviewDate);
  return { question: 'P17', value: 'yes', why: 'assessed', on: reviewDate };
}

function watched({ comments, owner, substitute }: Account, today: string): ChannelFact {
  const fact = (value: string, why: FactReason): ChannelFact => ({ question: 'P19', value, why, on: null });
  if (comments === 'closed') return fact('closed', 'comments_closed');
  if (!substitute) return fact('no', 'no_substitute');
  const gone = [owner, substitute].some(({ until }) => until !== null && until < today);
  return gone ? fact('no', 'left') : fact('yes', 'watched');
}

function archived({ archiveRoutine }: Account): ChannelFact {
  const settled = archiveRoutine.trim() !== '';
  return { question: 'P22', value: settled ? 'yes' : 'no', why: settled ? 'archived' : 'no_routine', on: null };
}
