import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import { flag, inForce, type View } from '../config/view.ts';
import { canonical } from '../config/property.ts';
import { argument, type Argument, type Definition } from './definition.ts';
import type { Effect, Strategy } from './effect.ts';
import { filterOp } from './filter-op.ts';
import { ELSEWHERE, isKnown, meantFilter, NEUTRAL, REQUEST_SIDE } from './known.ts';
import { secureHeaders } from './secure-headers.ts';
import { headerValue, type Variables } from './value.ts';

type Lower = (definition: Definition, view: View, variables: Variables) => Effect;

const LOWER: Readonly<Record<string, Lower>> = {
  AddResponseHeader: addHeader,
  SetResponseHeader: setHeader,
  RemoveResponseHeader: removeHeader,
  DedupeResponseHeader: dedupe,
  RewriteResponseHeader: rewrite,
  SecureHeaders: secureHeaders,
  RedirectTo: redirect,
  RequestSize: (definition, { kind }) =>
    kind === 'webmvc'
      ? { kind: 'nothing' }
      : { kind: 'completes', always: false, status: 413, ...sizeOf(definition) },
  RequestHeaderSize: () => ({ kind: 'completes', always: false, status: 431 }),
  SetStatus: (definition) => ({ kind: 'status', status: statusOf(definition) }),
};

/** WebMVC names its filters like methods: the first letter may be small. */
export function filterName({ name }: Definition, { kind }: View): string {
  return kind === 'webmvc' ? name.replace(/^[a-z]/, (letter) => letter.toUpperCase()) : name;
}

