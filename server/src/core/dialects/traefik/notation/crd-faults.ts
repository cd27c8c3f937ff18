import type { Place } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import { entriesOf, entryOf, type ConfigEntry, type ConfigMap, type ConfigNode } from '../config/node.ts';
import { HEADERS, MIDDLEWARE_KINDS, type Field, type Shape } from '../config/schema.ts';
import { suggestionFor } from '../config/suggest.ts';

export interface CrdFaults {
  readonly unread: readonly Unread[];
  /** The API server takes nothing of the object. */
  readonly isRefused: boolean;
}

/**
 * What a Kubernetes API server makes of a Middleware: unknown fields are pruned, wrong types refuse the object. Names are
 * read with their case, and manifests as YAML 1.1.
 */
export function crdFaults(spec: ConfigMap | undefined): CrdFaults {
  const headers = entryOf(spec, 'headers', 'exact');
  const fields = HEADERS.kind === 'struct' ? HEADERS.fields : new Map<string, Field>();
  const pruned = [
    ...unknown(spec, MIDDLEWARE_KINDS).map((entry) => prunedOption(entry, MIDDLEWARE_KINDS, fields)),
    ...unknown(headers?.value, fields).map((entry) => prunedOption(entry, fields, fields)),
  ];
  const refused = entriesOf(headers?.value).flatMap((entry) => {
    const known = fields.get(entry.name.toLowerCase());
    return known?.name === entry.name ? wrongType(entry, known.shape) : [];
  });
  return { unread: [...pruned, ...refused], isRefused: refused.length > 0 };
}

function unknown(node: ConfigNode | undefined, known: ReadonlyMap<string, Field>): readonly ConfigEntry[] {
  return entriesOf(node).filter(
    ({ name }) => known.get(name.toLowerCase())?.name !== name && !/\{\{|\$\{/.test(name),
  );
}

function prunedOption(
  entry: ConfigEntry,
  known: ReadonlyMap<string, Field>,
  headers: ReadonlyMap<string, Field>,
): Unread {
  const why = 'the API server knows no such field there and drops it';
  const isHeaderOption = known !== headers && headers.has(entry.name.toLowerCase());
  if (isHeaderOption)
    return { at: entry.nameAt, what: entry.name, why, advice: 'Write it below spec.headers.' };
  const { advice, title, fix } = suggestionFor({
    entry,
    kind: 'unknown',
    known,
    at: entry.nameAt,
    what: entry.name,
    why,
  });
  return {
    at: entry.nameAt,
    what: entry.name,
    why,
    advice,
    ...(title !== undefined && { title }),
    ...(fix !== undefined && { fix }),
  };
}

function wrongType(entry: ConfigEntry, shape: Shape): readonly Unread[] {
  const { name, value } = entry;
  if (value.kind === 'text' && (value.isNull || value.parts !== undefined)) return [];
  switch (shape.kind) {
    case 'bool': {
      const isBoolean = value.kind === 'text' && value.plain && BOOLEAN.test(value.text);
      return isBoolean ? [] : [refusal(value.at, name, 'it is no boolean', boolFix(value))];
    }
    case 'text':
      return isText(value)
        ? []
        : [refusal(value.at, name, 'it is no text', { advice: 'Write one quoted text.' })];
    case 'texts':
      if (value.kind !== 'map') {
        const advice = 'Write each header as a name and its value, without dashes.';
        return [refusal(value.at, name, 'it is no map', { advice })];
      }
      return value.entries
        .filter((header) => !isText(header.value))
        .map((header) => refusal(header.value.at, header.name, 'it is no text', textFix(header.value)));
    default:
      return [];
  }
}

/** Plain words that YAML 1.1 takes for booleans. */
const BOOLEAN = /^(y|yes|on|true|n|no|off|false)$/i;

function isText(node: ConfigNode): boolean {
  if (node.kind !== 'text') return false;
  if (node.isNull || !node.plain || node.parts !== undefined) return true;
  return !BOOLEAN.test(node.text) && !/^[-+]?(\d[\d_]*\.?\d*([eE][-+]?\d+)?|0x[0-9a-fA-F]+)$/.test(node.text);
}

type Advice = Pick<Unread, 'advice' | 'title' | 'fix'>;

function refusal(at: Place, what: string, why: string, advice: Advice): Unread {
  return { at, what, why: `${why}, and the API server then refuses the whole object`, ...advice };
}

function boolFix(node: ConfigNode): Advice {
  if (node.kind !== 'text') return { advice: 'Write true or false.' };
  const meant = /^(1|t|true|y|yes|on|deny)$/i.test(node.text.trim()) ? 'true' : 'false';
  return { advice: `Write ${meant} without quotes.`, ...unquoted(node, meant) };
}

/** The whole scalar is replaced, its quotes with it. */
function unquoted(node: ConfigNode, text: string): Pick<Unread, 'title' | 'fix'> {
  const isEditable = node.kind === 'text' && node.rewrite?.('x') !== undefined;
  return isEditable ? { title: `Write ${text}`, fix: [{ at: node.at, text }] } : {};
}

function textFix(node: ConfigNode): Advice {
  if (node.kind !== 'text') return { advice: 'Write one quoted text.' };
  return { advice: `Write "${node.text}" in quotes.`, ...unquoted(node, JSON.stringify(node.text)) };
}
