/** A Map or Set that has many entries, and the line that put in the one that made them many. */
type Watched = { of: WeakRef<Map<unknown, unknown> | Set<unknown>>; by: string };
type Sizes = ReadonlyMap<Watched, number>;

/** Small ones are of no interest. */
const MANY = 40;

/** From now on every Map and Set that grows is known, whoever made it; Node's own are not. `end` puts things back. */
export function watchCollections(): { sizes: () => Sizes; end: () => void } {
  const known = new WeakSet<object>();
  const all: Watched[] = [];
  const { set } = Map.prototype;
  const { add } = Set.prototype;
  const look = (one: Map<unknown, unknown> | Set<unknown>) => {
    if (one.size < MANY || known.has(one)) return;
    known.add(one);
    const [by = ''] = (new Error().stack ?? '')
      .split('\n')
      .slice(3)
      .filter((line) => !line.includes('<anonymous>'));
    all.push({ of: new WeakRef(one), by: by.trim() });
  };
  Map.prototype.set = function (...given) {
    const out = set.apply(this, given);
    look(this);
    return out;
  };
  Set.prototype.add = function (...given) {
    const out = add.apply(this, given);
    look(this);
    return out;
  };
  return {
    sizes: () => new Map(all.map((one) => [one, one.of.deref()?.size ?? 0])),
    end: () => {
      Map.prototype.set = set;
      Set.prototype.add = add;
    },
  };
}

/** Where those are filled that were there before and got so many more entries since; the tests' own are left out. */
export function grown(before: Sizes, after: Sizes, by: number, leftOut = '/tests/'): string[] {
  return [...before].flatMap(([one, size]) => {
    const more = (after.get(one) ?? 0) - size;
    const mine = leftOut !== '' && one.by.includes(leftOut);
    return more >= by && !mine ? [`${more} more: ${one.by}`] : [];
  });
}
