/** What a fault of the store means for whoever is waiting: it comes back by itself, or somebody has to mend something. */
export type Trouble = 'away' | 'unsaved';

/** The words for a fault, as a locale key: one that a person can do something about says so. A store's error carries `trouble`; no other does. */
export function errorKey(error: unknown): 'error' | 'error.away' | 'error.unsaved' {
  if (!(error instanceof Error && 'trouble' in error)) return 'error';
  if (error.trouble === 'away') return 'error.away';
  return error.trouble === 'unsaved' ? 'error.unsaved' : 'error';
}
