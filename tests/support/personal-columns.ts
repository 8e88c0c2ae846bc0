/**
 * What becomes of every column of the store when a person asks for access and when they are erased. A table or column that comes anew fails the contract until it
 * stands here, and what stands here is tried out: the story of tests/support/privacy.ts must put something of the person where this says that there can be.
 */
export type Fate =
  /** Goes with the person, and is in what they are given. */
  | 'shown'
  /** Goes with its row, and says nothing that is not shown. */
  | 'goes'
  /** Goes with its row, holds something of the person, and is not shown, for this reason. */
  | { unshown: string }
  /** Stays without them, for this reason. */
  | { stays: string }
  /** Stays and names them by a keyed pseudonym, for this reason. */
  | { pseudonym: string }
  /** Holds nothing of anybody, for this reason. */
  | { nobody: string };

const OFFICE: Fate = { nobody: 'the office’s own, or varsam’s' };
const NUMBER: Fate = { nobody: 'a number, a time, or an id that says nothing of anybody' };
const RECORD = 'a record of the municipality: the person is a role in it, and their name is out of it';
const LOG = 'taking an entry out would break the chain';
const KEY: Fate = { unshown: 'the id by which a channel knows the conversation or message; their own one is shown' };

export const FATES: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  conversations: {
    ...{ tenant: 'goes', id: 'shown', channel: 'shown', lang: 'shown', country: 'shown' },
    ...{ opened_at: 'shown', used_at: 'shown' },
  },
  turns: {
    ...{ tenant: 'goes', id: 'goes', conversation: 'shown', question: 'shown', answer: 'shown', at: 'shown' },
  },
  citations: { tenant: 'goes', turn: 'goes', position: 'goes', document: 'goes', line_from: 'goes', line_to: 'goes' },
  feedback: { tenant: 'goes', turn: 'goes', verdict: 'shown', at: 'goes' },
  question_groups: {
    ...{ tenant: NUMBER, id: NUMBER, topic: OFFICE, state: OFFICE, owner: OFFICE, expert: NUMBER },
    closed_because: { stays: 'others have asked the same: the name is out of it' },
    ...{ version: NUMBER, at: NUMBER, changed_at: NUMBER },
  },
  group_questions: {
    ...{ tenant: 'goes', id: 'shown', in_group: 'goes', conversation: 'shown', channel: 'goes', person: 'shown' },
    ...{ question: 'shown', lang: 'goes', country: 'goes', topic: 'goes', reason: 'shown', confidential: 'goes' },
    ...{ closest: 'goes', at: 'shown', named: 'shown' },
  },
  expert_answers: {
    ...{ tenant: NUMBER, id: NUMBER, version: NUMBER, state: OFFICE, at: NUMBER },
    answer: { stays: 'the office’s answer: the words in which the person asked are out of it' },
  },
  notices: {
    ...{ tenant: 'goes', question: 'goes', id: 'goes', channel: 'goes', notice: 'shown', at: 'shown', told_at: 'goes' },
  },
  deliveries: { tenant: 'goes', recipient: 'shown', kind: 'shown', what: 'shown', at: 'shown' },
  console_passes: {
    ...{ tenant: 'goes', hash: 'goes', kind: 'shown', until: 'shown' },
    pass: { unshown: 'who they are and the room they came from; the key itself is shown by its kind and end' },
  },
  versions: { tenant: NUMBER, of: OFFICE, version: NUMBER },
  assessments: {
    ...{ tenant: NUMBER, id: NUMBER, title: { stays: RECORD }, kind: OFFICE, state: OFFICE, version: NUMBER },
    ...{ at: NUMBER, authors: { stays: RECORD } },
  },
  assessment_versions: {
    ...{ tenant: NUMBER, assessment: NUMBER, number: NUMBER, role: OFFICE, at: NUMBER, version: { stays: RECORD } },
  },
  accounts: {
    ...{ tenant: NUMBER, id: NUMBER, address: OFFICE, name: { stays: RECORD }, state: OFFICE, version: NUMBER },
    at: NUMBER,
  },
  account_versions: {
    ...{ tenant: NUMBER, account: NUMBER, number: NUMBER, role: OFFICE, at: NUMBER, version: { stays: RECORD } },
  },
  account_places: { tenant: 'goes', place: KEY, account: 'shown', at: 'goes' },
  sessions: {
    ...{ tenant: 'goes', id: 'shown', conversation: 'shown', definition: 'goes', version: 'goes', session: 'shown' },
    ...{ state: 'shown', at: 'shown', assessment: 'goes', revision: 'goes', event: KEY },
  },
  claims: { tenant: 'goes', key: KEY, until: 'goes', done: 'goes' },
  channel_facts: { tenant: 'goes', place: 'shown', facts: 'shown', at: 'goes' },
  inbox: {
    ...{ tenant: 'goes', key: KEY, channel: 'goes', event: KEY, lane: KEY, position: 'goes', work: 'goes' },
    body: { unshown: 'encrypted; what the person has just written, gone when its answer stands: shown as a number' },
    ...{ at: 'goes', until: 'goes', holder: 'goes', tries: 'goes' },
  },
  inbox_marks: { tenant: 'goes', key: KEY, step: 'goes', ref: 'goes' },
  kept: {
    ...{ tenant: 'goes', kind: 'shown', at: 'shown', item: 'shown' },
    key: { unshown: 'the person’s id, or its hash' },
    value: {
      unshown:
        'the address of their personal chat; an installation of Slack holds who installed it, encrypted, and stays until it is removed there',
    },
  },
  preferences: { tenant: 'goes', person: 'shown', lang: 'shown', country: 'shown', at: 'goes' },
  removal_versions: {
    ...{ tenant: NUMBER, removal: NUMBER, number: NUMBER, removed_at: NUMBER, at: NUMBER, version: { stays: RECORD } },
  },
  removal_exports: { tenant: NUMBER, id: NUMBER, at: NUMBER, entries: NUMBER, sha256: NUMBER },
  removals_exported: { tenant: NUMBER, removal: NUMBER, number: NUMBER },
  removal_drafts: { tenant: 'goes', conversation: KEY, draft: 'shown', at: 'shown' },
  absences: { tenant: 'goes', person: 'shown', from_day: 'shown', until_day: 'shown', at: 'goes' },
  due_marks: { tenant: NUMBER, due: OFFICE, state: OFFICE, until_day: NUMBER, at: NUMBER },
  conversation_people: { tenant: 'goes', person: 'shown', conversation: 'shown', at: 'goes' },
  audit_log: {
    ...{ tenant: NUMBER, seq: NUMBER, at: NUMBER, person: { pseudonym: LOG }, role: OFFICE, action: OFFICE },
    ...{ assessment: NUMBER, version: NUMBER, via: OFFICE, previous: NUMBER, hash: NUMBER },
  },
  audit_heads: { tenant: NUMBER, seq: NUMBER, hash: NUMBER, signed: NUMBER },
};
