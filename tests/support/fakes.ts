import type { AnswerDeps } from '../../src/app/answer-question.ts';
import type { HandleDeps } from '../../src/app/handle-question.ts';
import type { Clock, Ids, Log, ModelAnswerer, OpenQuestion, Store, StoredTurn } from '../../src/app/ports.ts';
import { mask } from '../../src/privacy/mask.ts';
import calibration from '../../src/retrieval/calibration.json' with { type: 'json' };
import { realIndex } from './knowledge.ts';

/** A store in memory that writes down what it was given, in order. */
class FakeStore implements Store {
  readonly saved: StoredTurn[] = [];
  readonly open: OpenQuestion[] = [];
  readonly calls: string[] = [];

  async touchConversation(): Promise<void> {
    this.calls.push('touchConversation');
  }
  async conversation(): Promise<undefined> {
    return undefined;
  }
  async saveTurn({ turn }: { turn: StoredTurn }): Promise<void> {
    this.calls.push('saveTurn');
    this.saved.push(turn);
  }
  async turns(_tenant: string, _conversation: string, limit: number): Promise<StoredTurn[]> {
    return this.saved.slice(-limit);
  }
  async turn(_tenant: string, id: string): Promise<StoredTurn | undefined> {
    return this.saved.find((t) => t.id === id);
  }
  async saveFeedback(): Promise<void> {}
  async captureQuestion(question: OpenQuestion): Promise<void> {
    this.calls.push('captureQuestion');
    this.open.push(question);
  }
  async openQuestions(): Promise<OpenQuestion[]> {
    return this.open;
  }
  async withdrawQuestion(): Promise<void> {}
  async close(): Promise<void> {}
}

/** A clock that stands still on a working day. */
export const NOW = '2026-03-02T08:00:00.000Z';
const stoppedClock: Clock = { now: () => new Date(NOW) };

/** `t1`, `t2`, … */
function countingIds(): Ids {
  let n = 0;
  return { next: () => `t${++n}` };
}

/** A log that keeps its lines, as text, so that a test can see what must not be in them. */
export function keepingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (event: string, ...rest: unknown[]): void => {
      lines.push(`${level} ${event} ${JSON.stringify(rest.map((r) => (r instanceof Error ? r.message : r)))}`);
    };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}

/** Everything an answer needs, over the real knowledge and no network. */
export async function realAnswerDeps(
  model?: ModelAnswerer,
): Promise<AnswerDeps & { log: ReturnType<typeof keepingLog> }> {
  const { knowledge, retriever, languages } = await realIndex();
  return { knowledge, retriever, languages, mask, calibration, log: keepingLog(), model };
}

export async function realHandleDeps(model?: ModelAnswerer) {
  const store = new FakeStore();
  const deps = {
    ...(await realAnswerDeps(model)),
    store,
    clock: stoppedClock,
    ids: countingIds(),
  } satisfies HandleDeps;
  return { deps, store };
}
