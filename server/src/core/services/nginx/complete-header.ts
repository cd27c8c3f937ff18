import type { HeaderSpec } from '../../model/header-spec.ts';
import type { NginxTree, Word } from '../../syntax/nginx/tree.ts';
import type { Completion } from '../answers.ts';
import { headerFact, headerFacts } from '../header-facts.ts';
import type { HeaderSyntax, HeaderUse } from './header-mentions.ts';
import { requestHeaders } from './request-headers.ts';
import { fill, valueStyle, type Slot } from './slot.ts';
import { placeholder } from './snippets.ts';

/** Names, values and `always` where a directive takes a header. */
export function completeHeader(
  tree: NginxTree,
  syntax: HeaderSyntax,
  args: readonly string[],
  slot: Slot,
): readonly Completion[] {
  if (syntax.form === 'lines') return completeLine(tree, syntax, args, slot);
  const [name] = args;
  if (name === undefined) return headerNames(syntax.use).map((spec) => nameCompletion(spec, slot));
  if (syntax.form === 'name') return [];
  if (args.length === 1) return valueCompletions(syntax.use, name, slot, valueStyle(tree));
  const takesAlways = syntax.use === 'send' || syntax.use === 'trailer';
  return takesAlways && args.length === 2 && slot.quote === '' ? [always(slot)] : [];
}

function headerNames(use: HeaderUse): readonly HeaderSpec[] {
  if (use === 'request') return requestHeaders;
  return use === 'hide' || use === 'clear' ? [...headerFacts, ...revealing] : headerFacts;
}

/** What services say of themselves, and gateways mostly take away. */
const revealing: readonly HeaderSpec[] = ['X-Powered-By', 'Server'].map((name) => ({
  name,
  summary: 'Tells strangers which software answers.',
  reference: 'https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html',
  status: 'current',
  values: [],
}));

function nameCompletion(spec: HeaderSpec, slot: Slot, insert = fill(slot, spec.name, '')): Completion {
  return {
    label: spec.name,
    kind: 'header',
    ...(spec.status !== 'current' && { detail: spec.status }),
    doc: `${spec.summary}\n\n[Reference](${spec.reference})`,
    insert,
    isSnippet: false,
    at: slot.at,
  };
}

function valueCompletions(
  use: HeaderUse,
  name: string,
  whole: Slot,
  style: Word['quote'],
): readonly Completion[] {
  if (use === 'request') return requestValues(name, whole);
  const spec = headerFact(name);
  const slot = spec?.name === 'Content-Security-Policy' ? policyDirective(whole) : whole;
  return (spec?.values ?? []).map(({ text, doc }) => ({
    label: text,
    kind: 'value',
    doc,
    insert: fill(slot, text, style),
    isSnippet: false,
    at: slot.at,
  }));
}

/** Variables, as nginx writes them; quoting them as literals would not keep them variables. */
function requestValues(name: string, slot: Slot): readonly Completion[] {
  const spec = requestHeaders.find((known) => known.name.toLowerCase() === name.toLowerCase());
  const close = slot.quote !== '' && !slot.closed ? slot.quote : '';
  return (spec?.values ?? [])
    .filter(({ text }) => slot.quote === '' || !text.startsWith('"'))
    .map(({ text, doc }) => ({
      label: text,
      kind: 'value',
      doc,
      insert: text + close,
      isSnippet: false,
      at: slot.at,
    }));
}

/** A policy is a list of directives; the one at the cursor is completed, the others stay. */
function policyDirective(slot: Slot): Slot {
  if (slot.quote === '') return slot;
  const typed = slot.typed.slice(slot.typed.lastIndexOf(';') + 1).trimStart();
  const [after = ''] = slot.after.split(';');
  const offset = slot.at.end - slot.after.length;
  return { ...slot, typed, after, at: { start: offset - typed.length, end: offset + after.length } };
}

function always(slot: Slot): Completion {
  return {
    label: 'always',
    kind: 'value',
    doc: 'Sends the header with every status. Without it, 4xx and 5xx responses go out bare.',
    insert: 'always',
    isSnippet: false,
    at: slot.at,
  };
}

/** headers-more takes `"Name: value"` as one word. */
function completeLine(
  tree: NginxTree,
  { use }: HeaderSyntax,
  args: readonly string[],
  slot: Slot,
): readonly Completion[] {
  if (slot.typed.startsWith('-') || ['-s', '-t'].includes(args.at(-1) ?? '')) return [];
  const [head, name] = /^([^:\s]+)[:\s]+/.exec(slot.typed) ?? [];
  if (head !== undefined && name !== undefined) {
    if (use === 'clear' || slot.quote === '') return [];
    const start = slot.at.start + head.length;
    return valueCompletions(
      use,
      name,
      { ...slot, typed: slot.typed.slice(head.length), at: { ...slot.at, start } },
      '"',
    );
  }
  const specs = headerNames(use);
  if (use === 'clear')
    return specs.map((spec) => nameCompletion(spec, slot, fill(slot, spec.name, valueStyle(tree))));
  if (slot.quote !== '') return specs.map((spec) => nameCompletion(spec, slot, `${spec.name}: `));
  return specs.map((spec) => ({
    ...nameCompletion(spec, slot, `"${spec.name}: ${placeholder(spec.values.map(({ text }) => text))}"`),
    isSnippet: true,
  }));
}
