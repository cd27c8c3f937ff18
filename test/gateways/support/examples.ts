import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../fixtures/gateway-examples/', import.meta.url);

/** A whole configuration and what is to be said of it. */
export interface Example {
  /** Its dialect and name. */
  readonly id: string;
  readonly title: string;
  /** The path that the file has for the linter: some dialects go by it. */
  readonly path: string;
  readonly text: string;
  /** `line rule: the first line of the text that the finding stands on`, lines counted without the heading. */
  readonly expected: readonly string[];
}

/**
 * A file of an example begins with comments that are not part of it: its title, the path (`# file: web.yaml`) and the
 * findings that it has, each on a line (`# 8 frame-policy-missing: match`).
 */
export function gatewayExamples(): readonly Example[] {
  return readdirSync(FOLDER).flatMap((dialect) =>
    readdirSync(new URL(`${dialect}/`, FOLDER)).map((name) =>
      exampleOf(
        `${dialect}/${name.replace(/\.yaml$/, '')}`,
        readFileSync(new URL(`${dialect}/${name}`, FOLDER), 'utf8'),
      ),
    ),
  );
}

function exampleOf(id: string, source: string): Example {
  const lines = source.split('\n');
  const length = lines.findIndex((line) => !line.startsWith('# '));
  const [title = '', file = '', ...expected] = lines.slice(0, length).map((line) => line.slice(2));
  const path = /^file: (\S+)$/.exec(file)?.[1];
  if (path === undefined) throw new Error(`${id}: the second line has to name the file.`);
  return { id, title, path, text: lines.slice(length).join('\n'), expected };
}
