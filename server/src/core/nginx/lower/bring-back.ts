import type { HeaderOp } from '../../model/header-op.ts';
import type { Change } from '../../model/place.ts';
import { insertStatements } from './edit.ts';
import { inForce, outward, type NginxLevel } from './level.ts';
import type { Located } from './located.ts';

/** An edit that brings lost lines back. */
export interface BringBack {
  readonly title: string;
  readonly changes: readonly Change[];
}

/** Writes the lost lines again, in order, as they stand in their own files. */
export function repeat(level: NginxLevel, lost: readonly HeaderOp[]): readonly Change[] | undefined {
  const sources = sourcesOf(level, lost);
  if (sources === undefined || sources.some(({ directive }) => !directive.complete)) return undefined;
  return insertStatements(level, sources.map(statementText));
}

/**
 * Lets the lost lines through (`add_header_inherit merge`, since 1.29.3). It appends all that is in force around the level,
 * also lines of a name that is set in it anew, and nothing that was cut off further out; so only where that is just what
 * is lost.
 */
export function merge(level: NginxLevel, lost: readonly HeaderOp[]): readonly BringBack[] {
  if (level.telling.some(({ name }) => name === 'add_header_inherit')) return [];
  const outer = inForce(level.parent).ops;
  if (outer.length !== lost.length || !lost.every((op) => outer.includes(op))) return [];
  const changes = insertStatements(level, ['add_header_inherit merge;']);
  return [{ title: `Insert add_header_inherit merge in ${level.level.label}`, changes }];
}

/** Includes the file in the level too from which all that is lost comes, where it holds nothing else. */
export function includeToo(level: NginxLevel, lost: readonly HeaderOp[]): readonly BringBack[] {
  const sources = sourcesOf(level, lost);
  const file = sources?.[0]?.file;
  if (sources === undefined || file === undefined || sources.some((source) => source.file !== file))
    return [];
  const { directives } = file.tree;
  const lines = directives.filter(({ keyword }) => keyword === 'add_header');
  const isPlain = directives.every(({ keyword }) => /^(add_header|\w+_hide_header)$/.test(keyword));
  if (!isPlain || lines.length !== lost.length) return [];
  const include = outward(level).flatMap(({ items }) => includeOf(items, file) ?? [])[0];
  const [path = ''] = include?.args ?? [];
  if (include === undefined || include.file === file || /[*?[\]$]/.test(path)) return [];
  const title = `Insert include ${path} in ${level.level.label}`;
  return [{ title, changes: insertStatements(level, [statementText(include)]) }];
}

/** The statement that brought a file's directives in: the last one before them. */
function includeOf(items: readonly Located[], file: Located['file']): Located | undefined {
  const first = items.findIndex((item) => item.file === file);
  const before = items[first - 1];
  return before?.name === 'include' ? before : undefined;
}

function sourcesOf(level: NginxLevel, ops: readonly HeaderOp[]): readonly Located[] | undefined {
  const levels = outward(level);
  const sources = ops.flatMap((op) => levels.find(({ sources }) => sources.has(op))?.sources.get(op) ?? []);
  return sources.length === ops.length ? sources : undefined;
}

function statementText({ file, directive }: Located): string {
  return `${file.file.text.slice(directive.start, directive.headEnd)};`;
}
