import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { fillEmpty, insertEntry, insertItem } from '../../../syntax/yaml/edit.ts';
import { entryOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { TRANSFORMER } from '../model/names.ts';
import { setting, settings } from '../lower/write.ts';

/** A new instance in the list of plugins of an object, or of the whole file. */
export function newPlugin(document: YamlDocument, owner: YamlMap, level: Level): Insertion {
  return {
    level,
    add: (name, value) => {
      const change = created(document, owner, name, value);
      return change === undefined ? [] : [change];
    },
    title: (name, value) => `Set ${name}: ${value} with a plugin ${TRANSFORMER} for ${level.label}`,
  };
}

function created(document: YamlDocument, owner: YamlMap, name: string, value: string): Change | undefined {
  if (owner.shared) return undefined;
  const additions = setting(name, value).toReversed();
  const plugin = { name: TRANSFORMER, config: settings(additions) };
  const entry = entryOf(owner, 'plugins');
  if (entry === undefined) return insertEntry(document, owner, 'plugins', [plugin]);
  if (entry.merged || entry.value.shared) return undefined;
  if (entry.value.kind === 'seq') return insertItem(document, entry.value, plugin);
  return fillEmpty(document, entry, [plugin]);
}
