import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import { flag, type View } from '../config/view.ts';
import { argument, type Argument, type Definition } from './definition.ts';
import type { Effect } from './effect.ts';
import { filterOp } from './filter-op.ts';
import { headerValue, type Variables } from './value.ts';

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
  if (written.isList === true) {
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
    // SetResponseHeader fills in its value on the way in, AddResponseHeader on the way out.
    const early = definition.name === 'SetResponseHeader';
    return { effect: { kind: 'fails', why: 'no predicate of the route sets the variable in braces', early } };
  }
  return { name, value, written };
}

export function setHeader(definition: Definition, view: View, variables: Variables): Effect {
  const read = pair(definition, view, variables, 'value');
  if ('effect' in read) return read.effect;
  const op = filterOp(definition, 'set', read.name, read.value, read.written);
  return { kind: 'write', ops: [op], committed: 'fails' };
}

export function addHeader(definition: Definition, view: View, variables: Variables): Effect {
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

export function removeHeader(definition: Definition, { kind }: View): Effect {
  const name = argument(definition, ['name'], 'name', kind === 'webmvc');
  if (name === undefined || name.text === '')
    return { kind: 'refused', why: 'RemoveResponseHeader needs a name' };
  const op: HeaderOp = filterOp(definition, 'remove', name);
  return { kind: 'write', ops: [op], committed: kind === 'webmvc' ? 'fails' : 'nothing' };
}
