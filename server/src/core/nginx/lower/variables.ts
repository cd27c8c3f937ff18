import type { Unit } from '../../model/dialect.ts';
import type { HeaderOp } from '../../model/header-op.ts';
import type { Possible } from '../../model/possible.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { geoValues, mapOfKnown, mapValues, splitValues } from './block-values.ts';
import type { Located } from './located.ts';
import type { NginxLevel } from './level.ts';
import { mapEntries } from './map-lines.ts';
import { always, followedBy, type Values } from './possible-values.ts';
import { afterRewrites, type Rewriting, type SetValues } from './set-values.ts';
import { linesOf, setVariables, variableBlocks } from './variable-blocks.ts';

const REFERENCE = /\$(?:\{(\w+)\}|(\w+))/g;
/** A map of more lines is no short list, and neither are the keys of many maps. */
const MOST_KEYS = 24;
const NOTHING_SET: SetValues = new Map();

/** The variables that `set` gives values to, and those of them that it does inside locations. */
interface SetNames {
  readonly anywhere: ReadonlySet<string>;
  readonly inside: ReadonlySet<string>;
}

/** The values that a configuration itself can give its variables, through `map`, `geo`, `split_clients` and `set`. */
export class Variables {
  readonly #unit: Unit<NginxTree>;
  readonly #blocks: ReadonlyMap<string, Located>;
  readonly #levels: readonly NginxLevel[];
  /** Found when first asked for: most files have no use for it. */
  #setNames: SetNames | undefined;
  readonly #atLevel = new Map<NginxLevel, SetValues>();
  /** What blocks give where nothing is set. */
  readonly #plain = new Map<Located, Values>();
  readonly #keys = new Map<string, readonly string[] | undefined>();

  constructor(levels: readonly NginxLevel[], unit: Unit<NginxTree>) {
    const [top] = levels;
    this.#unit = unit;
    this.#blocks = top?.kind === 'http' ? variableBlocks(top) : new Map();
    this.#levels = levels;
  }

  /** The instructions as they are in force at a level, their values with what they can become there. */
  resolved(ops: readonly HeaderOp[], level: NginxLevel): readonly HeaderOp[] {
    if (ops.every(({ value }) => value.kind === 'literal')) return ops;
    return ops.map((op) => {
      const { value } = op;
      if (value.kind === 'literal') return op;
      const possible = this.#evaluate(value.template, always('', value.at), this.#valuesAt(level), []);
      return possible === undefined ? op : { ...op, value: { ...value, possible } };
    });
  }

  #set(): SetNames {
    return (this.#setNames ??= {
      anywhere: setVariables(this.#levels),
      inside: setVariables(this.#levels.filter(({ kind }) => kind !== 'server')),
    });
  }

