import {basename, join, resolve} from 'node:path';
import type {StructureOptions} from '@espalier/core';
import type {PrunedDocument} from '@espalier/experiments';
import type {RunRecord} from '@espalier/reports';
import {secondsInWords, type StepSeconds} from './stepSeconds.ts';
import {stoppedText} from './stoppedText.ts';

export interface PruneReportOptions {
  readonly model: string;
  readonly document: PrunedDocument;
  readonly command: string;
  readonly seconds: StepSeconds;
  /** What were units. */
  readonly structure?: StructureOptions;
}

/** `report.html` of `espalier prune`: how accuracy and layers fell, what is left of the network, and the sizes at both ends. */
export async function writePruneReport(
  out: string,
  {model, document, command, structure, seconds}: PruneReportOptions
): Promise<string> {
  const [{inspectModel, readLines, writeAtomically}, reports] = await Promise.all([
    import('@espalier/experiments'),
    import('@espalier/reports')
  ]);
  const curve = (await readLines(join(out, 'metrics.jsonl'))) as RunRecord['curve'];
  const records = [asRecord(out, {model, document}, curve)];
  const against = (remaining: 'flops' | 'units' | 'parameters') => ({
    figure: reports.accuracyAgainst({records, remaining, command})
  });
  const strips = reports.unitsLeft({records, command});
  const name = basename(resolve(model));
  const network = await inspectModel(join(out, 'model'), structure);
  const left = {network, unitsBefore: Object.values(curve[0]?.unitsLeft ?? {}), name, command};
  const drawable = network.layers.length <= MOST_LAYERS;
  const page = reports.report({
    title: `${name} pruned by ${document.criterion}`,
    question: `How far does accuracy on ${document.data.name} fall as units go?`,
    command,
    notes: drawable ? [] : [tooLarge(out, network.layers.length)],
    sections: [
      {
        title: `${name} on ${document.data.name}`,
        summary: [
          summaryOf(document),
          ...(document.stopped ? [stoppedText(document.stopped)] : []),
          secondsInWords(seconds)
        ].join(' '),
        parts: [
          against('flops'),
          against('units'),
          against('parameters'),
          {table: reports.unitsByGroup(left)},
          ...(strips ? [{figure: strips}] : []),
          ...(drawable ? [{figure: reports.networkPicture(left)}] : [])
        ]
      }
    ]
  });
  const path = join(out, 'report.html');
  await writeAtomically(path, page);
  return path;
}

/** More than this is illegible in the width of a page. */
const MOST_LAYERS = 120;

function tooLarge(out: string, layers: number): string {
  const draw = `espalier inspect ${join(out, 'model')} --svg network.svg`;
  return `The network has ${layers} layers, too many for a picture on this page; \`${draw}\` draws it.`;
}

function asRecord(
  out: string,
  {model, document}: Pick<PruneReportOptions, 'model' | 'document'>,
  curve: RunRecord['curve']
): RunRecord {
  const {criterion, seed, data, validationAccuracy} = document;
  return {
    sweep: 'prune',
    id: basename(resolve(out)),
    criterion,
    label: criterion,
    seed,
    config: {dataset: {name: data.name}, model: {path: basename(resolve(model))}, prune: {criterion}},
    curve,
    history: [],
    result: {
      format: 'espalier.run/1',
      criterion,
      seed,
      metric: {name: 'validationAccuracy', value: validationAccuracy.after}
    }
  };
}

function summaryOf({units, parameters, flops, accuracy, steps, seed}: PrunedDocument): string {
  const share = ({before, after}: typeof units) => `${((100 * after) / before).toFixed(1)} %`;
  return (
    `${steps} steps, seed ${seed}: ${units.before} units became ${units.after}; ${share(parameters)} of the parameters ` +
    `and ${share(flops)} of the FLOPs are left; test accuracy went from ${accuracy.before.toFixed(4)} to ` +
    `${accuracy.after.toFixed(4)}.`
  );
}
