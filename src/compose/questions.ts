import type { Learn } from '../app/learn-ports.ts';
import type { Knowledge } from '../core/guideline.ts';
import weights from '../core/learning/same-question.json' with { type: 'json' };
import { type Sameness, samenessBy } from '../core/learning/same-question.ts';
import { type Topics, topicsOf } from '../core/learning/topic.ts';
import { likeness, mattersOf } from '../retrieval/likeness.ts';
import { TrainedEmbeddings } from '../retrieval/trained-embeddings.ts';

/** The topics of what is known, read when the first question is placed. */
export function topicsIn(knowledge: Knowledge): Learn['topics'] {
  let topics: Topics | undefined;
  return () => {
    topics ??= topicsOf(knowledge);
    return topics;
  };
}

/** How questions are told to ask the same. It is read when the first are compared. */
export function sameQuestions(knowledge: Knowledge): Learn['same'] {
  let made: { near: ReturnType<typeof likeness>; same: Sameness } | undefined;
  const make = () => {
    const near = likeness(trained(), () => mattersOf(knowledge));
    return { near, same: samenessBy(near, weights) };
  };
  return {
    sameness: (a, b) => {
      made ??= make();
      return made.same(a, b);
    },
    threshold: weights.threshold,
    warm: () => {
      made ??= make();
      return made.near.warm();
    },
  };
}

let embedding: TrainedEmbeddings | undefined;
/** The built-in embedding, opened once a process. */
export function trained(): TrainedEmbeddings {
  embedding ??= TrainedEmbeddings.open();
  return embedding;
}
