import type { AnswerDeps } from '../src/app/answer-question.ts';
import type { Log } from '../src/app/ports.ts';
import type { Config } from '../src/config.ts';
import { openIndex } from '../src/main.ts';
import { mask } from '../src/privacy/mask.ts';
import calibration from '../src/retrieval/calibration.json' with { type: 'json' };

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** What the use case needs, without a store: an eval run leaves nothing behind but the index. */
export async function evalDeps(config: Config): Promise<AnswerDeps> {
  const index = await openIndex(config);
  const model = config.model
    ? (await import('../src/llm/model-answerer.ts')).createModelAnswerer(config.model)
    : undefined;
  return {
    knowledge: index.knowledge,
    retriever: index.retriever,
    mask,
    languages: index.languages,
    calibration,
    log: quiet,
    model,
  };
}
