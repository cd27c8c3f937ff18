import type { Unit } from '../../../model/dialect.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { readDocument } from './documents.ts';
import type { ApintoObject, PluginList, ProcessFile } from './objects.ts';

/** All objects of a workspace folder, with the list of plugins that holds for each. */
export interface ApintoWorld {
  readonly lists: readonly PluginList[];
  readonly routers: readonly ApintoObject[];
  readonly templates: readonly ApintoObject[];
  readonly services: readonly ApintoObject[];
  readonly files: readonly ProcessFile[];
  /** The list of an object's gateway; `undefined` where none is at hand, or several are. */
  readonly listOf: (object: ApintoObject) => PluginList | undefined;
  /** A template by its reference `name@template`. */
  readonly template: (reference: string, from: ApintoObject) => ApintoObject | undefined;
}

export function readWorld(unit: Unit<YamlFile>): ApintoWorld {
  const contents = unit.files.flatMap(({ tree }) => tree.documents.map(readDocument));
  const lists = contents.flatMap((content) => content.lists);
  const objects = contents.flatMap((content) => content.objects);
  const templates = objects.filter(({ profession }) => profession === 'template');
  return {
    lists,
    routers: objects.filter(({ profession }) => profession === 'router'),
    templates,
    services: objects.filter(({ profession }) => profession === 'service'),
    files: contents.flatMap((content) => content.files),
    listOf: ({ document }) => nearest(lists, document.file.uri),
    template: (reference, { document }) => {
      const name = reference.replace(/@template$/, '');
      return nearest(
        templates.filter((each) => each.name === name),
        document.file.uri,
      );
    },
  };
}

/** The only one there is: in the file itself, else in the closest folder around it that has any. */
function nearest<T extends { readonly document: { readonly file: { readonly uri: string } } }>(
  all: readonly T[],
  uri: string,
): T | undefined {
  const here = all.filter(({ document }) => document.file.uri === uri);
  if (here.length > 0) return here.length === 1 ? here[0] : undefined;
  for (let end = uri.lastIndexOf('/'); end > 0; end = uri.lastIndexOf('/', end - 1)) {
    const folder = uri.slice(0, end + 1);
    const found = all.filter(({ document }) => document.file.uri.startsWith(folder));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}
