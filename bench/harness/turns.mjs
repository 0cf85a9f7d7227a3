/**
 * Lets the sides take turns, `rounds` times: a machine that grows slower or faster meanwhile does so for all. Who goes
 * first moves on from round to round. Gives a list of answers for each side, in rounds.
 */
export async function takeTurns(sides, rounds, ask) {
  const answers = sides.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const i = (round + turn) % sides.length;
      answers[i].push(await ask(sides[i], round));
    }
  }
  return answers;
}
