import type { Unit } from '../../../model/dialect.ts';
import type { Unread } from '../../../model/scope.ts';
import { isRendered } from '../../../syntax/kubernetes/judge.ts';
import { ObjectIndex, objectsOf } from '../../../syntax/kubernetes/objects.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';
import { readAdc } from './adc.ts';
import { isBootConfig, readBootConfig, routesInBoot } from './boot-config.ts';
import type { FileName } from './end-marker.ts';
import { embeddedIn } from './embedded.ts';
import { readKubernetes } from './kubernetes.ts';
import type { Setup } from './setup.ts';
import { isAdc, isStandalone, readStandalone } from './standalone.ts';

/** What a workspace holds of APISIX. */
export interface World {
  readonly setups: readonly Setup[];
  readonly unread: readonly Unread[];
}

/** Each apisix.yaml, each file of ADC, and the objects of a cluster. */
export function readWorld(unit: Unit<YamlFile>): World {
  const files = unit.files.map(({ tree }) => tree);
  const boots = files.flatMap(({ file, documents: [document] }) =>
    document !== undefined && /config[^/]*\.ya?ml$/i.test(file.uri) && isBootConfig(document.root)
      ? [document]
      : [],
  );
  const byFolder = new Map(boots.map((document) => [folderOf(document.file.uri), readBootConfig(document)]));
  const alone = files.flatMap((tree): readonly Setup[] => {
    const [document] = tree.documents;
    const root = document?.root;
    const { uri } = tree.file;
    if (document === undefined || boots.includes(document)) return [];
    const own = isStandalone(root)
      ? [readStandalone(document, root, nameOf(uri), byFolder.get(folderOf(uri)))]
      : isAdc(root)
        ? [readAdc(document, root)]
        : [];
    return [...own, ...tree.documents.flatMap(embeddedSetups)];
  });
  const objects = files.flatMap((file) => objectsOf(file)).filter(isRendered);
  const cluster = readKubernetes(new ObjectIndex(objects));
  return {
    setups: [...alone.map((setup) => beside(setup, alone)), ...(cluster ? [cluster] : [])],
    unread: boots.flatMap(routesInBoot),
  };
}

/** Files in a ConfigMap, with the config.yaml beside them. */
function embeddedSetups(document: YamlDocument): readonly Setup[] {
  const files = embeddedIn(document);
  return files.flatMap(({ name, document: inner, parent }): readonly Setup[] => {
    const { root } = inner;
    if (!name.startsWith('apisix') || !isStandalone(root)) return [];
    const boot = files.find((each) => each.parent === parent && each.name.startsWith('config'));
    return [readStandalone(inner, root, { name, isEmbedded: true }, readBootConfig(boot?.document))];
  });
}

/** ADC may be given several files at once: global rules of one beside it may hold for this one too. */
function beside(setup: Setup, all: readonly Setup[]): Setup {
  if (setup.kind !== 'adc' || setup.globals.length > 0) return setup;
  const uri = setup.root?.document.file.uri ?? '';
  const folder = uri.replace(/[^/]*$/, '');
  const others = all.some(
    (each) =>
      each !== setup &&
      each.kind === 'adc' &&
      each.globals.length > 0 &&
      each.root?.document.file.uri.replace(/[^/]*$/, '') === folder,
  );
  return others ? { ...setup, isSure: false } : setup;
}

function folderOf(uri: string): string {
  return uri.replace(/[^/]*$/, '');
}

function nameOf(uri: string): FileName {
  return { name: uri.slice(uri.lastIndexOf('/') + 1), isEmbedded: false };
}
