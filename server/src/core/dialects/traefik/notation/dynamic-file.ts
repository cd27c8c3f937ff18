import type { Place } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import type { YamlMap, YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { decodeFaults, type DecodeFault } from '../config/check.ts';
import { mapFromYaml } from '../config/from-yaml.ts';
import { DYNAMIC } from '../config/schema.ts';
import { suggestionFor } from '../config/suggest.ts';
import { hasTemplateBlocks } from '../config/template.ts';
import { NOTHING, type Declarations } from '../model/router.ts';
import { readHttp } from '../read/http-section.ts';

/** A file of the file provider. */
export interface DynamicFile {
  readonly declarations: Declarations;
  /** Traefik drops the whole file, and with it all others of its directory. */
  readonly isRejected: boolean;
  /** Traefik renders it first, and what comes out is not known. */
  readonly isTemplate: boolean;
}

/** Only the first document counts: the decoder reads one. */
export function readDynamicFile(file: YamlFile): DynamicFile {
  const [first, ...later] = file.documents;
  const isTemplate = file.file.text.includes('{{');
  const dead = later.flatMap((document) => laterDocument(document));
  const broken = isTemplate ? undefined : brokenSyntax(first);
  if (first === undefined || broken !== undefined) {
    return {
      declarations: { ...NOTHING, unread: broken === undefined ? [] : [broken] },
      isRejected: broken !== undefined,
      isTemplate,
    };
  }
  const unparsable = first.parsed.problems.length > 0 || first.root?.kind !== 'map';
  if (unparsable || hasTemplateBlocks(file.file.text)) {
    return { declarations: { ...NOTHING, unread: dead }, isRejected: false, isTemplate };
  }
  return { ...readRoot(first, first.root, dead), isTemplate };
}

function readRoot(
  document: YamlDocument,
  node: YamlMap,
  dead: readonly Unread[],
): Omit<DynamicFile, 'isTemplate'> {
  const root = mapFromYaml(document, node);
  const faults = [...decodeFaults(root, DYNAMIC).map(rejection), ...doubledKeys(document, node)];
  if (faults.length > 0)
    return { declarations: { ...NOTHING, unread: [...faults, ...dead] }, isRejected: true };
  const declarations = readHttp(root, fileNotation());
  return { declarations: { ...declarations, unread: dead }, isRejected: false };
}

/** The notation of the file provider, for readers of its parts. */
function fileNotation(): Parameters<typeof readHttp>[1] {
  return {
    provider: 'file',
    blockOf: (entry): Place => entry.at,
    hasDefaultRule: false,
    byDefault: false,
    guardName: 'frame-guard',
  };
}

function rejection(fault: DecodeFault): Unread {
  return {
    at: fault.at,
    what: fault.what,
    why: `${fault.why}, and Traefik then drops this whole file and all others of its directory`,
    ...suggestionFor(fault),
  };
}

function brokenSyntax(document: YamlDocument | undefined): Unread | undefined {
  const [problem] = document?.parsed.problems ?? [];
  if (document === undefined || problem === undefined) return undefined;
  return {
    at: document.place(problem.at),
    what: 'This file',
    why: 'it is not valid YAML, and Traefik then drops it and all others of its directory',
    advice: 'Correct the syntax here.',
  };
}

function laterDocument(document: YamlDocument): readonly Unread[] {
  const { root } = document;
  if (root?.kind !== 'map') return [];
  const http = root.entries.find(({ key }) => key.text.toLowerCase() === 'http');
  if (http === undefined) return [];
  return [
    {
      at: document.place(http.key.at),
      what: 'This document',
      why: 'Traefik reads only the first document of a file',
      advice: 'Move it to a file of its own.',
    },
  ];
}

/** Two equal keys in one map. Source: yaml.v3, which Traefik's decoder uses, refuses them. */
function* doubledKeys(
  document: YamlDocument,
  node: YamlNode,
  visited = new Set<YamlNode>(),
): Generator<Unread> {
  if (visited.has(node)) return;
  visited.add(node);
  if (node.kind === 'seq') for (const item of node.items) yield* doubledKeys(document, item, visited);
  if (node.kind !== 'map') return;
  const seen = new Set<string>();
  for (const { key, value, merged } of node.entries) {
    if (merged) continue;
    if (seen.has(key.text)) {
      yield {
        at: document.place(key.at),
        what: key.text,
        why: 'the key stands twice in this map, and Traefik then drops this whole file and all others of its directory',
        advice: 'Keep one of the two.',
      };
    }
    seen.add(key.text);
    yield* doubledKeys(document, value, visited);
  }
}
