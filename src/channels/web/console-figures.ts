import type { Figures } from '../../app/insights.ts';
import { State } from '../../core/assessment/document.ts';
import { STATE_NAMES } from '../../core/assessment/words.ts';
import type { Knowledge } from '../../core/guideline.ts';
import { LEAST, type Wait } from '../../core/learning/figures.ts';
import { inCountry } from '../../core/screening/definition.ts';
import { bars } from './console-charts.ts';
import { downloads, table } from './console-page.ts';
import type { Seat } from './console-site.ts';
import { type Html, html } from './html.ts';
import type { Say } from './reader.ts';

/** What is asked, how much of it is answered, how long people wait: each as a picture with its table beside it. */
export function figuresHtml(seat: Seat, all: Figures, knowledge: Knowledge): Html {
  const { t } = seat;
  const few = t('console.few', { n: LEAST });
  const number = (head: string) => ({ head, number: true });
  const count = number(t('console.count'));
  const weeks = all.weeks.map((w) => ({ ...w, name: weekName(w.week, t) }));
  const topics = all.topics.map((row) => ({ ...row, name: t(`topic.${row.key}`) }));
  const waits = all.waits.map((w) => ({ ...w, name: waitName(w, t) }));
  const screenings = all.screenings.map((row) => ({ ...row, name: screeningName(row.key, seat, knowledge) }));
  const assessments = all.assessments.map((row) => ({ ...row, name: assessmentName(row.key, seat) }));
  const [answered, still] = [t('console.wait.answered'), t('console.wait.open')];
  return html`<p class="hint">${t('console.figures.intro', { n: LEAST })}</p>
${section(t, 'weeks', [
  html`${bars('weeks', { title: t('console.weeks.asked'), rows: weeks.map((w) => ({ label: w.name, values: [w.asked] })) })}${bars('shares', { title: t('console.weeks.answered'), rows: weeks.map((w) => ({ label: w.name, values: [w.answered] })), unit: ' %', max: 100 })}`,
  table(
    t,
    t('console.weeks'),
    [{ head: t('console.week') }, number(t('console.asked')), number(t('console.share'))],
    weeks.map((w) => [w.name, w.asked, w.answered === null ? null : `${w.answered} %`]),
    few,
  ),
])}
${section(t, 'waits', [
  bars('waits', {
    title: t('console.waits'),
    series: [answered, still],
    rows: waits.map((w) => ({ label: w.name, values: [w.answered, w.open] })),
  }),
  html`${table(
    t,
    t('console.waits'),
    [{ head: t('console.wait') }, number(answered), number(still)],
    waits.map((w) => [w.name, w.answered, w.open]),
    few,
  )}`,
])}
${counted(t, 'topics', topics, [{ head: t('console.topic') }, count])}
${counted(t, 'screenings', screenings, [{ head: t('console.screening') }, count])}
${counted(t, 'assessments', assessments, [{ head: t('console.assessment') }, count])}`;
}

function section(t: Say, name: string, [chart, beside]: [Html, Html]): Html {
  return html`<section class="part" aria-labelledby="${name}-heading"><h2 id="${name}-heading">${t(`console.${name}`)}</h2><div class="beside"><div>${chart}</div>${beside}</div>${downloads(t, name)}</section>`;
}

function counted(
  t: Say,
  name: string,
  rows: readonly { name: string; count: number }[],
  columns: Parameters<typeof table>[2],
): Html {
  if (rows.length === 0)
    return html`<section class="part" aria-labelledby="${name}-heading"><h2 id="${name}-heading">${t(`console.${name}`)}</h2><p>${t('console.none', { n: LEAST })}</p></section>`;
  const drawn = bars(name, {
    title: t(`console.${name}.chart`),
    rows: rows.map((r, i) => ({ label: `${i + 1}`, values: [r.count] })),
  });
  const shown = table(
    t,
    t(`console.${name}`),
    [{ head: '#', number: true }, ...columns],
    rows.map((r, i) => [i + 1, r.name, r.count]),
    '',
  );
  return section(t, name, [drawn, shown]);
}

const weekName = (week: string, t: Say): string =>
  t('console.week.n', { n: Number(week.slice(-2)), year: week.slice(0, 4) });

function waitName({ days }: Wait, t: Say): string {
  if (days === null) return t('console.wait.longer');
  return t(days === 1 ? 'console.wait.day' : 'console.wait.days', { n: days });
}

const UNFINISHED = ['open', 'paused', 'cancelled'];
function screeningName(key: string, { t, reader }: Seat, { screenings }: Pick<Knowledge, 'screenings'>): string {
  if (key === 'few') return t('topic.few');
  const [id = '', outcome = ''] = key.split(' ');
  const definition = screenings.find((d) => d.id === id);
  const name = definition?.title[reader.lang] ?? id;
  if (UNFINISHED.includes(outcome)) return `${name}: ${t(`console.state.${outcome}`)}`;
  const title = definition?.outcomes.find((o) => o.id === outcome)?.title;
  return `${name}: ${title ? inCountry(title, reader.settings.country)[reader.lang] : outcome}`;
}

function assessmentName(key: string, { t, reader }: Seat): string {
  if (key === 'few') return t('topic.few');
  const [kind = '', state = ''] = key.split(' ');
  const known = State.safeParse(state).data;
  return `${kind}: ${known ? STATE_NAMES[known][reader.lang] : state}`;
}
