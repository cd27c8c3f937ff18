import type { Dialect } from '../../model/dialect.ts';
import { embeddedText } from '../../nginx/embedded/at.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { collect } from './collect.ts';
import { isCompose } from './sources/compose.ts';

/** The file of nginx's around an offset. */
export const nginxAt: NonNullable<Dialect<YamlFile>['nginxAt']> = ({ tree }, offset) => {
  const pieces = collect([tree]).flatMap(({ files }) => files.map(({ piece }) => piece));
  const piece = pieces.find(({ nginx: { at } }) => at.start <= offset && offset <= at.end);
  if (piece === undefined) return undefined;
  const { name, nginx } = piece;
  const path = nginx.parsed.tree.embedded?.path ?? name;
  return embeddedText(nginx.document, nginx.scalar, { path, doubled: isCompose(nginx.document.root) });
};
