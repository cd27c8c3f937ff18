import type { Unit } from '../../../model/dialect.ts';
import type { Change, Place } from '../../../model/place.ts';
import { checkMessage, type EnvoyProblem } from '../../../syntax/envoy/check.ts';
import { field } from '../../../syntax/envoy/fields.ts';
import { EnvoySchema } from '../../../syntax/envoy/schema.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { entriesOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { resourcesOf, sourceOf } from '../read/bootstrap.ts';
import type { Report } from '../read/report.ts';
import type { Source } from '../read/source.ts';

const BOOTSTRAP = 'envoy.config.bootstrap.v3.Bootstrap';

/** What Envoy's reading of the files finds wrong, before any of it is put to use. */
export function reportSchemaProblems(unit: Unit<YamlFile>, report: Report): void {
  const schema = new EnvoySchema();
  for (const file of unit.files) {
    const source = sourceOf(file);
    if (source === undefined) continue;
    reportSyntax(file.tree, source, report);
    for (const problem of problemsOf(source, schema))
      if (!isFilledIn(problem, source)) tell(problem, source, report);
    for (const later of file.tree.documents.slice(1)) reportLater(later, report);
  }
}

function problemsOf(source: Source, schema: EnvoySchema): readonly EnvoyProblem[] {
  const { root } = source.document;
  if (root === undefined) return [];
  if (!source.dynamic) {
    const bootstrap = schema.named(BOOTSTRAP);
    return bootstrap === undefined ? [] : checkMessage(root, bootstrap, schema);
  }
  return resourcesOf(source).flatMap(({ node, type }) => {
    const message = schema.named(type);
    return message === undefined ? [] : checkMessage(node, message, schema);
  });
}

/** What is filled in before Envoy reads the file may be anything, also in places where YAML has no room for it. */
const TEMPLATE = /\{\{|\{%|<%|\$\{/;
const BLOCKS = /\{\{|\{%|<%/;

/** A problem of lines that are filled in: the tree has there what a template looks like as YAML, `{{ .Name }}` a map. */
function isFilledIn({ at }: EnvoyProblem, { document: { text, parsed } }: Source): boolean {
  if (!BLOCKS.test(text)) return false;
  if (parsed.problems.length > 0) return true;
  const end = text.indexOf('\n', at.end);
  return BLOCKS.test(text.slice(text.lastIndexOf('\n', at.start) + 1, end < 0 ? text.length : end));
}

function reportSyntax(tree: YamlFile, source: Source, report: Report): void {
  const [first] = source.document.parsed.problems;
  if (first === undefined || TEMPLATE.test(tree.file.text)) return;
  const { start, end } = first.at;
  const at = source.document.place({ start, end: Math.max(end, start + 1) });
  const message = first.message.split('\n', 1)[0] ?? '';
  report.refuse(source, at, `it is no YAML (${message.replace(/[.:\s]+$/, '')})`);
}

function tell(problem: EnvoyProblem, source: Source, report: Report): void {
  const at = source.document.place(problem.at);
  if (problem.kind === 'refused' || !source.dynamic) {
    report.refuse(source, at, problem.why);
    return;
  }
  // In a file that is loaded at run time Envoy only warns, and goes on without.
  if (problem.kind !== 'unknown-field' || !isAboutFraming(problem)) return;
  const { what, advice, rename } = meant(problem);
  const fix = rename === undefined ? undefined : renamed(problem, rename, source);
  report.ineffective({
    at,
    what,
    why: `${problem.why}, and Envoy goes on without it`,
    advice,
    ...(fix && { title: `Rename to ${rename ?? ''}`, fix }),
  });
}

function isAboutFraming({ name, entry }: EnvoyProblem): boolean {
  if (/^response_?headers?_?to_?(?:add|remove)$/i.test(name))
    return mentionsFraming(entry?.value) || entry === undefined;
  return mentionsFraming(entry?.value);
}

function mentionsFraming(node: YamlNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === 'scalar') return /^(?:x-frame-options|content-security-policy)$/i.test(node.text);
  if (node.kind === 'seq') return node.items.some(mentionsFraming);
  return entriesOf(node).some(({ key, value }) => mentionsFraming(key) || mentionsFraming(value));
}

const LEVELS = ['Route', 'VirtualHost', 'RouteConfiguration', 'ClusterWeight'];

function meant({ name, within }: EnvoyProblem): {
  readonly what: string;
  readonly advice: string;
  readonly rename?: string;
} {
  const singular = /^response_?headers?_?to_?(add|remove)$/i.exec(name);
  if (singular !== null && LEVELS.includes(within)) {
    const isCamel = !name.includes('_');
    const verb = (singular[1] ?? 'add').toLowerCase();
    const rename = isCamel
      ? `responseHeadersTo${verb === 'add' ? 'Add' : 'Remove'}`
      : `response_headers_to_${verb}`;
    return { what: name, advice: `Write ${rename}.`, rename };
  }
  return {
    what: name,
    advice:
      singular === null
        ? 'Move the header into response_headers_to_add of the route, the virtual host or the route configuration.'
        : 'It stands beside match and route, in the virtual host or in the route configuration.',
  };
}

function renamed(
  { entry, name }: EnvoyProblem,
  rename: string,
  { document }: Source,
): readonly Change[] | undefined {
  if (entry === undefined || rename === name) return undefined;
  const change = replaceScalar(document, entry.key, rename);
  return change && [change];
}

/** Envoy reads one document of a file. */
function reportLater(document: YamlDocument, report: Report): void {
  const { root } = document;
  const isOurs = ['static_resources', 'dynamic_resources', 'resources'].some(
    (name) => field(root, name) !== undefined,
  );
  if (root === undefined || !isOurs) return;
  const at: Place = document.place({ start: root.at.start, end: firstKeyEnd(root) });
  report.ineffective({
    at,
    what: 'This document',
    why: 'Envoy reads only the first document of a file',
    advice: 'Put it into a file of its own.',
  });
}

function firstKeyEnd(root: YamlNode): number {
  return entriesOf(root)[0]?.key.at.end ?? root.at.end;
}
