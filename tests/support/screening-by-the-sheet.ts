import type { Country } from '../../src/core/language.ts';
import type { Plain } from './screening.ts';

/** Section B of the domain sheet as straight code, for comparison: the effects are typed in from its table, not read from the YAML. */
export function photoByTheSheet(a: Plain, country: Country): string {
  const STOP =
    'P01=unapproved P02=persons P02=unsure P03=yes P03=unsure P04=case P07=risk P08=yes P08=unsure P09=incapable P10=objects P11=offensive P13=objection P15=sensitive P16=unclear P17=no P17=risky P18=target P19=no P21=party'.split(
      ' ',
    );
  const CONSENT =
    `P07=main P07=unsure P09=yes P10=other P13=none P14=keep${country === 'NO' ? ' P11=portrait' : ''}`.split(' ');
  const CAUTION =
    `P02=general P04=dialogue P05=unsure P06=no P07=crowd P08=basis P10=role P11=situation P11=news P12=only P12=others P13=task P13=consent P14=blur P15=no P16=ai P17=newtype P18=yes P20=yes P21=neutral P22=no P23=no${country === 'SE' ? ' P11=portrait' : ''}`.split(
      ' ',
    );
  const effects = new Map(
    Object.entries(a).map(([id, code]) => {
      const key = `${id}=${code}`;
      return [id, STOP.includes(key) ? 3 : CONSENT.includes(key) ? 2 : CAUTION.includes(key) ? 1 : 0];
    }),
  );
  const ignored = (id: string) => (a.P03 !== 'no' && id > 'P03') || (a.P05 === 'no' && id >= 'P06' && id <= 'P13');
  if (a.P13 === 'consent') for (const id of ['P07', 'P09', 'P10', 'P11']) if (effects.get(id) === 2) effects.set(id, 1);
  if (a.P12 === 'only' && a.P13 === 'none') effects.set('P13', 1);
  const worst = Math.max(...[...effects].filter(([id]) => !ignored(id)).map(([, e]) => e));
  return ['OK', 'CAUTION', 'CONSENT', 'STOP'][worst] ?? '';
}

/** Section C of the domain sheet as straight code, for comparison. */
export function planByTheSheet(a: Plain, country: Country): string {
  const yes = (id: string) => a[id] === 'yes' || a[id] === 'unknown';
  if (a.D02 === 'no') return 'NO_PERSONAL_DATA';
  if (a.D03 === 'yes' || a.D04 === 'case') return 'ADVISED_AGAINST';
  if (a.D06 === 'none' || a.D21 === 'none' || a.D21 === 'unknown') return 'NO_BASIS';
  if (a.D05 === 'yes') return 'COVERED';
  const n = ['D11', 'D12', 'D13', 'D14', 'D15', 'D16', 'D17', 'D18', 'D19'].filter(yes).length;
  let high = yes('D07') || yes('D08') || yes('D09') || yes('D10');
  if (n >= 2 && (country === 'SE' || a.rebuttal !== 'yes')) high = true;
  if (n === 1 && (yes('D14') || yes('D17') || a.dpo_asks === 'yes')) high = true;
  if (a.new_account === 'yes' || a.D20 === 'no_arrangement') high = true;
  if (Number(a.max_inherent ?? 0) >= 8) high = true;
  if (Number(a.max_residual ?? 0) >= 8) return 'DPIA_PRIOR_CONSULTATION';
  return high ? 'DPIA' : 'PLM';
}
