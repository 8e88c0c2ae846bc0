export { locateDraft } from './draft/locate.ts';
export { type DraftFinding, readDraft } from './draft/read-draft.ts';
export { showFindings } from './draft/show-findings.ts';
