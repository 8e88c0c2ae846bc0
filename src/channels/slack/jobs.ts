import { z } from 'zod';
import type { Work } from '../../app/work-inbox.ts';
import { onAction, onCheck, onPhotoCheck } from './act.ts';
import type { Desk } from './desk.ts';
import { onClosed, onSubmittedLate } from './forms.ts';
import type { FromAction, FromCommand, FromEvent, FromShortcut, FromView, Said, Who } from './inbound.ts';
import { stepsOf } from './once.ts';
import { onAsk, onBegin, onSaid, onThread } from './work.ts';

/** What was done in Slack, as it is kept from before Slack is told that it arrived until its answer stands. */
export type Job =
  | { kind: 'said'; given: Said }
  | { kind: 'thread'; given: Extract<FromEvent, { what: 'thread' }> }
  | { kind: 'action'; given: FromAction }
  | { kind: 'command'; given: FromCommand }
  | { kind: 'shortcut'; given: FromShortcut }
  | { kind: 'closed' | 'submitted'; given: FromView };
/** Whose installation lets us answer. */
export type Install = { teamId: string; enterpriseId: string | undefined; isEnterpriseInstall: boolean };

const KINDS = ['said', 'thread', 'action', 'command', 'shortcut', 'closed', 'submitted'] as const;
const Body = z.object({
  install: z.object({ teamId: z.string(), enterpriseId: z.string().optional(), isEnterpriseInstall: z.boolean() }),
  kind: z.enum(KINDS),
  // Our own, sealed with our own key.
  given: z.looseObject({ team: z.string(), user: z.string() }),
});

export const bodyOf = (job: Job, install: Install): string => JSON.stringify({ install, ...job });
export function jobIn(body: string): Job & { install: Install } {
  return Body.parse(JSON.parse(body)) as unknown as Job & { install: Install };
}

/** What tells it from everything else that comes in, and the lane in which it is worked on. */
export function addressOf({ kind, given }: Job): { event: string; lane: string } {
  switch (kind) {
    case 'said':
      // What is said in a thread is answered in order.
      return { event: given.from.event, lane: given.from.conversation };
    case 'thread':
      return alone(`t/${given.where.channel}/${given.where.root}/${given.user}`);
    case 'action':
      return alone(given.what === 'why' ? `w/${given.trigger}` : given.from.event);
    case 'command':
      return alone(given.what === 'begin' ? given.event : given.from.event);
    case 'shortcut':
      return alone(given.event);
    case 'closed':
    case 'submitted':
      return alone(given.from.event);
  }
}
/** What opens a view has three seconds: it waits for nothing that came before it. */
const alone = (event: string) => ({ event, lane: event });

/** Does it, for whoever did it. */
export async function work(job: Job, piece: Work, deskFor: (who: Who) => Desk): Promise<void> {
  const since = job.kind === 'said' ? job.given.message : undefined;
  const desk: Desk = { ...deskFor(job.given as Who), steps: stepsOf(piece, since) };
  switch (job.kind) {
    case 'said':
      return onSaid(desk, job.given);
    case 'thread':
      return onThread(desk, job.given);
    case 'action':
      return onAction(desk, job.given);
    case 'command':
      if (job.given.what === 'ask') return onAsk(desk, job.given);
      return job.given.screening === 'photo-check' ? onPhotoCheck(desk, job.given) : onBegin(desk, job.given);
    case 'shortcut':
      return onCheck(desk, job.given);
    case 'closed':
      return onClosed(desk, job.given);
    case 'submitted':
      return onSubmittedLate(desk, job.given);
  }
}
