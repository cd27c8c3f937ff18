import { BLOCKS, DIRECTIVES, knownShare, NOT_NGINX } from '../../nginx/looks-like.ts';
import { embedInterpolated } from '../../nginx/embedded/interpolated.ts';
import { embedScalar, type EmbeddedNginx } from '../../nginx/embedded/scalar.ts';
import type { YamlNode } from '../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../syntax/yaml/parse.ts';

/** A file of nginx's that stands in a scalar. */
export interface Piece {
  /** Its name, or the absolute path where it is put. */
  readonly name: string;
  readonly nginx: EmbeddedNginx;
}

/** Files that one nginx may read together. A piece without a path stands in the folder of nginx, wherever that is. */
export interface FileSystem {
  readonly files: readonly { readonly path: string | undefined; readonly piece: Piece }[];
}

/**
 * How surely a place holds nginx's language. `named`: its name says so (`nginx.conf`, `/etc/nginx/…`). `file`: it is some
 * file. `any`: it is some text.
 */
export type Expectation = 'named' | 'file' | 'any';

/** Names of files that are written in another language. */
const FOREIGN =
  /\.(ya?ml|json|sh|bash|py|js|ts|html?|css|xml|toml|ini|lua|pem|crt|key|php|md|sql|service|properties|rego|tf|hcl|cfg|vcl|rb|go)$/i;
/** Shell: a script that writes a configuration is none. */
const SHELL = /^\s*#!|<<-?\s*["']?\w+["']?|^\s*(echo|cat|set -|export|sudo|mkdir|if \[|fi$|then$|done$)\b/m;

export function expectationOf(name: string): Expectation {
  if (/(^|\/)[^/]*nginx[^/]*\.conf(\.\w+)?$|(^|\/)nginx\/|sites-(available|enabled)\//i.test(name))
    return 'named';
  return /\.conf(\.\w+)?$|\.vhost$|\.nginx$|_params$/i.test(name) ? 'file' : 'any';
}

/** The scalar as nginx's text, where it is that. */
export function pieceOf(
  document: YamlDocument,
  node: YamlNode | undefined,
  name: string,
  expected: Expectation,
  interpolated = false,
): Piece | undefined {
  if (node?.kind !== 'scalar' || node.isNull || FOREIGN.test(name)) return undefined;
  const { text } = node;
  if (!mayBeNginx(text, expected)) return undefined;
  const path = text.includes('{{') ? `${name}.j2` : name;
  const embed = interpolated ? embedInterpolated : embedScalar;
  const nginx = embed(document, node, path);
  const least = expected === 'any' ? 0.8 : expected === 'file' ? 0.6 : 0.4;
  return knownShare(nginx.parsed.tree) >= least ? { name, nginx } : undefined;
}

function mayBeNginx(text: string, expected: Expectation): boolean {
  const blocks = BLOCKS.test(text);
  if (!blocks && (NOT_NGINX.test(text) || !DIRECTIVES.test(text))) return false;
  if (expected === 'named') return true;
  if (SHELL.test(text)) return false;
  return expected === 'file' || blocks || /^\s*(#[^\n]*\s+)*[a-z_]+\s[^\n]*;/.test(text);
}
