import type { Activity } from './activity.ts';
import { onConsent } from './consent.ts';
import type { Desk } from './desk.ts';
import { askForDraft, onDialog } from './dialog.ts';
import { type Heard, hear, type Settings } from './inbound.ts';
import { inTime, once, onPressed, onViewed, stillWorking } from './press.ts';
import { personKey } from './references.ts';
import { learnPlaces, onDropped, onMet, onSaid, onSubmitted } from './said.ts';

/**
 * Takes what Teams sent. What is only said is worked on after Teams was told that it arrived: gives undefined, and the work to `track`. What Teams waits
 * for is answered.
 */
export function take(
  desk: Desk,
  activity: Activity,
  settings: Settings,
  track: (work: Promise<void>) => void,
): Promise<object> | undefined {
  const heard = hear(activity, settings);
  if (heard.kind === 'nothing') return heard.invoke ? Promise.resolve({}) : undefined;
  if (heard.kind !== 'left') track(learnPlaces(desk, activity));
  const event = eventOf(heard, activity);
  switch (heard.kind) {
    case 'said':
      track(onSaid(desk, activity, heard.incoming));
      return undefined;
    case 'dropped':
      track(onDropped(desk, activity, heard));
      return undefined;
    case 'met':
      track(onMet(desk, activity, heard.incoming));
      return undefined;
    case 'left':
      track(desk.deps.references.remove(personKey(heard.envelope.user)));
      return undefined;
    case 'pressed':
      if (activity.type !== 'invoke') {
        track(onSubmitted(desk, activity, heard));
        return undefined;
      }
      return inTime(
        once(desk, event, () => onPressed(desk, activity, heard), track),
        stillWorking(desk, activity),
      );
    case 'viewed':
      return onViewed(desk, activity, heard).then(({ body }) => body);
    case 'dialog':
      return once(desk, event, () => onDialog(desk, heard.incoming), track);
    case 'dialog_form':
      return Promise.resolve(askForDraft(heard.lang, heard.missing).body);
    case 'consent':
      track(onConsent(desk, activity, heard));
      return Promise.resolve({});
  }
}

const eventOf = (heard: Heard, activity: Activity): string =>
  'incoming' in heard ? heard.incoming.event : `${activity.conversation.id}/${activity.id}`;
