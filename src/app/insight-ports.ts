import type { Lines } from '../core/guideline.ts';
import type { Session } from '../core/screening/session.ts';
import type { StoredSession } from './screening-ports.ts';

/** What the console is made from, beside the ports of learning: figures without words and without anybody in them. */
export interface Insights {
  /** Questions since a time, the oldest first: when, how they ended, and the first place that the answer stands on. What somebody was told later counts not. */
  asked(
    tenant: string,
    since: string,
  ): Promise<{ at: string; status: 'answered' | 'unsure' | 'refused'; document: string | null; lines: Lines | null }[]>;
  /** Every place that an answer has stood on, once. */
  cited(tenant: string): Promise<{ document: string; lines: Lines | null }[]>;
  /** Screenings, those that were only offered left out. */
  screenings(tenant: string): Promise<{ session: Session; state: StoredSession['state'] }[]>;
}
