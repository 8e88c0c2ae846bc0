import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { OpenQuestion, Store, StoredTurn } from '../app/ports.ts';
import type { Answer } from '../core/answer.ts';
import { CHANNELS } from '../core/message.ts';
import { StoreError } from './errors.ts';
import type { Writer } from './group-commit.ts';
import { insertQuestion } from './group-question.ts';
import { withdraw } from './groups.ts';
import { checked, readable, storable, utc, within } from './rows.ts';
import { ConversationRow, OpenQuestionRow, type Schema, StoredAnswer } from './schema.ts';
import { conversationOf, insertCitations, insertTurn, lastTurns, type TurnRow, touch } from './turn-statements.ts';
import { raise } from './versions.ts';

export type StoreOptions = {
  /** Told of each damaged row that a list leaves out. Without it the fault becomes a warning of the process. */
  onFault?: (fault: StoreError) => void;
};

/**
 * The port `Store` on a database that `migrate` has prepared. Portable SQL only.
 *
 * - Writing an id a second time changes nothing (turns, questions), so a repeated event does no harm.
 * - A turn needs its conversation: touch that first. Both are written in the order they are asked for, and together where they are asked for together. Deleting a conversation takes its turns, citations and feedback along.
 * - A conversation's language stays when it is touched with `lang: null` (not known).
 * - Feedback on a turn that is no longer there is dropped.
 * - Times are given with `Z` or an offset and come back in UTC with milliseconds.
 *
 * @throws StoreError from every function; a list leaves a damaged row out and reports it to `onFault` instead
 */
export function createStore(db: Kysely<Schema>, write: Writer, options: StoreOptions = {}): Store {
  const onFault = options.onFault ?? ((fault: StoreError) => process.emitWarning(fault));

  return {
    touchConversation: ({ tenant, id, channel, lang, country, at }) =>
      within('conversations', id, async () => {
        const now = utc('conversations', id, at);
        await write((trx) => touch(trx, { tenant, id, channel, lang, country, now }));
      }),

    conversation: (tenant, id) =>
      within('conversations', id, async () => {
        const [row] = await conversationOf(db, { tenant, conversation: id });
        return row && checked(ConversationRow, row, 'conversations', id);
      }),

    saveTurn: ({ tenant, conversation, turn }) =>
      within('turns', turn.id, async () => {
        const row = {
          tenant,
          id: turn.id,
          conversation,
          question: storable(turn.question),
          answer: answerJson(turn),
          at: utc('turns', turn.id, turn.at),
        };
        const cited = turn.answer.citations.map(({ document, lines }) => ({
          document,
          line_from: lines?.[0] ?? null,
          line_to: lines?.[1] ?? null,
        }));
        await write(async (trx) => {
          const saved = await insertTurn(trx, row);
          if (saved.length > 0 && cited.length > 0) await insertCitations(trx, { tenant, turn: turn.id }, cited);
        });
      }),

    turns: (tenant, conversation, limit) =>
      within('turns', conversation, async () => {
        if (limit < 1) return [];
        const rows = await lastTurns(db, { tenant, conversation, limit: Math.floor(limit) });
        return readable(rows.reverse(), readTurn, onFault);
      }),

    turn: (tenant, id, conversation) =>
      within('turns', id, async () => {
        let query = db
          .selectFrom('turns')
          .select(['tenant', 'id', 'question', 'answer', 'at'])
          .where('tenant', '=', tenant)
          .where('id', '=', id);
        if (conversation !== undefined) query = query.where('conversation', '=', conversation);
        const row = await query.executeTakeFirst();
        return row && readTurn(row);
      }),

    saveFeedback: ({ tenant, turn, verdict, at }) =>
      within('feedback', turn, async () => {
        const now = utc('feedback', turn, at);
        // Selected from the turn: feedback on one that has been deleted meanwhile has nothing to hang on, and that is no fault.
        await db
          .insertInto('feedback')
          .columns(['tenant', 'turn', 'verdict', 'at'])
          .expression((eb) =>
            eb
              .selectFrom('turns')
              .select(['turns.tenant', 'turns.id', eb.val(verdict).as('verdict'), eb.val(now).as('at')])
              .where('turns.tenant', '=', tenant)
              .where('turns.id', '=', turn),
          )
          .onConflict((conflict) =>
            conflict.columns(['tenant', 'turn', 'verdict']).doUpdateSet((eb) => ({ at: eb.ref('excluded.at') })),
          )
          .execute();
      }),

    captureQuestion: (question) =>
      within('group_questions', question.id, async () => {
        const { tenant, conversation } = question;
        await db.transaction().execute(async (trx) => {
          await raise(trx, tenant, 'groups');
          const known = await trx
            .selectFrom('group_questions')
            .select('id')
            .where('tenant', '=', tenant)
            .where('id', '=', question.id)
            .executeTakeFirst();
          if (known) return;
          const held = await trx
            .selectFrom('conversations')
            .select('channel')
            .where('tenant', '=', tenant)
            .where('id', '=', conversation)
            .executeTakeFirst();
          const channel = z.enum(CHANNELS).catch('web').parse(held?.channel);
          const at = utc('group_questions', question.id, question.at);
          const alone = { channel, user: '', topic: 'other' as const, confidential: false, named: null, closest: [] };
          await insertQuestion(trx, { ...question, at, ...alone }, null);
        });
      }),

    openQuestions: (tenant) =>
      within('group_questions', tenant, async () => {
        const rows = await db
          .selectFrom('group_questions as q')
          .innerJoin('question_groups as g', (on) =>
            on.onRef('g.tenant', '=', 'q.tenant').onRef('g.id', '=', 'q.in_group'),
          )
          .selectAll('q')
          .where('q.tenant', '=', tenant)
          .where('g.state', '=', 'open')
          .orderBy('q.at')
          .orderBy('q.id')
          .execute();
        return readable(rows, (row): OpenQuestion => checked(OpenQuestionRow, row, 'group_questions', row.id), onFault);
      }),

    withdrawQuestion: (tenant, id) => withdraw(db, tenant, id),

    close: () => db.destroy(),
  };
}

function readTurn(row: TurnRow): StoredTurn {
  let json: unknown;
  try {
    json = JSON.parse(row.answer);
  } catch {
    // The parser's own message quotes the text; it stays out of the logs.
    throw new StoreError('damaged', `turns (${row.id}): the answer is no JSON`, { table: 'turns', id: row.id });
  }
  const answer: Answer = checked(StoredAnswer, json, 'turns', row.id);
  return { id: row.id, question: row.question, answer, at: row.at };
}

/** Checked before it is written: a turn that was acknowledged must be readable. */
function answerJson(turn: StoredTurn): string {
  // Typed as what the schema takes: an Answer that has grown beyond the schema is found by the compiler.
  const answer: z.input<typeof StoredAnswer> = turn.answer;
  checked(StoredAnswer, answer, 'turns', turn.id, 'invalid');
  return JSON.stringify(answer);
}
