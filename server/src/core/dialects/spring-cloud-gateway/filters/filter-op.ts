import type { HeaderOp, HeaderValue, OpEdits } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import { removeNode } from '../../../syntax/yaml/edit.ts';
import type { Argument, Definition } from './definition.ts';

/** A header instruction that a filter stands for. */
export function filterOp(
  definition: Definition,
  kind: HeaderOp['kind'],
  name: Pick<Argument, 'text' | 'at' | 'rewrite'>,
  value?: HeaderValue,
  written?: Argument,
): HeaderOp {
  return {
    kind,
    name: { text: name.text.toLowerCase(), prefix: false },
    spelling: name.text,
    value: value ?? { kind: 'literal', text: '', at: definition.at },
    whenEmpty: 'send',
    reach: {},
    nameAt: name.at,
    statement: definition.at,
    edits: editsOf(definition, name, written),
  };
}

function editsOf(
  definition: Definition,
  name: Pick<Argument, 'rewrite'>,
  value: Argument | undefined,
): OpEdits {
  const remove = removalOf(definition);
  const rewriteName = name.rewrite;
  const rewriteValue = value?.rewrite;
  const canRewrite = rewriteName !== undefined && (value === undefined || rewriteValue !== undefined);
  return {
    ...(canRewrite && {
      rewrite: (part): readonly Change[] => [
        ...(part.name === undefined ? [] : rewriteName(part.name)),
        ...(part.value === undefined ? [] : (rewriteValue?.(part.value) ?? [])),
      ],
    }),
    ...(remove !== undefined && { remove: [remove] }),
  };
}

/** Deletes the item; a list's last one cannot go without leaving an empty list behind. */
export function removalOf({ property: { document, parent, owner } }: Definition): Change | undefined {
  return parent?.kind === 'seq' && owner !== undefined ? removeNode(document, parent, owner) : undefined;
}
