// Where the time of a training step goes on either side: every op timed by name, put into the same few kinds, by turns.
// vgg-s as the loop begins with it, and with half of each layer's units, as on its way.
import {withContenders} from '../harness/contender.mjs';
import {digits, markdownTable} from '../harness/markdown.mjs';
import {channelsLastSide, espalierSide, pytorchSide, versionsOf} from '../harness/sides.mjs';
import {median} from '../harness/statistics.mjs';
import {takeTurns} from '../harness/turns.mjs';

export const needsPython = true;
const NETWORKS = ['vgg-s', 'vgg-s, half of each layer', 'vgg-s, odd layer sizes', 'resnet-20'];
const STEPS = 10;

/** In the order of the table; an op that no pattern knows is one of the other short ones. */
const KINDS = {
  'convolution, forward': /^(Espalier)?Conv2D$|^aten::(mkldnn_convolution|thnn_conv2d|_slow_conv2d_forward)/,
  'convolution, gradients': /^Conv2DBackprop|^EspalierConv2DGrad|convolution_backward/,
  'batch normalisation': /BatchNorm|batch_norm/,
  'bias, ReLU, pooling': /BiasRelu|max_pool2d|clamp|relu|threshold|avg_pool|BiasAdd|MaxPool/i,
  'dense layer': /MatMul|addmm|aten::mm/,
  'update of the weights': /Momentum|^aten::_foreach|^Optimizer|^aten::(add_|mul_)$/
};

export async function run(context) {
  const rounds = context.quick ? 2 : 10;
  const starting = [espalierSide, pytorchSide, channelsLastSide].map((side, i) =>
    side(i ? 'step.py' : 'step.mjs', context)
  );
  return withContenders(starting, async (...sides) => {
    const networks = [];
    for (const network of NETWORKS) {
      const answers = await takeTurns(sides, rounds, side => side.ask('profile', {network, steps: STEPS}));
      // The first turn warms up.
      const [espalier, pytorch, channelsLast] = answers.map(turns => summary(turns.slice(1)));
      const {stepFlops} = await sides[0].ask('costs', {network});
      networks.push({network, flops: stepFlops, espalier, pytorch, channelsLast});
    }
    return {batch: 32, steps: STEPS, versions: versionsOf(sides.slice(0, 2)), networks, targets: []};
  });
}

/** Milliseconds a step by kind, medians over turns. What ops leave of a step is spent between them. */
function summary(turns) {
  const step = median(turns.map(({seconds}) => 1000 * seconds));
  const plain = median(turns.map(({plain}) => 1000 * plain));
  const names = [...new Set(turns.flatMap(({ops}) => Object.keys(ops)))];
  const ops = Object.fromEntries(
    names.map(name => [name, median(turns.map(turn => 1000 * (turn.ops[name]?.seconds ?? 0)))])
  );
  const calls = turns.at(-1).ops;
  const kinds = Object.fromEntries(
    [...Object.keys(KINDS), 'other ops'].map(kind => [kind, {milliseconds: 0, calls: 0}])
  );
  for (const name of names) {
    const kind = kinds[kindOf(name)];
    kind.milliseconds += ops[name];
    kind.calls += calls[name]?.calls ?? 0;
  }
  const inOps = Object.values(kinds).reduce((sum, {milliseconds}) => sum + milliseconds, 0);
  return {plain, step, kinds, between: step - inOps, ops};
}

function kindOf(name) {
  return Object.entries(KINDS).find(([, pattern]) => pattern.test(name))?.[0] ?? 'other ops';
}

export function table({networks, versions}) {
  const ms = digits(1);
  const rows = networks.flatMap(({network, flops, ...sides}) => {
    const each = [sides.espalier, sides.pytorch, sides.channelsLast];
    const line = (name, read, show = ms) => [network, name, ...each.map(side => show(read(side)))];
    return [
      line('a step, not profiled', ({plain}) => plain),
      line('GFLOPS of it', ({plain}) => flops / plain / 1e6, digits(0)),
      ...Object.keys(sides.espalier.kinds)
        .filter(kind => each.some(({kinds}) => kinds[kind].calls > 0))
        .map(kind =>
          line(
            kind,
            ({kinds}) => kinds[kind],
            ({milliseconds, calls}) => `${ms(milliseconds)} (${digits(0)(calls)} ×)`
          )
        ),
      line('between ops', ({between}) => between)
    ];
  });
  const heads = [
    'network',
    'ms a step',
    `>Espalier, ${versions.espalier}`,
    `>PyTorch ${versions.pytorch}`,
    '>PyTorch, channels last'
  ];
  return markdownTable(heads, rows);
}
