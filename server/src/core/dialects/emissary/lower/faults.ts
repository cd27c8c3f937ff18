import type { Level, Misplaced, Unread } from '../../../model/scope.ts';
import {
  ANY,
  BOOLEAN,
  crdFaults,
  list,
  map,
  object,
  TEXT,
  type CrdFault,
} from '../../../syntax/kubernetes/crd.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entriesOf, entryOf } from '../../../syntax/yaml/node.ts';
import { renderFlow } from '../../../syntax/yaml/render.ts';
import { ADD, REMOVE } from './headers.ts';
import type { Mapping } from './world.ts';

const HEADERS = map(object({ value: TEXT, append: BOOLEAN, v2Representation: ANY }));
const ADVICE = `Write ${ADD}: with the name, and below it value: and append: false.`;

/** Fields in which a header may be named for another purpose. */
const OTHERS =
  /^(?:add_request_headers|remove_request_headers|headers|regex_headers|labels|docs|cors|error_response_overrides|(?:regex_)?query_parameters)$/;

/** What the API server makes of a Mapping. Versions before v3alpha1 have no schema for its headers. */
export function mappingFaults({ object: { document, version }, spec }: Mapping): readonly Unread[] {
  const pruned = spec.entries
    .filter(({ key }) => key.text !== ADD && key.text !== REMOVE && !OTHERS.test(key.text))
    .filter((entry) => entry.key.at.end > entry.key.at.start && speaksOfFraming(document, entry))
    .flatMap((entry) =>
      crdUnread(document, { kind: 'pruned', entry, node: entry.value, wanted: '' }, ADVICE),
    );
  return [
    ...pruned,
    ...schemaFaults(spec, version).flatMap((fault) => {
      const { node, wanted } = fault;
      const told = crdUnread(document, fault, ADVICE);
      // The short form of earlier versions.
      const isShort = node.kind === 'scalar' && wanted === 'a map' && !node.shared;
      if (!isShort) return told;
      const text = renderFlow({ value: node.text, append: false });
      return told.map((each) => ({
        ...each,
        title: `Write ${text}`,
        fix: [{ at: document.place(node.at), text }],
      }));
    }),
  ];
}

export function isRefused({ object: { version }, spec }: Mapping): boolean {
  return schemaFaults(spec, version).some(({ kind }) => kind === 'refused');
}

function schemaFaults(spec: Mapping['spec'], version: string): readonly CrdFault[] {
  if (version !== 'v3alpha1') return [];
  return [
    ...crdFaults(at(spec, ADD), HEADERS, entryOf(spec, ADD)),
    ...crdFaults(at(spec, REMOVE), list(TEXT), entryOf(spec, REMOVE)),
  ];
}

/** Framing headers that are set on the request to the service. */
export function misplacedHeaders(
  { object: { document }, spec }: Mapping,
  level: Level,
): readonly Misplaced[] {
  const request = entryOf(spec, 'add_request_headers');
  if (request === undefined) return [];
  const headers = entriesOf(request.value);
  const movable = headers.length === 1 && entryOf(spec, ADD) === undefined && !request.merged && !spec.shared;
  return headers.flatMap((header): readonly Misplaced[] => {
    const { value: body } = header;
    const value = body.kind === 'map' ? at(body, 'value') : body;
    if (value?.kind !== 'scalar' || !/^(?:x-frame-options|content-security-policy)$/i.test(header.key.text))
      return [];
    return [
      {
        where: 'request',
        name: header.key.text,
        value: scalarValue(document, value),
        keyword: request.key.text,
        at: document.place(header.key.at),
        statement: document.place(header.at),
        level,
        ...(movable && { move: [{ at: document.place(request.key.at), text: ADD }] }),
      },
    ];
  });
}
