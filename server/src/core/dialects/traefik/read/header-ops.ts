import type { HeaderOp, HeaderValue } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import { entryOf, type ConfigEntry, type ConfigList, type ConfigMap } from '../config/node.ts';

/** The options that stand for a header of their own. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'x-frame-options': 'customFrameOptionsValue',
  'content-security-policy': 'contentSecurityPolicy',
  'content-security-policy-report-only': 'contentSecurityPolicyReportOnly',
};

/** An option of the `headers` middleware that sets one header. */
export function optionOp(entry: ConfigEntry, name: string, value: HeaderValue, options: ConfigMap): HeaderOp {
  const { value: written } = entry;
  const lower = entry.name === entry.name.toLowerCase();
  const isFlag = /^framedeny$/i.test(entry.name);
  const setValue = (text: string): Change | undefined =>
    written.kind === 'text' && !isFlag ? written.rewrite?.(text) : undefined;
  const setName = (to: string): Change | undefined => {
    const option = OPTION_OF[to.toLowerCase()];
    if (option === undefined || entryOf(options, option) !== undefined) return undefined;
    return entry.rename?.(lower ? option.toLowerCase() : option);
  };
  const remove = entry.remove?.();
  const isEditable = setValue('x') !== undefined && entry.rename?.('x') !== undefined;
  return {
    ...base(entry, name, value),
    kind: 'set',
    edits: {
      ...(remove !== undefined && { remove: [remove] }),
      ...(isEditable && { rewrite: rewriter(setName, setValue) }),
    },
  };
}

/** One of `customResponseHeaders`: an empty value deletes the header. */
export function customOp(entry: ConfigEntry, value: HeaderValue, settled: boolean): HeaderOp {
  const { value: written } = entry;
  const setValue = (text: string): Change | undefined =>
    written.kind === 'text' ? written.rewrite?.(text) : undefined;
  const remove = entry.remove?.();
  const isEditable = setValue('x') !== undefined && entry.rename?.('x') !== undefined;
  const isEmpty = value.kind === 'literal' && value.text === '';
  return {
    ...base(
      entry,
      entry.name,
      settled ? value : { kind: 'dynamic', parts: [undefined], template: '', at: value.at },
    ),
    kind: isEmpty && settled ? 'remove' : 'set',
    edits: {
      ...(remove !== undefined && { remove: [remove] }),
      ...(isEditable && { rewrite: rewriter((name) => entry.rename?.(name), setValue) }),
    },
  };
}

function base(entry: ConfigEntry, name: string, value: HeaderValue): Omit<HeaderOp, 'kind' | 'edits'> {
  return {
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value,
    whenEmpty: 'skip',
    reach: {},
    nameAt: entry.nameAt,
    statement: entry.at,
  };
}

function rewriter(
  setName: (name: string) => Change | undefined,
  setValue: (value: string) => Change | undefined,
): NonNullable<HeaderOp['edits']['rewrite']> {
  return (part) => {
    const changes = [
      ...(part.name === undefined ? [] : [setName(part.name)]),
      ...(part.value === undefined ? [] : [setValue(part.value)]),
    ];
    const made = changes.filter((change) => change !== undefined);
    // Half of it would say something else.
    return made.length === changes.length ? made : [];
  };
}

/**
 * What the decoder makes of a list where a text is wanted, in the characters in which a client sees its bytes.
 * Source: paerser's parser, which joins lists with U+2551 and writes the kind of the elements (24: string) in front.
 */
export function listText({ items }: ConfigList): string {
  const bar = '\u00e2\u0095\u0091';
  return ['', '24', ...items.map((item) => (item.kind === 'text' ? item.text : ''))].join(bar);
}
