import type { Parsed } from '../../model/dialect.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import type { DialectServices } from '../answers.ts';
import { completeNginx } from './complete.ts';
import { directiveCatalogue } from './facts.ts';
import { foldsOf } from './folds.ts';
import { hoverNginx } from './hover.ts';
import { symbolsOf } from './symbols.ts';

/** Asked only for files of the nginx dialect, whose tree this is. */
function treeOf(parsed: Parsed<unknown>): NginxTree {
  return parsed.tree as NginxTree;
}

export function nginxServices(): DialectServices {
  const catalogue = directiveCatalogue();
  return {
    hover: (parsed, offset, headers) => hoverNginx(treeOf(parsed), parsed.file.uri, offset, headers),
    complete: (parsed, offset) => completeNginx(treeOf(parsed), parsed.file.uri, offset, catalogue),
    symbols: (parsed) => symbolsOf(treeOf(parsed)),
    folds: (parsed) => foldsOf(treeOf(parsed)),
  };
}
