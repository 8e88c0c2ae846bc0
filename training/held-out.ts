import { hash32 } from '../src/core/text.ts';

/**
 * Whether the embedding may learn from a question of knowledge/questions. Half of them are kept from it, so that confidence can be fitted on questions
 * whose nearness to their answers was not trained in.
 */
export function trainedOn(question: string): boolean {
  return hash32(question) % 2 === 0;
}