export function lowerFilter(definition: Definition, view: View, variables: Variables): Effect {
  const { fault, form, arguments: args } = definition;
  if (/\{\{|\{%|<%|\$\{/.test(definition.name)) return { kind: 'unseen', headers: true };
  if (fault !== undefined) return { kind: 'refused', why: fault };
  const name = filterName(definition, view);
  const lower = Object.hasOwn(LOWER, name) ? LOWER[name] : undefined;
  if (lower === undefined) return otherFilter(definition, name, view);
  if (view.kind === 'webmvc' && name === 'SecureHeaders') {
    return { kind: 'refused', why: 'Spring Cloud Gateway Server MVC has no filter SecureHeaders' };
  }
  if (flag(text(view, 'filter', canonical(kebab(name)), 'enabled')) === false && view.kind === 'webflux') {
    return {
      kind: 'refused',
      why: `the filter ${name} is switched off by its \`enabled\` property and used all the same`,
    };
  }
  if (view.kind === 'webmvc' && form === 'shortcut' && tooMany(name, args.length)) {
    return {
      kind: 'refused',
      why: `${name} takes exactly a name and a value in this form, and a comma ends each of them`,
    };
  }
  return lower(definition, view, variables);
}

function text(view: View, ...path: readonly string[]): string | undefined {
  const value = inForce(view.roots, ...path)?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=.)[A-Z]/g, (letter) => `-${letter}`);
}

function tooMany(name: string, count: number): boolean {
  return (
    (/^(Add|Set)ResponseHeader$/.test(name) && count > 2) || (name === 'RemoveResponseHeader' && count > 1)
  );
}

function otherFilter(definition: Definition, name: string, view: View): Effect {
  if (REQUEST_SIDE.has(name)) return requestSide(definition, name);
  if (NEUTRAL.has(name)) return { kind: 'nothing' };
  if (ELSEWHERE.has(name) || ELSEWHERE.has(definition.name) || isKnown(name))
    return { kind: 'unseen', headers: false };
  if (/[=\s:]/.test(name)) {
    return {
      kind: 'refused',
      why: `there is no filter called \`${name.trim()}\` with these characters in its name`,
    };
  }
  const meant = meantFilter(name);
  if (meant !== undefined && !(view.kind === 'webmvc' && meant === 'SecureHeaders')) {
    return { kind: 'refused', why: `there is no filter ${name}; ${meant} is meant` };
  }
  // A filter of the application's own. Few touch the answer's headers, and those are named for it.
  return { kind: 'unseen', headers: /header|secur|frame|csp|policy/i.test(name) };
}

function requestSide(definition: Definition, name: string): Effect {
  const [first, second] = definition.arguments;
  if (name === 'AddRequestHeadersIfNotPresent' || name === 'MapRequestHeader' || first === undefined) {
    const [header = '', value = ''] = (first?.text ?? '').split(':');
    const target = name === 'MapRequestHeader' ? (second?.text ?? '') : header;
    return misplaced(definition, name, target, value, first);
  }
  const named = argument(definition, ['name', 'value'], 'name') ?? first;
  const value = argument(definition, ['name', 'value'], 'value') ?? second;
  return misplaced(definition, name, named.text, value?.text ?? '', named);
}

function misplaced(
  { at }: Definition,
  keyword: string,
  name: string,
  value: string,
  where: Argument | undefined,
): Effect {
  const place = where?.at ?? at;
  return {
    kind: 'request',
    misplaced: {
      where: 'request',
      name: name.trim(),
      value: { kind: 'literal', text: value.trim(), at: place },
      keyword,
      at: place,
      statement: at,
    },
  };
}

/** RFC 9110, section 5.1: a field name is a token. */
const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/;

/** A name and a value, or why the gateway does not start or answer with them. */
function pair(
  definition: Definition,
  view: View,
  variables: Variables,
  valueKey: string,
):
  | { readonly name: Argument; readonly value: HeaderValue; readonly written: Argument }
  | { readonly effect: Effect } {
  const exact = view.kind === 'webmvc';
  const order = ['name', valueKey, 'override'];
  const name = argument(definition, order, 'name', exact);
  const written = argument(definition, order, valueKey, exact);
  const isEmpty = written?.text === '' && !(exact && definition.form === 'long');
  if (name === undefined || name.text === '' || written === undefined || isEmpty) {
    return {
      effect: {
        kind: 'refused',
        why: `${definition.name} needs a header name and a value${definition.form === 'shortcut' ? ', with a comma between them' : ` (\`name\` and \`${valueKey}\`)`}`,
      },
    };
  }
  if (exact && written.isList === true) {
    return { effect: { kind: 'refused', why: `\`${valueKey}\` has to be a text, not a list` } };
  }
  if (exact && definition.form === 'long' && definition.arguments.length > 2) {
    return {
      effect: {
        kind: 'refused',
        why: `${definition.name} takes \`name\` and \`${valueKey}\` and nothing else`,
      },
    };
  }
  if (!TOKEN.test(name.text) && !/[{$#]/.test(name.text)) {
    if (!exact || /\s/.test(name.text)) {
      return { effect: { kind: 'fails', why: `\`${name.text}\` is no name that a header can have` } };
    }
  }
  if (written.text.includes('\n') && !exact) {
    return {
      effect: { kind: 'fails', why: 'the value has a line break in it (write the block scalar as `>-`)' },
    };
  }
  const value = headerValue(
    written.text.replaceAll(/\s*\n\s*/g, ' ').trim(),
    written.at,
    variables,
    view.kind,
  );
  if (value === undefined) {
    return { effect: { kind: 'fails', why: 'no predicate of the route sets the variable in braces' } };
  }
  return { name, value, written };
}

function setHeader(definition: Definition, view: View, variables: Variables): Effect {
  const read = pair(definition, view, variables, 'value');
  if ('effect' in read) return read.effect;
  const op = filterOp(definition, 'set', read.name, read.value, read.written);
  return { kind: 'write', ops: [op], committed: 'fails' };
}

function addHeader(definition: Definition, view: View, variables: Variables): Effect {
  const { kind } = view;
  const read = pair(definition, view, variables, kind === 'webmvc' ? 'values' : 'value');
  if ('effect' in read) return read.effect;
  const override =
    kind === 'webflux' ? argument(definition, ['name', 'value', 'override'], 'override') : undefined;
  const replaces = flag(override?.text);
  if (override !== undefined && replaces === undefined && !/[{$#]/.test(override.text)) {
    return {
      kind: 'refused',
      why: `the third part of AddResponseHeader is \`override\`, and \`${override.text}\` is no boolean; a value with a comma needs the long form (name, args)`,
    };
  }
  const ops = valuesOf(read.value, kind === 'webmvc').map((value) =>
    filterOp(definition, replaces === false ? 'set-if-absent' : 'append', read.name, value, read.written),
  );
  return {
    kind: 'write',
    ops,
    committed: kind === 'webmvc' ? 'fails' : 'nothing',
    besideBlank: replaces === false,
  };
}

/** WebMVC makes a line of every part between commas. */
function valuesOf(value: HeaderValue, split: boolean): readonly HeaderValue[] {
  if (!split || value.kind !== 'literal' || !value.text.includes(',')) return [value];
  return value.text.split(',').map((text) => ({ ...value, text: text.trim() }));
}

function removeHeader(definition: Definition, { kind }: View): Effect {
  const name = argument(definition, ['name'], 'name', kind === 'webmvc');
  if (name === undefined || name.text === '')
    return { kind: 'refused', why: 'RemoveResponseHeader needs a name' };
  const op: HeaderOp = filterOp(definition, 'remove', name);
  return { kind: 'write', ops: [op], committed: kind === 'webmvc' ? 'fails' : 'nothing' };
}

const STRATEGIES: readonly Strategy[] = ['RETAIN_FIRST', 'RETAIN_LAST', 'RETAIN_UNIQUE'];

function dedupe(definition: Definition): Effect {
  const names = argument(definition, ['name', 'strategy'], 'name');
  const strategy = argument(definition, ['name', 'strategy'], 'strategy');
  const chosen = STRATEGIES.find((each) => canonical(each) === canonical(strategy?.text ?? 'RETAIN_FIRST'));
  if (names === undefined || chosen === undefined) {
    return {
      kind: 'refused',
      why: 'DedupeResponseHeader takes header names and RETAIN_FIRST, RETAIN_LAST or RETAIN_UNIQUE',
    };
  }
  return { kind: 'dedupe', names: names.text.toLowerCase().split(/\s+/), strategy: chosen };
}

function rewrite(definition: Definition): Effect {
  const order = ['name', 'regexp', 'replacement'];
  const name = argument(definition, order, 'name');
  const pattern = argument(definition, order, 'regexp');
  const replacement = argument(definition, order, 'replacement');
  if (name === undefined) return { kind: 'refused', why: 'RewriteResponseHeader needs a header name' };
  return {
    kind: 'rewrite',
    name: name.text.toLowerCase(),
    pattern: pattern?.text ?? '',
    // Java's replacement takes `$\{name}` for a group, so that YAML and Spring leave it alone.
    replacement: (replacement?.text ?? '').replaceAll('$\\', '$').replaceAll(/\$\{(\w+)\}/g, '$$<$1>'),
    works: pattern !== undefined && replacement !== undefined && isPattern(pattern.text),
  };
}

/** Java refuses a brace that opens no repetition, as JavaScript does in its strict mode only. */
function isPattern(text: string): boolean {
  try {
    return new RegExp(text, text.includes('{') ? 'u' : '').source !== '';
  } catch {
    return false;
  }
}

function redirect(definition: Definition): Effect {
  const location = argument(definition, ['status', 'url'], 'url')?.text;
  const status = statusOf(definition);
  const isKnown = definition.arguments.every(({ text: each }) => !/[{$#]/.test(each));
  if (isKnown && (location === undefined || status === undefined || status < 300 || status > 399)) {
    return { kind: 'refused', why: 'RedirectTo needs a status of 300 to 399 and a url' };
  }
  return { kind: 'completes', always: true, status, ...(location !== undefined && { location }) };
}

function statusOf(definition: Definition): number | undefined {
  const status = argument(definition, ['status'], 'status');
  return status !== undefined && /^\d{3}$/.test(status.text) ? Number(status.text) : undefined;
}

function sizeOf(definition: Definition): { readonly limit?: number } {
  const size = argument(definition, ['maxSize'], 'maxSize');
  const [, digits, unit = ''] = /^(\d+)\s*(B|KB|MB|GB|TB)?$/i.exec(size?.text ?? '5MB') ?? [];
  if (digits === undefined) return {};
  const factor = 1024 ** Math.max(0, ['b', 'kb', 'mb', 'gb', 'tb'].indexOf(unit.toLowerCase()));
  return { limit: Number(digits) * factor };
}
