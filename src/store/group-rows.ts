import { AskedQuestion, countryOf, Group } from '../core/learning/question.ts';
import { StoreError } from './errors.ts';
import { checked } from './rows.ts';
import type { Schema } from './schema.ts';

/** Rows of groups and of their questions as the core knows them. */
type GroupRow = Schema['question_groups'];
type QuestionRow = Schema['group_questions'];

export function readQuestion(row: QuestionRow): AskedQuestion {
  const { in_group, person, confidential, closest, ...rest } = row;
  let places: unknown;
  try {
    places = JSON.parse(closest);
  } catch {
    throw new StoreError('damaged', `group_questions (${row.id}): the places are no JSON`, {
      table: 'group_questions',
      id: row.id,
    });
  }
  const whole = { ...rest, user: person, confidential: confidential === 1, closest: places };
  return checked(AskedQuestion, whole, 'group_questions', row.id);
}

export function readGroup(
  { id, topic, state, owner, expert, closed_because, version }: GroupRow,
  questions: AskedQuestion[],
): Group {
  const whole = {
    id,
    topic,
    state,
    country: countryOf(questions),
    questions,
    owner,
    expert,
    closedBecause: closed_because,
    version: Number(version),
  };
  return checked(Group, whole, 'question_groups', id);
}
