/** A place where kernels read prunable channels: an input of a node by its number, or a tensor inside it by its name. */
export interface Consumer {
  readonly node: string;
  readonly port: string;
}

/** What a kernel reads at one place: the unit behind each position of the tensor's last axis, or -1. */
export interface KernelRead extends Consumer {
  /** Node whose output is read as it is; undefined where the tensor lies inside the reading layer. */
  readonly source: string | undefined;
  readonly units: Int32Array;
}

/** A set of layers that must shrink together, and the units (channels) that they share. */
export interface Group {
  /** Name of its first layer, with a channel range (`conv1[16:32]`) where Concatenate and Add split a layer. */
  readonly name: string;
  /** Members that have kernels: producers and depthwise convolutions, in topological order. */
  readonly layers: readonly string[];
  readonly size: number;
  /** Index of its first unit among all units of the network. */
  readonly first: number;
  /** Nodes whose outputs are its feature maps. */
  readonly maps: readonly string[];
  readonly consumers: readonly Consumer[];
  /** Number of positions M of its first feature map. */
  readonly positions: number;
  /** What couples its channels with others, one reason a sentence; empty for a layer that shrinks alone. */
  readonly ties: readonly string[];
}

/** Where a group's units lie among all units: enough to normalise and compare scores that were read from a file. */
export type UnitRange = Pick<Group, 'name' | 'first' | 'size'>;

/** How channels flow through a network: its groups, and the unit behind each channel of each node's output. */
export interface Structure {
  /** In topological order of their first layers. */
  readonly groups: readonly Group[];
  readonly units: number;
  /** For each node, the unit of each output channel (position in the whole network's units), or -1 where frozen. */
  readonly channels: ReadonlyMap<string, Int32Array>;
  /** Every place where a kernel reads channels, by `node:port`, in the order of the nodes. */
  readonly reads: ReadonlyMap<string, KernelRead>;
  /** Layers whose channels are not units, with the reason in words. */
  readonly frozen: ReadonlyMap<string, string>;
}
