import type { ChannelName } from '../core/message.ts';
import type { Arrival, Inbox, Piece } from './inbox-ports.ts';
import type { Clock, Ids, Log } from './ports.ts';

/** How long a piece is its worker's own, in ms, and how often a worker says that it is still at it. After a kill the others wait this long. */
const LEASE_MS = 10_000;
const BEAT_MS = 3_000;
/** Pieces under way at a time: most of them wait for a model or for a platform. */
const WIDTH = 64;
/** ms before the next try; past the last of them whoever asked is told. */
const PAUSES = [1_000, 4_000, 15_000, 60_000] as const;
/** What is done is remembered this long, in ms: platforms resend within hours. */
const REMEMBERED_MS = 3 * 24 * 60 * 60 * 1000;
const FORGET_MS = 60 * 60 * 1000;

/** A piece of work as its channel sees it. */
export type Work = Piece & {
  /** There is no other try: whatever fails now is told to whoever asked. */
  last: boolean;
  /** The platform's id of a step that an earlier try made visible; undefined: it is still to be made. */
  made: (step: string) => string | undefined;
  /** A step can be seen from now on. Nobody waits for it: the piece is only done when it is kept. */
  mark: (step: string, ref: string) => void;
};
/** Does it. Rejects where another try may mend it; what none can mend it tells whoever asked, and resolves. */
type Handler = (work: Work) => Promise<void>;

export type Worker = {
  /** From now on this process works on what comes in by this channel. */
  on: (channel: ChannelName, handler: Handler) => void;
  /** Keeps what came in, and sees to it that it is worked on. When this resolves, its platform may be told that it arrived. */
  receive: (arrival: Omit<Arrival, 'work' | 'at'>) => Promise<void>;
  /** Looks for what is due: another try, or what another process left. Called every second or so. */
  tick: () => Promise<void>;
  /** When nothing is under way. */
  idle: () => Promise<void>;
  /** Takes on nothing new; waits for what is under way, and gives back what is not over when `wait` is. */
  stop: (wait: Promise<unknown>) => Promise<void>;
};

const keyOf = ({ tenant, channel, event }: Piece): string => JSON.stringify([tenant, channel, event]);

type Deps = { inbox: Inbox; clock: Clock; ids: Ids; log: Log };

/** Works on what is in the inbox: in each lane one piece after the other, the lanes side by side. Any number of processes may do so at once. */
export function inboxWorker({ inbox, clock, ids, log }: Deps): Worker {
  const me = ids.next();
  const handlers = new Map<ChannelName, Handler>();
  const running = new Map<string, { piece: Piece; over: Promise<void> }>();
  /** On their way into the inbox, to be begun here at once. */
  let coming = 0;
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  let stopped = false;
  let beaten = 0;
  let forgotten = 0;
  const now = () => clock.now().toISOString();
  const held = () => [...running.values()].map(({ piece }) => piece);

  const look = async () => {
    do {
      lookAgain = false;
      const limit = WIDTH - running.size - coming;
      if (stopped || limit < 1) return;
      // A lease that ran out here, by a clock that jumped, is still at work here.
      for (const piece of await inbox.take([...handlers.keys()], me, now(), { leaseMs: LEASE_MS, limit }))
        if (!running.has(keyOf(piece))) begin(piece);
    } while (lookAgain);
  };
  /** One look at a time; whatever comes in meanwhile asks for another. */
  const wake = (): Promise<void> => {
    lookAgain = true;
    looking ??= look()
      .catch((error: unknown) => log.error('inbox.unread', error))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const begin = (piece: Piece) => {
    const over = run(piece).finally(() => {
      running.delete(keyOf(piece));
      // The next of its lane may be waiting for it.
      if (!stopped) void wake();
    });
    running.set(keyOf(piece), { piece, over });
  };

  const run = async (piece: Piece) => {
    const { channel, tries } = piece;
    const marks = new Map(piece.marks);
    const fresh = new Map<string, string>();
    const kept: Promise<unknown>[] = [];
    const work: Work = {
      ...piece,
      last: tries > PAUSES.length,
      made: (step) => marks.get(step),
      mark: (step, ref) => {
        marks.set(step, ref);
        fresh.set(step, ref);
        kept.push(inbox.mark(piece, step, ref).catch((error: unknown) => log.error('inbox.unmarked', error)));
      },
    };
    try {
      // It has ended this process, or others, as often as it was taken up.
      if (tries > PAUSES.length + 1) log.warn('inbox.given_up', { channel, tries });
      else await handlers.get(channel)?.(work);
      // Asked for together, they are written together.
      await Promise.all([...kept, inbox.done(piece, now())]);
    } catch (error) {
      log.error('inbox.again', error, { channel, tries });
      // What was left out, because the end was to come with it.
      for (const [step, ref] of fresh) work.mark(step, ref);
      await Promise.all(kept);
      await again(piece);
    }
  };
  const again = async (piece: Piece) => {
    const at = new Date(clock.now().getTime() + (PAUSES[piece.tries - 1] ?? 0));
    // Where even that fails, its lease runs out and it is taken up again.
    await inbox.later(piece, me, at.toISOString()).catch((error: unknown) => log.error('inbox.unreturned', error));
  };

  const tick = async () => {
    const at = clock.now().getTime();
    if (running.size > 0 && Math.abs(at - beaten) >= BEAT_MS) {
      beaten = at;
      await inbox.renew(held(), me, now(), LEASE_MS);
    }
    if (Math.abs(at - forgotten) >= FORGET_MS) {
      forgotten = at;
      const lost = await inbox.forget(new Date(at - REMEMBERED_MS).toISOString());
      if (lost > 0) log.warn('inbox.lost', { lost });
    }
    await wake();
  };
  const idle = async () => {
    while (looking || running.size > 0) await Promise.all([looking, ...[...running.values()].map(({ over }) => over)]);
  };

  return {
    on: (channel, handler) => void handlers.set(channel, handler),
    receive: async (arrival) => {
      const room = !stopped && handlers.has(arrival.channel) && running.size + coming < WIDTH ? 1 : 0;
      coming += room;
      const whole = { ...arrival, work: ids.next(), at: now() };
      const put = await inbox.put(whole, room ? { by: me, leaseMs: LEASE_MS } : undefined).finally(() => {
        coming -= room;
      });
      if (typeof put === 'boolean') {
        if (!stopped) void wake();
      } else if (stopped) await inbox.later(put, me, now());
      else begin(put);
    },
    tick,
    idle,
    stop: async (wait) => {
      stopped = true;
      await inbox.renew(held(), me, now(), LEASE_MS).catch(() => undefined); // The lease that it has may be enough.
      await Promise.race([idle(), wait]);
      for (const piece of held()) await inbox.later(piece, me, now());
    },
  };
}
