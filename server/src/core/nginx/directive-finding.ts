import type { Finding, Fix } from '../model/finding.ts';
import type { Place, Span, Uri } from '../model/place.ts';
import { contextsOf } from '../syntax/nginx/block-context.ts';
import type { DirectiveVariant } from '../syntax/nginx/directive-table.ts';
import type { Directive } from '../syntax/nginx/tree.ts';
import { wordText } from '../syntax/nginx/word.ts';
import { conditionFault } from './condition.ts';
import type { Context } from './context.ts';
import { nginxFinding } from './finding.ts';
import { isAllowed, type NameFacts } from './name-facts.ts';
import { meta } from './rules/nginx-directive/rule.ts';
import { splitHeader } from './split-header.ts';
import { swallowedLine } from './swallowed-line.ts';
import { mayHaveVariableFault, variableFault } from './variable-fault.ts';
import { expectedCount, inContext, whereAllowed } from './wording.ts';
import { availability } from './availability.ts';

export interface Surroundings {
  readonly context: Context;
  readonly uri: Uri;
  readonly text: string;
  /** nginx's version, where the user told us. */
  readonly version: string | undefined;
  readonly facts: (name: string) => NameFacts;
  /** The directive that an unknown name was most likely meant for. */
  readonly nearest: (name: string) => string | undefined;
  /** Whether directives of unknown modules may occur. */
  readonly foreign: boolean;
}

/**
 * What nginx has against one directive: name, context, terminator, number of arguments, in the order in which
 * ngx_conf_handler asks, then what the directive's own code plainly refuses.
 */
export function directiveFinding(
  directive: Directive,
  name: string,
  around: Surroundings,
): Finding | undefined {
  const facts = around.facts(name);
  const { context } = around;
  const fitting = facts.fitting(context, directive.body !== undefined, directive.argCount);
  if (fitting.length === 0) return misfit(directive, name, facts.variants, around);
  return (
    argumentFinding(directive, name, facts, fitting, around) ??
    swallowedLine(directive, name, around) ??
    splitHeader(directive, name, around) ??
    versionFinding(directive, fitting, around)
  );
}

function placeOf({ start, end }: Span, { uri }: Surroundings): Place {
  return { uri, start, end };
}

function headText({ start, headEnd }: Directive, { text }: Surroundings): string {
  return text.slice(start, headEnd);
}

/** Why no entry fits. */
function misfit(
  directive: Directive,
  name: string,
  all: readonly DirectiveVariant[],
  around: Surroundings,
): Finding | undefined {
  const { context, text } = around;
  const nameAt = placeOf(directive.name, around);
  if (all.length === 0) return unknownDirective(name, nameAt, around);

  const here = all.filter((variant) => isAllowed(variant, context));
  if (here.length === 0) {
    const allowed = contextsOf(all.reduce((mask, variant) => mask | variant.contexts, 0));
    return nginxFinding(meta, 'misplaced', nameAt, {
      name,
      here: inContext(context),
      there: whereAllowed(allowed),
    });
  }

  const terminated = here.filter((variant) => variant.block === (directive.body !== undefined));
  if (terminated.length === 0) {
    return nginxFinding(meta, directive.body ? 'no-block' : 'needs-block', nameAt, { name });
  }

  // A word such as `${NAME}` may become any number of words when the file is filled in.
  if (directive.args.some((arg) => /\$\{[A-Z_0-9]+\}/.test(text.slice(arg.start, arg.end)))) return undefined;
  const at = placeOf({ start: directive.name.start, end: directive.headEnd }, around);
  return nginxFinding(meta, 'count', at, {
    name,
    expected: expectedCount(terminated),
    count: String(directive.argCount),
  });
}

function argumentFinding(
  directive: Directive,
  name: string,
  { check, compiled }: NameFacts,
  variants: readonly DirectiveVariant[],
  around: Surroundings,
): Finding | undefined {
  const isFlag = variants.every((variant) => variant.flag);
  // Most directives take any text, or are plainly switched, and then need not be read word by word.
  if (check === undefined && name !== 'if') {
    const sound = compiled === undefined || !mayHaveVariableFault(headText(directive, around));
    if (sound && (!isFlag || /\s(on|off)$/.test(headText(directive, around)))) return undefined;
  }
  const [first] = directive.args;
  const place = (span: Span): Place => placeOf(span, around);
  const args = directive.args.map((arg) => wordText(around.text, arg));
  const [value = ''] = args;
  if (first && isFlag && !/^(on|off)$/i.test(value) && !value.includes('$')) {
    return nginxFinding(meta, 'flag', place(first), { name, value });
  }
  if (name === 'if') {
    const why = conditionFault(args);
    const at = place({ start: first?.start ?? directive.name.start, end: directive.headEnd });
    return why === undefined ? undefined : nginxFinding(meta, 'condition', at, { why });
  }
  const fault = compiled === undefined ? undefined : variableFault(compiled, args);
  const faulty = fault && directive.args[fault.index];
  if (fault && faulty)
    return nginxFinding(meta, 'variable', place(faulty), { value: args[fault.index] ?? '', why: fault.why });
  // The keywords of a module's own variant are not known.
  if (variants.some((variant) => variant.thirdParty !== undefined)) return undefined;
  const bad = check?.(args) ?? -1;
  const word = directive.args[bad];
  return word && nginxFinding(meta, 'argument', place(word), { name, value: args[bad] ?? '' });
}

/** Distributions carry newer directives into older releases, so a version proves less than a grammar: a warning. */
function versionFinding(
  directive: Directive,
  variants: readonly DirectiveVariant[],
  around: Surroundings,
): Finding | undefined {
  const { version, context } = around;
  if (version === undefined) return undefined;
  const fates = variants.map((variant) => availability(variant, version, context));
  const fate = fates.find((one) => one !== undefined);
  if (fate === undefined || fates.includes(undefined)) return undefined;
  return nginxFinding(
    meta,
    fate.fate,
    placeOf(directive.name, around),
    { name: directive.keyword, version, since: fate.release, removed: fate.release },
    { severity: 'warning' },
  );
}

/** A whole word that something else fills in before nginx reads the file. */
const placeholder = /^(\$\{?\w+\}?|@+\w+@+|%+\w+%+|__\w+__|<\w+>)$/;

function unknownDirective(
  name: string,
  at: Place,
  { foreign, nearest, text }: Surroundings,
): Finding | undefined {
  if (placeholder.test(name)) return undefined;
  // `location ~ ^/[0-9]{4}$ {`: the first brace ends the word and opens the block.
  if (/^\d+(,\d*)?\}/.test(name) && /\S\{$/.test(text.slice(0, at.start).slice(-2))) {
    return nginxFinding(meta, 'quantifier', at, { name });
  }
  // No module has such a name.
  if (!/^[A-Za-z]\w*$/.test(name)) return nginxFinding(meta, 'unknown', at, { name });
  const near = nearest(name);
  if (near !== undefined) {
    const written = text.slice(at.start, at.end);
    const fix: Fix = { title: `Change to "${near}"`, safe: false, changes: [{ at, text: near }] };
    return nginxFinding(meta, 'misspelled', at, { name, near }, { fixes: written === name ? [fix] : [] });
  }
  return foreign
    ? nginxFinding(meta, 'foreign', at, { name }, { severity: 'information' })
    : nginxFinding(meta, 'unknown', at, { name });
}
