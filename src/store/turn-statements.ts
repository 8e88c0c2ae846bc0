import { byLength, prepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** What every question asks of the database. */

type Conversation = { tenant: string; conversation: string };

export const touch = prepared(
  (db, row: { tenant: string; id: string; channel: string; lang: string | null; country: string; now: string }) => {
    const { tenant, id, channel, lang, country, now } = row;
    return db
      .insertInto('conversations')
      .values({ tenant, id, channel, lang, country, opened_at: now, used_at: now })
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'id']).doUpdateSet((eb) => ({
          channel: eb.ref('excluded.channel'),
          lang: eb.fn.coalesce('excluded.lang', 'conversations.lang'),
          country: eb.ref('excluded.country'),
          // Messages may arrive out of order: the last use never moves back.
          used_at: eb
            .case()
            .when('excluded.used_at', '>', eb.ref('conversations.used_at'))
            .then(eb.ref('excluded.used_at'))
            .else(eb.ref('conversations.used_at'))
            .end(),
        })),
      );
  },
);

export const conversationOf = prepared((db, { tenant, conversation }: Conversation) =>
  db
    .selectFrom('conversations')
    .select(['lang', 'country'])
    .where('tenant', '=', tenant)
    .where('id', '=', conversation),
);

export type TurnRow = Pick<Schema['turns'], (typeof TURN)[number]>;
const TURN = ['tenant', 'id', 'question', 'answer', 'at'] as const;

/** Gives a row where it was not there. */
export const insertTurn = prepared((db, row: TurnRow & { conversation: string }) => {
  const { tenant, id, conversation, question, answer, at } = row;
  return db
    .insertInto('turns')
    .values({ tenant, id, conversation, question, answer, at })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id');
});

type Cited = Omit<Schema['citations'], 'tenant' | 'turn' | 'position'>;
const insertCited = byLength((n) =>
  prepared<Record<string, string | number | null>>((db, given) => {
    const text = (name: string) => given[name] as string;
    const line = (name: string) => given[name] as number | null;
    return db.insertInto('citations').values(
      Array.from({ length: n }, (_, position) => ({
        ...{ tenant: text('tenant'), turn: text('turn'), position, document: text(`document${position}`) },
        ...{ line_from: line(`from${position}`), line_to: line(`to${position}`) },
      })),
    );
  }),
);
/** What a turn cites, in order. */
export function insertCitations(
  db: Parameters<typeof insertTurn>[0],
  { tenant, turn }: { tenant: string; turn: string },
  cited: readonly Cited[],
) {
  const given = cited.flatMap(({ document, line_from, line_to }, i) => [
    [`document${i}`, document],
    [`from${i}`, line_from],
    [`to${i}`, line_to],
  ]);
  return insertCited(cited.length)(db, { tenant, turn, ...Object.fromEntries(given) });
}

/** The newest first. */
export const lastTurns = prepared<Conversation & { limit: number }, TurnRow>((db, { tenant, conversation, limit }) =>
  db
    .selectFrom('turns')
    .select(TURN)
    .where('tenant', '=', tenant)
    .where('conversation', '=', conversation)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit),
);
