import type { Activity } from './activity.ts';
import { onConsent } from './consent.ts';
import type { Desk } from './desk.ts';
import { askForDraft, onDialog } from './dialog.ts';
import { type Heard, hear, type Settings } from './inbound.ts';
import type { Later } from './later.ts';
import { inTime, once, onPressed, onViewed, stillWorking } from './press.ts';
import { personKey } from './references.ts';
import { learnPlaces, onDropped, onMet, onSaid, onSubmitted } from './said.ts';

/**
 * Takes what Teams sent. What is only said is worked on after Teams was told that it arrived: gives undefined. What Teams waits
 * for is answered.
 */
export function take(desk: Desk, activity: Activity, settings: Settings, later: Later): Promise<object> | undefined {
  const heard = hear(activity, settings);
  if (heard.kind === 'nothing') return heard.invoke ? Promise.resolve({}) : undefined;
  if (heard.kind !== 'left') later.add(() => learnPlaces(desk, activity));
  const event = eventOf(heard, activity);
  switch (heard.kind) {
    case 'said':
      later.add(() => onSaid(desk, activity, heard.incoming));
      return undefined;
    case 'dropped':
      later.add(() => onDropped(desk, activity, heard));
      return undefined;
    case 'met':
      later.add(() => onMet(desk, activity, heard.incoming));
      return undefined;
    case 'left':
      later.add(() => desk.deps.references.remove(personKey(heard.envelope.user)));
      return undefined;
    case 'pressed':
      if (activity.type !== 'invoke') {
        later.add(() => onSubmitted(desk, activity, heard));
        return undefined;
      }
      return inTime(
        once(desk, event, () => onPressed(desk, activity, heard), later),
        stillWorking(desk, activity),
      );
    case 'viewed':
      return onViewed(desk, activity, heard).then(({ body }) => body);
    case 'dialog':
      return once(desk, event, () => onDialog(desk, heard.incoming), later);
    case 'dialog_form':
      return Promise.resolve(askForDraft(heard.lang, heard.missing).body);
    case 'consent':
      later.add(() => onConsent(desk, activity, heard));
      return Promise.resolve({});
  }
}

const eventOf = (heard: Heard, activity: Activity): string =>
  'incoming' in heard ? heard.incoming.event : `${activity.conversation.id}/${activity.id}`;
