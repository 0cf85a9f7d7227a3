/** One call of a layer. */
export interface InspectedLayer {
  /** Name of the layer; its first call is the node of that name. */
  readonly name: string;
  readonly node: string;
  readonly type: string;
  /** Nodes whose outputs it reads, in order. */
  readonly inputs: readonly string[];
  /** Output shape of one example. */
  readonly shape: readonly number[];
  /** Counted in the layer's first call, 0 in the others. */
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of its output for one example. */
  readonly activationBytes: number;
  /** Groups whose units its output carries, in the order of their channels. */
  readonly groups: readonly CarriedGroup[];
  /** Why its channels are no units, where they could have been. */
  readonly frozen?: string;
}

export interface CarriedGroup {
  readonly name: string;
  /** Number of channels that belong to the group's units. */
  readonly channels: number;
}

export interface InspectedGroup {
  readonly name: string;
  /** Members that have kernels. */
  readonly layers: readonly string[];
  readonly units: number;
  /** What makes these layers shrink together: `ties` in one line. */
  readonly reason: string;
  /** Why layers are coupled, one sentence each; empty where the group's first layer is alone. */
  readonly ties: readonly string[];
  /** Nodes whose kernels read the units. */
  readonly consumers: readonly string[];
  readonly positions: number;
  /** Of one unit's own kernels. */
  readonly mflopsPerUnit: number;
}

/** What a network costs, memory included. */
export interface InspectedSize {
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  readonly activationBytes: number;
}

/** `inspect --json`. */
export interface InspectionDocument {
  readonly format: 'espalier.inspection/1';
  readonly espalier: string;
  readonly model: {readonly path: string; readonly sha256: string};
  /** One entry a call, in topological order. */
  readonly layers: readonly InspectedLayer[];
  readonly groups: readonly InspectedGroup[];
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of all layers' outputs for one example. */
  readonly activationBytes: number;
  /** The most bytes that are needed at once when layers run one by one and outputs are freed after their last reader. */
  readonly peakActivationBytes: number;
  /** What is left with one unit in every group, and that as a fraction of the whole. */
  readonly smallest: {readonly size: InspectedSize; readonly fraction: InspectedSize};
}

export type NetworkDescription = Omit<InspectionDocument, 'model'>;
