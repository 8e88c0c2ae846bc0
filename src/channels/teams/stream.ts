import { LIMITS } from './limits.ts';
import type { Entity, OutActivity } from './outbound.ts';
import { cutText, messageText } from './text.ts';

/**
 * A growing answer in a personal chat, as Teams wants it: something to look at, then the whole text so far again and again, and the final message in its
 * place. Pure: what has been sent, and when, is handed on from step to step.
 */
export type StreamState = {
  /** What the first update was given as its id; undefined before it was sent. */
  id: string | undefined;
  /** How many updates were sent. */
  sent: number;
  /** When the first and the last were sent, in ms. */
  began: number;
  last: number;
  /** The words of the last one, as Teams was sent them. */
  text: string;
};

export const NOT_BEGUN: StreamState = { id: undefined, sent: 0, began: 0, last: 0, text: '' };

/** What varsam is doing; only before there are words. */
export function informative(state: StreamState, text: string): OutActivity {
  return update(state, 'informative', text);
}

/** The whole text so far. Undefined where it is what stands there already. */
export function streaming(state: StreamState, text: string): OutActivity | undefined {
  const said = messageText(cutText(text, LIMITS.message.text / 2));
  return said.trim() && said !== state.text ? update(state, 'streaming', said) : undefined;
}

function update(state: StreamState, streamType: 'informative' | 'streaming', text: string): OutActivity {
  const info = { type: 'streaminfo', streamType, streamSequence: state.sent + 1 };
  const entity: Entity = state.id === undefined ? info : { ...info, streamId: state.id };
  return { type: 'typing', text, entities: [entity] };
}

/** After an update was taken. `id` is what Teams answered with. */
export function wentOut(state: StreamState, now: number, id: string | undefined, text = ''): StreamState {
  return {
    id: state.id ?? id,
    sent: state.sent + 1,
    began: state.sent === 0 ? now : state.began,
    last: now,
    text,
  };
}

/** ms until the next update may be sent; 0: now. Undefined: no more, the two minutes are nearly over. */
export function waitFor(state: StreamState, now: number): number | undefined {
  if (state.sent === 0) return 0;
  if (now - state.began + LIMITS.stream.every > LIMITS.stream.total) return undefined;
  return Math.max(0, state.last + LIMITS.stream.every - now);
}

/** The answer as the last of the stream. Of a stream that never began, or lasted too long, it is a message like any other. */
export function final(state: StreamState, message: OutActivity, now: number): OutActivity {
  if (state.id === undefined || now - state.began > LIMITS.stream.total) return message;
  const entity: Entity = { type: 'streaminfo', streamId: state.id, streamType: 'final' };
  // A final message without words is refused; the card's are in its summary.
  const text = message.text ?? messageText(message.summary ?? ' ');
  return { ...message, text, textFormat: 'markdown', entities: [entity, ...(message.entities ?? [])] };
}
