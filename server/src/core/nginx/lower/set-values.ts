import type { Unit } from '../../model/dialect.ts';
import type { Possible } from '../../model/possible.ts';
import type { Directive, NginxTree } from '../../syntax/nginx/tree.ts';
import { expand, type Located } from './located.ts';
import { capped, choice, inCase, wordValue, type Values } from './possible-values.ts';
import { variableName } from './variable-blocks.ts';

/** By variable in lower case: what `set` may have given it. */
export type SetValues = ReadonlyMap<string, Values>;

export interface Rewriting {
  readonly unit: Unit<NginxTree>;
  /** Evaluates a template after what has run so far. */
  readonly evaluate: (template: string, at: Possible, before: SetValues) => Values;
  /** What a variable is worth before any `set`. */
  readonly initial: (name: string, before: SetValues, at: Possible) => Values;
  /** The `if` that is known to hold. */
  readonly taken?: Directive | undefined;
}

/**
 * What variables hold after the rewrite directives of one level (ngx_http_rewrite_handler runs them in order). Of an
 * `if` both ways are kept, unless it answers or leaves: then only what stays matters here.
 */
export function afterRewrites(items: readonly Located[], before: SetValues, by: Rewriting): SetValues {
  let values = before;
  for (const item of items) {
    if (item.name === 'return' || item.name === 'break') return values;
    if (item.name === 'set') values = afterSet(item, values, by);
    else if (item.name === 'if') values = afterIf(item, values, by);
  }
  return values;
}

function afterSet(item: Located, before: SetValues, { evaluate }: Rewriting): SetValues {
  const [name = '', text = ''] = item.args;
  return new Map(before).set(variableName(name), evaluate(text, wordValue(item, 1, text), before));
}

function afterIf(item: Located, before: SetValues, by: Rewriting): SetValues {
  const body = expand(item.file, item.directive.body?.directives ?? [], by.unit);
  if (!body.some(({ name }) => name === 'set')) return before;
  const inside = afterRewrites(body, before, by);
  if (item.directive === by.taken) return inside;
  return body.some(leaves) ? before : either(item, before, inside, by);
}

function leaves({ name, args }: Located): boolean {
  return name === 'return' || (name === 'rewrite' && /^(last|redirect|permanent)$/.test(args[2] ?? ''));
}

function either(item: Located, before: SetValues, inside: SetValues, { initial }: Rewriting): SetValues {
  const condition = item.args.join(' ');
  const merged = new Map(before);
  for (const [name, after] of inside) {
    if (before.get(name) === after) continue;
    const at = wordValue(item, 0, '');
    // That nothing sets it is said by the condition.
    const unset = initial(name, before, at)?.map((value) => ({ ...value, label: '' }));
    const other = before.has(name) ? before.get(name) : unset;
    merged.set(name, after && other && bothOf(condition, after, other));
  }
  return merged;
}

function bothOf(condition: string, holds: readonly Possible[], fails: readonly Possible[]): Values {
  const yes = { label: `${condition} holds`, rest: false, when: choice(condition, ['yes']) };
  const no = { label: `${condition} does not hold`, rest: true, when: choice(condition, ['no']) };
  return capped([
    ...holds.flatMap((value) => inCase(value, yes)),
    ...fails.flatMap((value) => inCase(value, no)),
  ]);
}