  /** What has been set when a level answers: a server's rewrites run first, then those of the location. */
  #valuesAt(level: NginxLevel): SetValues {
    const known = this.#atLevel.get(level);
    if (known !== undefined) return known;
    const values = this.#set().anywhere.size === 0 ? NOTHING_SET : this.#computeAt(level);
    this.#atLevel.set(level, values);
    return values;
  }

  #computeAt(level: NginxLevel): SetValues {
    const { kind, parent, items, block } = level;
    if (kind === 'http') return NOTHING_SET;
    if (kind === 'server') return afterRewrites(items, NOTHING_SET, this.#rewriting());
    if (kind === 'if' && parent !== undefined) {
      const rewriting = { ...this.#rewriting(), taken: block?.directive };
      return afterRewrites(parent.items, this.#beforeLocation(parent), rewriting);
    }
    return afterRewrites(items, this.#beforeLocation(level), this.#rewriting());
  }

  /** The rewrites of an outer location do not run in an inner one. */
  #beforeLocation(level: NginxLevel): SetValues {
    let server = level.parent;
    while (server?.kind === 'location') server = server.parent;
    const values = server === undefined ? NOTHING_SET : this.#valuesAt(server);
    if (!isEnteredFromOthers(level)) return values;
    // What was set on the way survives the jump.
    return new Map([
      ...values,
      ...[...this.#set().inside].map((name): [string, Values] => [name, undefined]),
    ]);
  }

  #rewriting(): Rewriting {
    return {
      unit: this.#unit,
      evaluate: (template, at, before) => this.#evaluate(template, at, before, []),
      initial: (name, before, at) => this.#variable(name, at, before, []),
    };
  }

  /** @param at where the value is written, for one that is plain text */
  #evaluate(template: string, at: Possible, set: SetValues, trail: readonly string[]): Values {
    if (!template.includes('$')) return [{ ...at, text: template }];
    const references = [...template.matchAll(REFERENCE)];
    const nameOf = (match: RegExpExecArray): string => (match[1] ?? match[2] ?? '').toLowerCase();
    const [first] = references;
    if (first?.[0] === template) return this.#variable(nameOf(first), at, set, trail);
    let values: Values = [always('', at.at)];
    let end = 0;
    for (const match of references) {
      const literal = always(template.slice(end, match.index), at.at);
      values = followedBy(values, [literal], at.at);
      values = followedBy(values, this.#variable(nameOf(match), at, set, trail), at.at);
      end = match.index + match[0].length;
    }
    return followedBy(values, [always(template.slice(end), at.at)], at.at);
  }

  #variable(name: string, at: Possible, set: SetValues, trail: readonly string[]): Values {
    if (set.has(name)) return set.get(name);
    // A map that asks for itself is empty, not endless.
    if (trail.includes(name)) return [always('', at.at)];
    const block = this.#blocks.get(name);
    if (block !== undefined) {
      // Thousands of locations may send what one map gives.
      const isPlain = set === NOTHING_SET && trail.length === 0;
      if (isPlain && this.#plain.has(block)) return this.#plain.get(block);
      const values = this.#blockValues(block, set, [...trail, name]);
      if (isPlain) this.#plain.set(block, values);
      return values;
    }
    if (!this.#set().anywhere.has(name)) return undefined;
    return [{ ...always('', at.at), label: `nothing sets $${name}`, rest: true }];
  }

  #blockValues(block: Located, set: SetValues, trail: readonly string[]): Values {
    const lines = linesOf(block, this.#unit);
    if (lines === undefined) return undefined;
    const evaluate = (template: string, at: Possible): Values => this.#evaluate(template, at, set, trail);
    if (block.name === 'geo') return lines.length > MOST_KEYS ? undefined : geoValues(block, lines);
    if (block.name === 'split_clients') return splitValues(block, lines, evaluate);
    const source = block.args[0] ?? '';
    const sources = isContentType(source) ? [HTML] : evaluate(source, always('', block.head));
    if (sources !== undefined) return mapOfKnown(block, lines, sources.map(atHead(block)), evaluate);
    // What else was sent, or by the service, is not the request's to decide.
    if (/\$\{?(upstream|sent)_/i.test(source)) return undefined;
    const keys = this.#keysOf(source);
    return keys && mapValues(block, lines, keys, evaluate);
  }

  /** The keys of every map of a source: two maps of one source are asked with the same text. */
  #keysOf(source: string): readonly string[] | undefined {
    if (this.#keys.has(source)) return this.#keys.get(source);
    const maps = [...this.#blocks.values()].filter(({ name, args }) => name === 'map' && args[0] === source);
    const names = maps.flatMap((map) => mapEntries(linesOf(map, this.#unit) ?? []).map(({ name }) => name));
    const keys = [...new Set(names)].filter((name) => name !== 'default');
    const few = keys.length > MOST_KEYS ? undefined : keys;
    this.#keys.set(source, few);
    return few;
  }
}

/** Framing is for pages: of the types that a map may ask for, HTML is the one. */
function isContentType(source: string): boolean {
  return /^\$\{?sent_http_content_type\}?$/i.test(source);
}

const HTML: Omit<Possible, 'at'> = { text: 'text/html', label: '', rest: false, when: [] };

function atHead({ head }: Located): (value: Omit<Possible, 'at'>) => Possible {
  return (value) => ({ ...value, at: head });
}

/** A named or internal location is entered from other ones only. */
function isEnteredFromOthers({ block, telling }: NginxLevel): boolean {
  return block?.args[0]?.startsWith('@') === true || telling.some(({ name }) => name === 'internal');
}
