import type { ChannelName } from '../core/message.ts';

/** What came in and is still to be worked on, kept from before its platform is told that it arrived until its answer stands. */

export type Arrival = {
  tenant: string;
  channel: ChannelName;
  /** The platform's id of the event: the same again is the same piece of work, also when it is done. */
  event: string;
  /** What of one lane came first is done first. */
  lane: string;
  /** The id of the work itself: what is made of it once carries this id. Sorts by time, can't be guessed. */
  work: string;
  /** What the channel needs to do it. Kept encrypted, and gone when it is done. */
  body: string;
  /** ISO 8601 in UTC. */
  at: string;
};

/** A piece of work that is the taker's for a while. */
export type Piece = Arrival & {
  /** How often it was taken up, this time included. */
  tries: number;
  /** What of it is visible already, with the platform's id where it has one: an earlier try got so far. */
  marks: ReadonlyMap<string, string>;
};

type Key = Pick<Arrival, 'tenant' | 'channel' | 'event'>;

export interface Inbox {
  /**
   * Keeps it; when this resolves, it outlives a power cut. False: it is here already, or done. With `mine`, whoever keeps it may take it up at once where nothing of its
   * lane waits before it: then this gives the piece.
   */
  put(arrival: Arrival, mine?: { by: string; leaseMs: number }): Promise<boolean | Piece>;
  /**
   * Takes up to `limit` pieces of these channels whose turn it is, the oldest first, for `leaseMs`: one of each lane, and none of a lane whose first is with somebody
   * or waits for another try. A lease that ran out belongs to whoever died with it.
   */
  take(
    channels: readonly ChannelName[],
    by: string,
    at: string,
    options: { leaseMs: number; limit: number },
  ): Promise<Piece[]>;
  /** Still at work on them. */
  renew(pieces: readonly Key[], by: string, at: string, leaseMs: number): Promise<void>;
  /** A step of it can be seen from now on: another try leaves it out. */
  mark(piece: Key, step: string, ref: string): Promise<void>;
  /**
   * Done for good: its body and marks are gone, and its event is remembered for days. A mark that is asked for just before, and not waited for, may be left out; where this
   * rejects, it is to be made again.
   */
  done(piece: Key & { tries?: number }, at: string): Promise<void>;
  /** Given back by its holder, to be taken again from `at` on. */
  later(piece: Key, by: string, at: string): Promise<void>;
  /** Forgets what came in before this time, done or not. Gives how many were never done. */
  forget(before: string): Promise<number>;
}
