/** A claim as an answerer proposes it: words, and quotes with the candidate each is taken from. Grounding decides what stays. */
export type ProposedClaim = { text: string; quotes: { candidate: string; quote: string }[] };
/** What an answerer gives back; `unsure` when the candidates do not answer the question. */
export type Proposal = { kind: 'claims'; claims: ProposedClaim[] } | { kind: 'unsure' };
