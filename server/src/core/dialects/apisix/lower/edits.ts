import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { ensurePath, fillEmpty, insertEntry, insertItem, replaceScalar } from '../../../syntax/yaml/edit.ts';
import { at, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import { SET, SWITCH } from '../read/annotations.ts';
import { pluginNamed, REWRITE, type Plugin } from '../read/plugins.ts';
import type { Holder, Setup } from '../read/setup.ts';
import type { YamlValue } from '../../../syntax/yaml/render.ts';

/** Writes one more header into a response-rewrite that is there, or makes one. Empty where that cannot be done. */
export function settingAt(holder: Holder, name: string, value: string): readonly Change[] {
  const { document, node, notation, key } = holder;
  if (notation === 'annotations') return annotating(holder, name, value);
  const plugin = pluginNamed(holder.plugins, REWRITE);
  if (plugin !== undefined) return settingIn(plugin, name, value);
  if (node.shared) return [];
  const headers: YamlValue = { headers: { set: { [name]: value } } };
  if (notation === 'map') {
    if (ownMap(node, [key]) === 'other') return [];
    return only(ensurePath(document, node, [key, REWRITE], headers));
  }
  const item: YamlValue = {
    name: REWRITE,
    ...(holder.enable !== undefined && { [holder.enable]: true }),
    config: headers,
  };
  const list = ownMap(node, [key]);
  if (list === 'other') return [];
  if (list !== 'absent') return list.kind === 'seq' ? only(insertItem(document, list, item)) : [];
  const empty = entryOf(node, key);
  return only(empty ? fillEmpty(document, empty, [item]) : insertEntry(document, node, key, [item]));
}

function settingIn(plugin: Plugin, name: string, value: string): readonly Change[] {
  const { document, config, off, steps, isHidden = false } = plugin;
  const isShared = steps.some(({ parent, child }) => parent.shared || ('merged' in child && child.merged));
  if (off !== undefined || isHidden || isShared || config?.kind !== 'map') return [];
  const headers = ownMap(config, ['headers']);
  if (headers === 'other' || (typeof headers === 'object' && headers.kind !== 'map')) return [];
  if (headers === 'absent') return only(ensurePath(document, config, ['headers', 'set', name], value));
  const isNew = ['add', 'set', 'remove'].some((each) =>
    ['map', 'seq'].includes(at(headers, each)?.kind ?? ''),
  );
  if (mentions(headers, name)) return [];
  if (!isNew && headers.entries.length > 0) return only(insertEntry(document, headers, name, value));
  if (ownMap(headers, ['set']) === 'other') return [];
  return only(ensurePath(document, headers, ['set', name], value));
}

/** Several headers where none is set yet, so that one edit writes them all. */
export function settingTogether(
  { document, config, off, steps }: Plugin,
  headers: Readonly<Record<string, string>>,
): Change | undefined {
  const isShared = steps.some(({ parent, child }) => parent.shared || ('merged' in child && child.merged));
  if (off !== undefined || isShared || config?.kind !== 'map') return undefined;
  const there = ownMap(config, ['headers']);
  if (there === 'absent') return ensurePath(document, config, ['headers', 'set'], headers);
  if (there === 'other' || there.kind !== 'map' || ownMap(there, ['set']) !== 'absent') return undefined;
  const isNew = ['add', 'remove'].some((key) => at(there, key)?.kind === 'seq');
  return isNew ? ensurePath(document, there, ['set'], headers) : undefined;
}

/** What sets it already, or takes it away afterwards. */
function mentions(headers: YamlMap, name: string): boolean {
  const lower = name.toLowerCase();
  const keys = [headers, at(headers, 'set')].flatMap((map) =>
    map?.kind === 'map' ? map.entries.map(({ key }) => key.text.toLowerCase()) : [],
  );
  const removed = itemsOf(at(headers, 'remove')).map((item) => textOf(item)?.toLowerCase());
  return keys.includes(lower) || removed.includes(lower);
}

/** An Ingress says it in two annotations. */
function annotating({ document, node }: Holder, name: string, value: string): readonly Change[] {
  if (value.includes(',')) return [];
  const setting = `${name}:${value}`;
  const map = ownMap(node, ['metadata', 'annotations']);
  if (map === 'other' || node.shared) return [];
  if (map === 'absent' || map.kind === 'seq') {
    const both: YamlValue = { [SWITCH]: 'true', [SET]: setting };
    return only(
      ensurePath(document, node, ['metadata', 'annotations'], both) ?? emptied(document, node, both),
    );
  }
  const [isOn, written] = [entryOf(map, SWITCH), entryOf(map, SET)];
  const switched =
    isOn === undefined
      ? insertEntry(document, map, SWITCH, 'true')
      : textOf(isOn.value) === 'true'
        ? 'done'
        : isOn.value.kind === 'scalar'
          ? { at: document.place(isOn.value.at), text: '"true"' }
          : undefined;
  const set =
    written === undefined
      ? insertEntry(document, map, SET, setting)
      : written.value.kind === 'scalar' && !hasName(written.value.text, name)
        ? replaceScalar(document, written.value, `${written.value.text},${setting}`)
        : undefined;
  if (switched === undefined || set === undefined) return [];
  if (switched === 'done') return [set];
  // Two entries behind the same one are one edit.
  const isSame = switched.at.start === set.at.start && switched.at.end === set.at.end;
  const gap = map.entries.length === 0 ? ', ' : '';
  return isSame ? [{ at: set.at, text: switched.text + gap + set.text }] : [switched, set];
}

function emptied(document: Holder['document'], node: YamlMap, value: YamlValue): Change | undefined {
  const metadata = at(node, 'metadata');
  const entry = entryOf(metadata, 'annotations');
  return entry === undefined ? undefined : fillEmpty(document, entry, value);
}

function hasName(list: string, name: string): boolean {
  return list.split(',').some((item) => item.split(':')[0]?.trim().toLowerCase() === name.toLowerCase());
}

/** A rule for every answer of the gateway, in the file or object that has such rules. */
export function globalInsertion(setup: Setup, level: Level): Insertion | undefined {
  const { kind, globals, root } = setup;
  const title = (name: string, value: string): string =>
    `Set ${name}: ${value} on all answers of APISIX (global rule)`;
  const rewriting = globals.filter(({ plugins }) => pluginNamed(plugins, REWRITE) !== undefined);
  const [holder, second] = rewriting.length > 0 ? rewriting : globals.slice(0, 1);
  const isOff = holder !== undefined && pluginNamed(holder.plugins, REWRITE)?.off !== undefined;
  if (second !== undefined || isOff) return undefined;
  if (kind === 'kubernetes') {
    if (holder === undefined) return undefined;
    return { level: holder.level, title, add: (name, value) => settingAt(holder, name, value) };
  }
  if (root === undefined) return undefined;
  const { document, node } = root;
  const created = (name: string, value: string): readonly Change[] => {
    if (holder !== undefined) return settingAt(holder, name, value);
    const plugin: YamlValue = { [REWRITE]: { headers: { set: { [name]: value } } } };
    const rules: YamlValue = kind === 'adc' ? plugin : [{ id: 'frame-guard', plugins: plugin }];
    const there = entryOf(node, 'global_rules');
    if (there === undefined) return only(insertEntry(document, node, 'global_rules', rules));
    if (there.value.kind === 'seq' && kind === 'standalone') {
      return only(insertItem(document, there.value, { id: 'frame-guard', plugins: plugin }));
    }
    return only(fillEmpty(document, there, rules));
  };
  return { level, title, add: (name, value) => withLoading(setup, created(name, value)) };
}

/** A list of plugins of its own has to name the plugin too. */
export function withLoading({ loaded }: Setup, changes: readonly Change[]): readonly Change[] {
  if (changes.length === 0 || loaded === undefined || loaded.names.has(REWRITE)) return changes;
  const { list, document, isNamed } = loaded;
  if (list.kind !== 'seq') return [];
  const change = insertItem(document, list, isNamed ? { name: REWRITE } : REWRITE);
  return change === undefined ? [] : [...changes, change];
}

export function only(change: Change | undefined): readonly Change[] {
  return change === undefined ? [] : [change];
}

export function holderInsertion(setup: Setup, holder: Holder, level: Level): Insertion {
  return {
    level,
    add: (name, value) => withLoading(setup, settingAt(holder, name, value)),
    title: (name, value) => `Set ${name}: ${value} on the answers of ${level.label}`,
  };
}
