import type { Desk } from './desk.ts';
import type { OutActivity } from './outbound.ts';
import { final, informative, NOT_BEGUN, type StreamState, streaming, waitFor, wentOut } from './stream.ts';
import { type Place, WireError } from './wire.ts';

/** After so many ms without an answer, varsam says what it is doing. */
const SEEN_MS = 700;

export type Streamer = {
  /** The whole text so far. */
  text: (text: string) => void;
  end: () => Promise<Ended>;
};
/** `begun`: the message takes the place of what grew, and needs words. `stopped`: the reader has stopped it, and wants none. */
type Ended = { begun: boolean; stopped: boolean; last: (message: OutActivity) => OutActivity };

/** Shows in a personal chat that work is under way, and a growing answer where there is one. One update at a time, none after the end. */
export function startStream(desk: Desk, to: Place, seen: string): Streamer {
  const now = () => desk.deps.clock.now().getTime();
  let state: StreamState = NOT_BEGUN;
  let over = false;
  let stopped = false;
  let latest = '';
  let running: Promise<void> | undefined;
  desk.streaming.add(to.conversation);

  async function update(activity: OutActivity): Promise<void> {
    try {
      state = wentOut(state, now(), await desk.wire.send(to, activity), activity.text);
    } catch (error) {
      const { status, code } = error instanceof WireError ? error : { status: 0, code: '' };
      // An update that is lost costs nothing. A stream that is forbidden or can't begin ends here, and the answer comes as a message.
      if (status !== 403 && state.id !== undefined) state = { ...state, last: now() };
      else {
        stopped = /cancel+ed by user/i.test(code);
        over = true;
        state = NOT_BEGUN;
      }
    }
  }
  /** Sends until there is nothing new. */
  async function pump(): Promise<void> {
    while (!over) {
      const wait = waitFor(state, now());
      const activity = streaming(state, latest);
      if (wait === undefined || !activity) return;
      if (wait > 0) await desk.sleep(wait);
      else await update(activity);
    }
  }
  function run(work: () => Promise<void>): void {
    if (over || running) return;
    running = work().finally(() => {
      running = undefined;
      if (streaming(state, latest) && waitFor(state, now()) !== undefined) run(pump);
    });
  }
  void desk.sleep(SEEN_MS).then(() => {
    if (state.sent === 0) run(() => update(informative(state, seen)));
  });

  return {
    text: (text) => {
      latest = text;
      run(pump);
    },
    end: async () => {
      over = true;
      await running;
      desk.streaming.delete(to.conversation);
      return { begun: state.id !== undefined, stopped, last: (message) => final(state, message, now()) };
    },
  };
}
