import type { Dossier, Standing, Version } from '../core/assessment/versions.ts';
import type { Session } from '../core/screening/session.ts';

/** What screenings and assessments need of the world, beside `ports.ts`. */

/** What a list shows of an assessment without reading it. */
type AssessmentRow = {
  id: string;
  title: string;
  kind: 'PLM' | 'DPIA';
  state: string;
  version: number;
  /** When its last version was made. */
  at: string;
};

/** Assessments with all their versions. Nothing is ever changed or taken away, versions are only added. */
export interface Assessments {
  /**
   * Adds a version. `false` when there is one with that number already: somebody else was faster, and whoever asks reads theirs and tries again.
   * A version must follow the last one.
   */
  append(tenant: string, version: Version): Promise<boolean>;
  /**
   * How it stands, and of the versions of these numbers those that there are. What it costs does not grow with the number of versions.
   */
  standing(
    tenant: string,
    id: string,
    numbers: readonly number[],
  ): Promise<(Standing & { seen: ReadonlyMap<number, Version> }) | undefined>;
  /** The whole dossier, oldest version first. */
  dossier(tenant: string, id: string): Promise<Dossier | undefined>;
  /** The last changed first. */
  list(tenant: string): Promise<AssessmentRow[]>;
}

export type StoredSession = {
  id: string;
  /** The thread it is held in: two screenings in two threads don't meet. */
  conversation: string;
  session: Session;
  /** offered: prepared from a draft or a photo, and not begun by anybody yet. */
  state: 'offered' | 'open' | 'paused' | 'done' | 'cancelled';
  at: string;
  /** The assessment that its verdict opened. */
  assessment?: string;
  /** How often it was stored when it was read; 0: never. */
  revision: number;
  /** The event that it was last changed by. */
  event?: string;
};

/** Screenings under way: answers and nothing else. No photo, no name, no verdict. */
export interface Sessions {
  /**
   * Keeps a session as it is now, and gives it as it is stored. Undefined, and nothing is changed, when somebody else has stored it since it was read, or
   * has begun one under that id: whoever asks reads theirs.
   */
  save(tenant: string, session: StoredSession): Promise<StoredSession | undefined>;
  session(tenant: string, id: string): Promise<StoredSession | undefined>;
  /** The conversation's open or paused session used last, of a definition where one is named. */
  unfinished(
    tenant: string,
    conversation: string,
    definition?: Session['definition'],
  ): Promise<StoredSession | undefined>;
  forget(tenant: string, id: string): Promise<void>;
}
