import type { Hiding } from '../../model/scope.ts';
import { insertStatements } from './edit.ts';
import type { Located } from './located.ts';
import { outward, type NginxLevel } from './level.ts';
import { ownsHiding, type Family } from './pass.ts';

/** Outwards as far as a line would still be inherited: a level with lines of its own drops those around it. */
export function hidingsFor(level: NginxLevel, family: Family): readonly Hiding[] {
  const directive = `${family}_hide_header`;
  // Not allowed in an `if`.
  const levels = outward(level).filter(({ kind }) => kind !== 'if');
  const last = levels.findIndex((each) => ownsHiding(each, directive));
  const open = levels.slice(0, last < 0 ? levels.length : last + 1);
  return open
    .filter(({ block }) => block?.directive.body?.closed === true)
    .map((target) => ({
      level: target.level,
      keyword: directive,
      add: (name) => (isPassed(level, family, name) ? [] : hide(target, directive, name)),
    }));
}

function isPassed(level: NginxLevel, family: Family, name: string): boolean {
  const lines = level.hiding.get(`${family}_pass_header`) ?? [];
  return lines.some(({ args }) => args[0]?.toLowerCase() === name.toLowerCase());
}

/** A first line of its own drops the inherited ones, so these are written again. */
function hide(target: NginxLevel, directive: string, name: string): ReturnType<Hiding['add']> {
  const inherited = ownsHiding(target, directive) ? [] : (target.hiding.get(directive) ?? []);
  return insertStatements(target, [...inherited.map(statementText), `${directive} ${name};`]);
}

function statementText({ file, directive }: Located): string {
  return `${file.file.text.slice(directive.start, directive.headEnd)};`;
}
