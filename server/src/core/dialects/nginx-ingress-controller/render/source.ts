import type { Level } from '../../../model/scope.ts';
import type { EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { IngressPath } from '../../../syntax/kubernetes/ingress.ts';
import type { YamlMap } from '../../../syntax/yaml/node.ts';
import type { Action } from '../read/actions.ts';
import type { Policies } from '../read/policies.ts';

/** What a block of the controller's nginx configuration was written for. */
export type Source =
  | {
      readonly kind: 'action';
      readonly action: Action;
      readonly policies: readonly Policies[];
      readonly snippet?: EmbeddedNginx | undefined;
    }
  /** The page that an item of `errorPages` returns. */
  | {
      readonly kind: 'page';
      readonly node: YamlMap;
      readonly object: KubernetesObject;
      readonly level: Level;
    }
  | {
      readonly kind: 'path';
      readonly path: IngressPath;
      /** The object that the server belongs to: the master of a minion, or the Ingress itself. */
      readonly master: KubernetesObject;
      readonly policies: readonly Policies[];
      readonly snippet?: EmbeddedNginx | undefined;
    }
  | {
      readonly kind: 'server';
      /** Absent for routes that no server of the workspace delegates to. */
      readonly object?: KubernetesObject;
      readonly snippet?: EmbeddedNginx | undefined;
    }
  /** What nobody wrote: the server for unknown hosts, a step on the way to a location. */
  | { readonly kind: 'inner' };

/** For findings, what answers is enough; for requests, the way there counts, too. */
export type Purpose = 'findings' | 'requests';
