import type { Work } from '../../app/work-inbox.ts';
import { Activity } from './activity.ts';
import { onConsent } from './consent.ts';
import type { Desk } from './desk.ts';
import { askForDraft, onDialog } from './dialog.ts';
import { type Heard, hear, type Settings } from './inbound.ts';
import { type Answered, inTime, once, onPressed, onViewed, stillWorking } from './press.ts';
import { personKey } from './references.ts';
import { learnPlaces, onDropped, onMet, onSaid, onSubmitted } from './said.ts';

/** How the work begins that an answer to Teams has left to do. */
const AFTER = 'after/';

/**
 * Takes what Teams sent. What is only said is kept, and worked on after Teams was told that it arrived: gives undefined. What Teams waits for is answered.
 *
 * @throws where it can't be kept; Teams sends a message again that is answered with a fault
 */
export async function take(desk: Desk, activity: Activity, settings: Settings): Promise<object | undefined> {
  const heard = hear(activity, settings);
  if (heard.kind === 'nothing') return heard.invoke ? {} : undefined;
  if (heard.kind === 'left') {
    await desk.deps.references.remove(personKey(heard.envelope.user));
    return undefined;
  }
  const keep = (before = '') => {
    const event = before + eventOf(heard, activity);
    const lane = before ? event : laneOf(activity);
    const body = JSON.stringify(activity);
    return desk.deps.inbox.receive({ tenant: settings.tenant, channel: 'teams', event, lane, body });
  };
  if (isSaid(heard, activity)) {
    await keep();
    return undefined;
  }
  await learnPlaces(desk, activity);
  switch (heard.kind) {
    case 'pressed':
    case 'dialog':
      return inTime(answered(desk, activity, heard), stillWorking(desk, activity), () => keep(AFTER));
    case 'viewed':
      return (await onViewed(desk, activity, heard)).body;
    case 'dialog_form':
      return askForDraft(desk, heard.lang, heard.missing).body;
    default:
      await keep();
      return {};
  }
}

/** Nobody waits for an answer to it but a person. */
const isSaid = ({ kind }: Heard, { type }: Activity): boolean =>
  kind === 'said' || kind === 'dropped' || kind === 'met' || (kind === 'pressed' && type !== 'invoke');

/** What one person says in one place is answered in order. */
const laneOf = ({ conversation, from }: Activity): string => `${conversation.id}/${from.id}`;

function answered(
  desk: Desk,
  activity: Activity,
  heard: Extract<Heard, { kind: 'pressed' | 'dialog' }>,
): Promise<Answered> {
  return once(desk, heard.incoming.event, () =>
    heard.kind === 'dialog' ? onDialog(desk, heard.incoming) : onPressed(desk, activity, heard),
  );
}

/** Works on what was kept. */
export async function work(desk: Desk, piece: Work, settings: Settings): Promise<void> {
  const activity = Activity.parse(JSON.parse(piece.body));
  const heard = hear(activity, settings);
  const mine: Desk = { ...desk, steps: { work: piece, n: 0 } };
  if (piece.event.startsWith(AFTER)) {
    if (heard.kind !== 'pressed' && heard.kind !== 'dialog') return;
    // The process that gave the answer knows it; where that is gone, it is made again.
    const { after } = await (desk.answered.get(heard.incoming.event) ?? answered(mine, activity, heard));
    await after?.(mine);
    return;
  }
  await learnPlaces(desk, activity);
  switch (heard.kind) {
    case 'said':
      return onSaid(mine, activity, heard.incoming);
    case 'dropped':
      return onDropped(mine, activity, heard);
    case 'met':
      return onMet(mine, activity, heard.incoming);
    case 'pressed':
      return onSubmitted(mine, activity, heard);
    case 'consent':
      return onConsent(mine, activity, heard);
    default:
      return;
  }
}

const eventOf = (heard: Heard, activity: Activity): string =>
  'incoming' in heard ? heard.incoming.event : `${activity.conversation.id}/${activity.id}`;
