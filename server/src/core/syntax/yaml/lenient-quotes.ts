import type { YamlProblem } from './malformed.ts';

/**
 * The text with its first quote that "is not closed" joined to one line, at equal length, where it is closed farther down:
 * YAML wants the lines of a quoted text indented (YAML 1.2.2, section 7.3), but libyaml, go-yaml, yaml-cpp and SnakeYAML,
 * hence every gateway, read on to the quote whatever the indentation. `undefined` where there is none to join.
 */
export function joinedQuote(text: string, problems: readonly YamlProblem[]): string | undefined {
  const unclosed = problems.find(
    ({ code, message }) => code === 'MISSING_CHAR' && message.includes('closing'),
  );
  if (unclosed === undefined) return undefined;
  const { start } = unclosed.at;
  const rest = text.slice(start);
  const [quoted] = /^(?:"[^"\\]*(?:\\[^][^"\\]*)*"|'[^']*(?:''[^']*)*')/.exec(rest) ?? [];
  if (quoted === undefined || !/[\r\n]/.test(quoted)) return undefined;
  // What goes on behind the quote was opened by another: this one is missing its own.
  if (!/^[ \t]*(?:[,\]}]|[ \t]#|\r?\n|$)/.test(rest.slice(quoted.length))) return undefined;
  return text.slice(0, start) + quoted.replace(/[\r\n]/g, ' ') + rest.slice(quoted.length);
}
