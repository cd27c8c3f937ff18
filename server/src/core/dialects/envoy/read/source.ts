import type { Place } from '../../../model/place.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Idiom } from './idiom.ts';

/** A document, and how Envoy gets at it: what it loads at run time is read less strictly, and rejected alone. */
export interface Source {
  readonly document: YamlDocument;
  readonly dynamic: boolean;
  readonly idiom: Idiom;
}

/** A node and the document that it stands in. */
export interface Located {
  readonly node: YamlNode;
  readonly source: Source;
}

export function placeOf({ node, source }: Located): Place {
  return source.document.place(node.at);
}
