import { z } from 'zod';
import type { Proposal } from '../core/proposal.ts';

/** A model's reply: its schema for servers that can hold a model to one, reading it when it is whole, and what can be shown of it before. */

const ReplyClaim = z.object({
  text: z.string(),
  quotes: z.array(z.object({ passage: z.string(), quote: z.string() })),
});
const Reply = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('claims'), claims: z.array(ReplyClaim).min(1) }),
  z.object({ outcome: z.literal('unsure') }),
]);

/** One flat object: the subset of JSON Schema that strict servers take has no union at the root, and wants every field required. */
const { $schema: _, ...REPLY_SCHEMA } = z.toJSONSchema(
  z.object({ outcome: z.enum(['claims', 'unsure']), claims: z.array(ReplyClaim) }),
);

export { REPLY_SCHEMA };

/** Twice the words an answer may have is no answer any more; nobody reads it on a phone. */
const MAX_WORDS = 120;

/**
 * The proposal in a whole reply, or undefined for anything else: no JSON, half of it, another shape, claims without claims, far too long.
 * `candidates` are the passages' ids in the order they were numbered; a quote from a passage that was not given gets an id that grounding won't find.
 */
export function readReply(reply: string, candidates: readonly string[]): Proposal | undefined {
  const parsed = Reply.safeParse(objectIn(reply));
  if (!parsed.success) return undefined;
  if (parsed.data.outcome === 'unsure') return { kind: 'unsure' };
  const byNumber = new Map(passageNumbers(candidates).map((number, i) => [number, candidates[i] ?? '']));
  const claims = parsed.data.claims.map(({ text: claim, quotes }) => ({
    text: claim,
    quotes: quotes.map(({ passage, quote }) => ({
      candidate: byNumber.get(passage.trim().toLowerCase()) ?? '',
      quote,
    })),
  }));
  const words = claims.reduce((n, c) => n + c.text.split(/\s+/).filter(Boolean).length, 0);
  return words === 0 || words > MAX_WORDS ? undefined : { kind: 'claims', claims };
}

/** The ids passages have in the prompt: short, so that a model can copy them, and made anew for every question, so that none can be known before. */
export function passageNumbers(candidates: readonly unknown[]): string[] {
  return candidates.map((_, i) => `p${i + 1}`);
}

/**
 * The claims' words in a reply that is still growing, to show as a draft that nobody has checked. `parsePartial` reads JSON that stops anywhere.
 * Empty where there is nothing to show yet, or nothing that looks like a reply.
 */
export function draftOf(reply: string, parsePartial: (text: string) => unknown): string {
  const text = withoutThoughts(reply);
  const from = text.indexOf('{');
  if (from < 0) return '';
  // An escape that is cut in two would show its letters for a moment, and half an emoji a black square.
  const whole = text.slice(from).replace(/(?<!\\)((?:\\\\)*)\\(?:u[0-9a-f]{0,3})?$/i, '$1');
  let partial: unknown;
  try {
    partial = parsePartial(whole);
  } catch {
    return '';
  }
  const draft = Draft.safeParse(partial);
  if (!draft.success) return '';
  const texts = draft.data.claims.map((c) => c.text.replace(/[\ud800-\udbff]$/, '').trim());
  return texts.filter(Boolean).join(' ');
}

const Draft = z.object({ outcome: z.literal('claims'), claims: z.array(z.object({ text: z.string().default('') })) });

/** Models that think aloud do it before the answer; some servers leave that in the text. Half a thought hides all that follows it. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>');
  if (end >= 0) return text.slice(end + '</think>'.length);
  return text.trimStart().startsWith('<think>') ? '' : text;
}

/** The object in a whole reply, or undefined: what stands around it is left aside. */
export function objectIn(reply: string): unknown {
  const text = withoutThoughts(reply);
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}
