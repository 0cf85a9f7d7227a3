import type {ClosedForm} from '../conformance/closedForm.ts';
import {POSITIONS, type ConvolutionFacts, type Matrix, type TwoConvolutions} from '../conformance/twoConvolutions.ts';

/** What each criterion must give on the network of two convolutions, by its definition and plain loops. */
export const closedForms: Readonly<Record<string, ClosedForm>> = {
  taylor: eachUnit(({gradient, z}, unit) => mean(gates(gradient, z, unit).map(g => Math.abs(g) / POSITIONS))),
  'taylor-signed': eachUnit(({gradient, z}, unit) => Math.abs(mean(gates(gradient, z, unit))) / POSITIONS),
  'taylor-elementwise': eachUnit(({gradient, z}, unit) =>
    mean(z.flatMap((map, n) => map.map((row, p) => Math.abs(row[unit]! * gradient[n]![p]![unit]!))))
  ),
  'taylor-fo': eachUnit(({gradient, z}, unit) => mean(gates(gradient, z, unit).map(g => g ** 2))),
  obd: eachUnit(({classGradients, z}, unit, {probabilities}) => {
    const squares = classGradients.map(gradient => gates(gradient, z, unit).map(g => g ** 2));
    return mean(z.map((_, n) => sum(squares.map((square, c) => probabilities[n]![c]! * square[n]!)))) / 2;
  }),
  'obd-weights': eachUnit(({kernelGradients, kernel}, unit, {probabilities}) => {
    const curvature = (row: number) =>
      mean(probabilities.map((p, n) => sum(p.map((share, c) => share * kernelGradients[c]![n]![row]![unit]! ** 2))));
    return sum(kernel.map((weights, row) => weights[unit]! ** 2 * curvature(row))) / 2;
  }),
  weight: eachUnit(({kernel}, unit) => mean(kernel.map(row => row[unit]! ** 2))),
  activation: eachUnit(({z}, unit) => mean(values(z, unit))),
  'activation-std': eachUnit(({z}, unit) => {
    const all = values(z, unit);
    return Math.sqrt(mean(all.map(value => (value - mean(all)) ** 2)));
  }),
  apoz: eachUnit(({z}, unit) => mean(values(z, unit).map(value => Number(value > 0)))),
  'mutual-information': eachUnit(({z}, unit, {labels}) => {
    // Six examples fall into ten bins one by one, ties together: the bin is the value itself.
    const x = z.map(map => mean(map.map(row => row[unit]!)));
    return entropy(x) + entropy(labels) - entropy(x.map((value, n) => `${value} ${labels[n]}`));
  })
};

type UnitScore = (convolution: ConvolutionFacts, unit: number, network: TwoConvolutions) => number;

function eachUnit(score: UnitScore): ClosedForm {
  return network =>
    network.convolutions.flatMap(convolution =>
      convolution.kernel[0]!.map((_, unit) => score(convolution, unit, network))
    );
}

/** ∂C/∂g of each example: Σ over positions of gradient times value. */
function gates(gradient: readonly Matrix[], z: readonly Matrix[], unit: number): number[] {
  return z.map((map, n) => sum(map.map((row, p) => row[unit]! * gradient[n]![p]![unit]!)));
}

function values(z: readonly Matrix[], unit: number): number[] {
  return z.flatMap(map => map.map(row => row[unit]!));
}

function entropy(categories: readonly (number | string)[]): number {
  const shares = [...new Set(categories)].map(key => mean(categories.map(other => Number(other === key))));
  return -sum(shares.map(share => share * Math.log(share)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}
