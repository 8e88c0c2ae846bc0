import { childBeside } from './child-age.ts';
import { locateDraft, type Stretch } from './locate.ts';
import { type Category, specialWords } from './special.ts';

/** What the privacy layer finds: a stretch and what it is. `findPersonal` of src/privacy fits. */
type PersonalKind = 'identity_number' | 'phone' | 'email' | 'card' | 'plate' | 'name' | 'address';
export type FindPersonal = (text: string) => (Stretch & { kind: PersonalKind })[];

export type FindingKind = PersonalKind | 'child' | 'special_category' | 'link';
/** stop: should not go out like this · check: somebody has to think · note: named for completeness. */
type Severity = 'stop' | 'check' | 'note';

/**
 * Something in a draft, by its place; the words themselves are not in it, so a finding can be stored. `prefills` are questions of the photo check: with a
 * value to propose, or null where the question should be opened without an answer.
 */
export type DraftFinding = Stretch & {
  kind: FindingKind;
  category?: Category;
  severity: Severity;
  prefills: { question: string; value: string | null }[];
};
export type DraftReading = { draft: Stretch; findings: DraftFinding[] };

/** Addresses that belong to a post and not to a person. */
const ROLE_MAIL =
  /^(?:post|postmottak|postmottaket|postkasse|kontakt|contact|info|epost|e-post|mail|hei|hej|support|service|servicetorg|servicetorget|kundesenter|kundtjanst|registrator|kommun|kommune|kommunen|personvern|personvernombud|personvernombudet|dataskyddsombud|dataskydd|dpo|presse|press|media|bibliotek|biblioteket|bibliotek[a-z]*|kultur[a-z]*|skole|skolen|skola|skolan|rektor|webredaksjon|kommunikasjon|kommunikation|noreply|no-reply|[a-z]*kommune|[a-z]*kommun)@/i;
const LINK =
  /(?<![\p{L}\p{N}@.])(?:https?:\/\/[^\s<>"«»”]{1,2000}|www\.[^\s<>"«»”]{1,2000}|(?:[a-z0-9-]{1,63}\.){1,4}(?:no|se|com|org|net|eu|info)\/[^\s<>"«»”]{0,2000})/giu;
/** Parameters that tell a platform who clicked. */
const TRACKING = /[?&](?:fbclid|gclid|msclkid|igshid|ttclid|mc_eid)=/i;

/**
 * Reads a post that somebody wants to publish. Undefined when the text holds no draft. Pure: the privacy layer's finder is handed in; linear as far as it is.
 */
export function readDraft(text: string, findPersonal: FindPersonal): DraftReading | undefined {
  const draft = locateDraft(text);
  if (!draft) return undefined;
  const findings = findInPost(text.slice(draft.from, draft.to), findPersonal);
  return { draft, findings: findings.map((f) => ({ ...f, from: f.from + draft.from, to: f.to + draft.from })) };
}

/** The findings of a text that is known to be a post, in order of place. */
function findInPost(post: string, findPersonal: FindPersonal): DraftFinding[] {
  const links = linksIn(post);
  const inLink = (at: number) => links.some((l) => l.from <= at && at < l.to);
  const hits = findPersonal(post).filter((h) => !(inLink(h.from) && (h.kind === 'phone' || h.kind === 'plate')));
  const names = hits.filter((h) => h.kind === 'name' && !inLink(h.from));
  return [
    ...links.map((link) => linkFinding(post, link)),
    ...hits.map((hit) => personalFinding(post, hit)),
    ...specialWords(post, names).map(specialFinding),
  ].sort((a, b) => a.from - b.from || b.to - a.to);
}

function linksIn(post: string): Stretch[] {
  return [...post.matchAll(LINK)].map((m) => {
    const length = m[0].replace(/[.,;:!?)\]}'’»]{1,10}$/u, '').length;
    return { from: m.index, to: m.index + length };
  });
}

function linkFinding(post: string, link: Stretch): DraftFinding {
  const tracked = TRACKING.test(post.slice(link.from, link.to));
  return {
    ...link,
    kind: 'link',
    severity: tracked ? 'check' : 'note',
    prefills: tracked ? [{ question: 'P18', value: null }] : [],
  };
}

type Hit = Stretch & { kind: PersonalKind };

function personalFinding(post: string, hit: Hit): DraftFinding {
  const { from, to, kind } = hit;
  const shown = { question: 'P14', value: 'keep' };
  switch (kind) {
    case 'name': {
      const child = childBeside(post, hit);
      if (child)
        return {
          ...child,
          kind: 'child',
          severity: 'stop',
          prefills: [
            { question: 'P05', value: 'yes' },
            { question: 'P07', value: 'main' },
          ],
        };
      return { from, to, kind, severity: 'check', prefills: [{ question: 'P05', value: 'yes' }] };
    }
    case 'identity_number':
    case 'card':
      return { from, to, kind, severity: 'stop', prefills: [shown] };
    case 'email':
      return ROLE_MAIL.test(post.slice(from, to))
        ? { from, to, kind, severity: 'note', prefills: [] }
        : { from, to, kind, severity: 'check', prefills: [shown] };
    case 'plate':
      return { from, to, kind, severity: 'check', prefills: [shown] };
    // A switchboard and a library's address look like a person's: only the writer knows.
    case 'phone':
    case 'address':
      return { from, to, kind, severity: 'check', prefills: [{ question: 'P14', value: null }] };
  }
}

function specialFinding(special: ReturnType<typeof specialWords>[number]): DraftFinding {
  const { from, to, category, about } = special;
  const by = {
    named: { severity: 'stop', value: 'yes' },
    somebody: { severity: 'check', value: null },
    nobody: { severity: 'note', value: null },
  } as const;
  const { severity, value } = by[about];
  return { from, to, kind: 'special_category', category, severity, prefills: [{ question: 'P08', value }] };
}
