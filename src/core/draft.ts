export { locateDraft } from './draft/locate.ts';
export {
  countFindings,
  type DraftFinding,
  readDraft,
} from './draft/read-draft.ts';
