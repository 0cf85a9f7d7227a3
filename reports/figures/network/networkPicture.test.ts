import {describeNetwork, type NetworkDescription} from '@espalier/experiments';
import {planNetwork} from '@espalier/core';
import {expect, it} from 'vitest';
import {madeUpChain, madeUpInception, madeUpResidual} from '../../testing/madeUpNetworks.ts';
import {badNumbers, parseSvg} from '../../testing/parseSvg.ts';
import {NARROW, WIDE} from '../theme.ts';
import {networkPicture} from './networkPicture.ts';

const command = 'espalier inspect made-up --svg made-up.svg';
const networks = {chain: madeUpChain(), residual: madeUpResidual(), inception: madeUpInception()};
const cases = Object.entries(networks);
const picture = (network: NetworkDescription, name = 'made-up') => networkPicture({network, name, command});
const texts = (svg: Element, name: string) => [...svg.querySelectorAll(name)].map(node => node.textContent);

it.each(cases)('a picture of a %s network looks as committed', async (name, network) => {
  await expect(picture(network, name).draw()).toMatchFileSnapshot(`../../output/made-up/network-${name}.svg`);
});

it('a picture of a pruned network looks as committed', async () => {
  const network = madeUpResidual();
  const unitsBefore = network.groups.map(({units}, i) => units + 4 * (i + 1));
  const figure = networkPicture({network, name: 'residual', unitsBefore, command});
  await expect(figure.draw(WIDE)).toMatchFileSnapshot('../../output/made-up/network-left.svg');
});

it.each(cases)('a picture of a %s network stands alone, at any width, and is the same every time', (_, network) => {
  for (const width of [undefined, WIDE, NARROW]) {
    const text = picture(network).draw(width);
    const svg = parseSvg(text);
    expect(svg.getAttribute('viewBox')).toBe(`0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
    expect(badNumbers(svg)).toEqual([]);
    expect(text).not.toMatch(/currentColor|var\(|<style|href|url\(|<image/);
    expect(picture(network).draw(width)).toBe(text);
  }
});

it.each(cases)('a %s network has a box a call, inside the picture and apart from the others', (_, network) => {
  const svg = parseSvg(picture(network).draw());
  const boxes = [...svg.querySelectorAll('g > title')].map(title => numbersOf(title.nextElementSibling));
  expect(boxes).toHaveLength(network.layers.length);
  expect(texts(svg, 'g > text[font-weight="bold"]')).toEqual(network.layers.map(({node}) => node));
  for (const [i, a] of boxes.entries()) {
    expect(a.x >= 0 && a.x + a.width <= Number(svg.getAttribute('width'))).toBe(true);
    const apart = (b: Frame) =>
      a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
    expect(boxes.slice(i + 1).every(apart)).toBe(true);
  }
});

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function numbersOf(rect: Element | null): Frame {
  const at = (name: string) => Number(rect?.getAttribute(name));
  return {x: at('x'), y: at('y'), width: at('width'), height: at('height')};
}

it('shows the groups of a concatenation side by side, as wide as their channels are many', () => {
  const svg = parseSvg(picture(networks.inception).draw());
  const title = [...svg.querySelectorAll('title')].find(({textContent}) => textContent.startsWith('mixed1\n'));
  const slices = [...(title?.parentElement?.querySelectorAll('rect[fill-opacity]') ?? [])];
  expect(new Set(slices.map(rect => rect.getAttribute('fill'))).size).toBe(4);
  const widths = slices.map(rect => numbersOf(rect).width);
  expect(widths.map(width => Math.round((64 * width) / widths.reduce((a, b) => a + b)))).toEqual([16, 16, 24, 8]);
  expect(title?.textContent).toContain('group three1c: 24 channels');
});

it('colors as much of a box as is left, and tells both numbers', () => {
  const network = madeUpChain();
  const unitsBefore = network.groups.map(({units}) => 2 * units);
  const svg = parseSvg(networkPicture({network, name: 'chain', unitsBefore, command}).draw());
  const title = [...svg.querySelectorAll('title')].find(({textContent}) => textContent.startsWith('pool1\n'));
  const [whole, colored] = [...(title?.parentElement?.querySelectorAll('rect') ?? [])].map(
    rect => numbersOf(rect).width
  );
  expect((colored ?? 0) / ((whole ?? 0) - 1)).toBeCloseTo(0.5, 2);
  expect(texts(svg, 'text')).toContain('MaxPooling2D 16×16×32→16');
  expect(texts(svg, 'text')).toContain('conv1 (16 of 32)');
});

it('escapes names, whatever a model file calls its layers', () => {
  const name = '</text><script>"&\u0000\ud800';
  const layers = [
    {type: 'Conv2D', name, config: {filters: 2, kernel_size: 1}},
    {type: 'Conv2D', name: 'last', config: {filters: 2, kernel_size: 1}}
  ];
  const network = describeNetwork(planNetwork({name: 'odd', inputShape: [2, 2, 1], layers}));
  const svg = parseSvg(picture(network, name).draw());
  expect(svg.querySelectorAll('script')).toHaveLength(0);
  expect(texts(svg, 'text')).toContain('</text><script>"&\ufffd\ufffd (2)');
});

it('draws a network of 300 layers in columns, without a legend', () => {
  const network = madeUpInception(13);
  expect(network.layers.length).toBeGreaterThan(300);
  const svg = parseSvg(picture(network).draw());
  const {width, height} = numbersOf(svg);
  expect(width / height).toBeGreaterThan(0.75);
  expect(width / height).toBeLessThan(3);
  expect(texts(svg, 'text')).toHaveLength(2 * network.layers.length);
});

it('names what is drawn and the command in its caption', () => {
  const {caption, title} = picture(networks.chain, 'chain');
  expect(title).toBe('Layers and groups of chain');
  expect(caption).toMatch(/12 calls of layers and 6 groups of units/);
  expect(caption).toContain(`Made by \`${command}\`.`);
});
