import {isRecord, type Json} from './json.ts';

const POOLED = /^Global(Average|Max)Pooling([123])D$/;

/**
 * Global pooling that keeps its axes (`keepdims`) as pooling and Reshape, since TensorFlow.js has no such setting. The
 * second has the layer's name, so that who reads it need not know. Other layers stay as they are.
 */
export function withKeptAxes(entry: Json): readonly Json[] {
  const {class_name: type, config, inbound_nodes: nodes} = entry;
  const [, , axes] = POOLED.exec(String(type)) ?? [];
  if (axes === undefined || !isRecord(config) || config['keepdims'] !== true) return [entry];
  const name = String(entry['name'] ?? config['name']);
  const pool = `${name}_pool`;
  const shape = [...Array<number>(Number(axes)).fill(1), -1];
  const calls = Array.isArray(nodes) ? {inbound_nodes: nodes.map((_call, i) => [[pool, i, 0, {}]])} : {};
  return [
    {...entry, name: pool, config: {...config, name: pool, keepdims: false}},
    {class_name: 'Reshape', name, config: {name, target_shape: shape}, ...calls}
  ];
}
